import { openStore } from '../../datasources/open-store.ts';
import type { Config } from '../config.ts';
import { trustedIssuers } from '../identity/trusted-issuers.ts';

/** Programs of the house that act without a registration. */
const OWN: ReadonlySet<string> = new Set(['phield', 'phield-cli']);

/**
 * Which clients another organisation runs: those registered so, and those that nobody registered and no issuer's entry
 * names as the house's own, as at the door (`admitClient`). As of now: the ledger does not tell whose a client was.
 *
 * @throws UpstreamUnavailableError when the register is out of reach: nobody is taken for the house by mistake.
 */
export async function thirdPartyClients(
  config: Config,
  tenant: string,
): Promise<(client: string) => boolean> {
  const issuers = await trustedIssuers({ config, fetch, clock: Date.now, log: () => {} });
  const own = new Set([...OWN, ...issuers.flatMap(({ settings }) => settings.firstPartyClients)]);
  const store = await openStore(config, Date.now);
  try {
    const registered = await store.clients.list(tenant);
    const outside = new Set(registered.filter(({ entry }) => !entry.firstParty).map(({ client }) => client));
    for (const { client, entry } of registered) if (entry.firstParty) own.add(client);
    return (client) => outside.has(client) || !own.has(client);
  } finally {
    await store.close();
  }
}
