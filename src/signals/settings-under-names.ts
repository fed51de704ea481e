import type { SignalSettings } from '../access/signal-block.ts';
import type { LedgerNames } from '../ledger/ledger-names.ts';

/** Whoever is listed is looked for under every name that the ledger may have. @throws UpstreamUnavailableError */
export async function settingsUnderNames(
  settings: SignalSettings,
  names: LedgerNames,
): Promise<SignalSettings> {
  const all = async (ids: readonly string[], name: (id: string) => Promise<readonly string[]>) =>
    (await Promise.all(ids.map((id) => name(id)))).flat();
  const colleagues = await Promise.all(
    Object.entries(settings.colleagues).map(async ([actor, ids]) => {
      const patients = await all(ids, names.patient);
      return (await names.actor(actor)).map((name) => [name, patients] as const);
    }),
  );
  return {
    ...settings,
    vips: await all(settings.vips, names.patient),
    exporters: await all(settings.exporters, names.actor),
    colleagues: Object.fromEntries(colleagues.flat()),
  };
}
