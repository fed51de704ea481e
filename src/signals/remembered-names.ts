import type { SignalSettings } from '../access/signal-block.ts';
import type { Clock } from '../clock.ts';

/** Whom a tenant lists may get another name, by being stored or erased: that is rare, and looking it up is not free. */
const FOR_MS = 3_600_000;

type UnderNames = (tenant: string, signals: SignalSettings) => Promise<SignalSettings>;

/** Looks names up anew where a tenant has set something else, and once an hour. */
export function rememberedNames(clock: Clock, look: UnderNames): UnderNames {
  const known = new Map<string, { from: SignalSettings; settings: SignalSettings; at: number }>();
  return async (tenant, from) => {
    const one = known.get(tenant);
    if (one !== undefined && one.from === from && clock() - one.at < FOR_MS) return one.settings;
    const settings = await look(tenant, from);
    known.set(tenant, { from, settings, at: clock() });
    return settings;
  };
}
