import type { Config } from '../config.ts';
import type { ClientRegister } from '../identity/client-register.ts';
import { trustedIssuers } from '../identity/trusted-issuers.ts';
import type { OutsideClient, OutsideClients } from '../ledger/export/outside-clients.ts';

/** Programs of the house that act without a registration. */
const OWN: ReadonlySet<string> = new Set(['phield', 'phield-cli']);

/**
 * Which clients another organisation runs: those registered so, and those that nobody registered and no issuer's entry
 * names as the house's own, as at the door (`admitClient`). As of now: the ledger does not tell whose a client was.
 *
 * @throws UpstreamUnavailableError when the register is out of reach: nobody is taken for the house by mistake.
 */
export async function outsideClients(
  config: Config,
  register: ClientRegister,
  tenant: string,
): Promise<OutsideClients> {
  const issuers = await trustedIssuers({ config, fetch, clock: Date.now, log: () => {} });
  const own = new Set([...OWN, ...issuers.flatMap(({ settings }) => settings.firstPartyClients)]);
  const outside = new Map<string, OutsideClient>();
  for (const { client, entry } of await register.list(tenant)) {
    if (entry.firstParty) own.add(client);
    else outside.set(client, { name: entry.name, contact: entry.contact });
  }
  return { own, outside };
}
