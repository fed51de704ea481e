import type { SignalSettings } from '../access/signal-block.ts';
import type { LedgerNames } from '../ledger/ledger-names.ts';

/** Names looked up at once: a list may have ten thousand. */
const LANES = 16;

/** Whoever is listed is looked for under every name that the ledger may have. @throws UpstreamUnavailableError */
export async function settingsUnderNames(
  settings: SignalSettings,
  names: LedgerNames,
): Promise<SignalSettings> {
  const colleagues: (readonly [string, readonly string[]])[] = [];
  for (const [actor, ids] of Object.entries(settings.colleagues)) {
    const patients = await allNames(ids, names.patient);
    for (const name of await names.actor(actor)) colleagues.push([name, patients]);
  }
  return {
    ...settings,
    vips: [...(await allNames(settings.vips, names.patient))],
    exporters: [...(await allNames(settings.exporters, (id) => names.actor(id)))],
    colleagues: Object.fromEntries(colleagues.map(([name, patients]) => [name, [...patients]])),
  };
}

async function allNames(
  ids: readonly string[],
  namesOf: (id: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found: string[][] = ids.map(() => []);
  const left = ids.entries();
  const lane = async () => {
    for (const [at, id] of left) found[at] = [...(await namesOf(id))];
  };
  await Promise.all(Array.from({ length: Math.min(LANES, ids.length) }, lane));
  return found.flat();
}
