import type { Config } from '../config.ts';
import type { ClientRegister } from '../identity/client-register.ts';
import { trustedIssuers } from '../identity/trusted-issuers.ts';
import { DeskRefused } from './document-desk.ts';

/**
 * Whose documents they are: a client that is registered for the tenant or for every tenant, or that an issuer's entry
 * names. A misspelt one would have documents that nobody can run, and nobody would know.
 * @throws DeskRefused, with what to do; ConfigError where the issuers cannot be read, UpstreamUnavailableError.
 */
export async function expectKnownClient(
  config: Config,
  register: ClientRegister,
  tenant: string,
  client: string,
): Promise<void> {
  const registered = await register.list(tenant);
  if (registered.some((one) => one.client === client)) return;
  const issuers = await trustedIssuers({ config, fetch, clock: Date.now, log: () => {} });
  const isNamed = issuers.some(
    ({ settings: { tenants, firstPartyClients, clientPurposes } }) =>
      (tenants === null || tenants.includes(tenant)) &&
      (firstPartyClients.includes(client) ||
        // In production a client is let in that is registered or the house's own, and no other.
        (config.profile === 'embedded' && Object.hasOwn(clientPurposes, client))),
  );
  if (isNamed) return;
  throw new DeskRefused(
    `--client: ${tenant} has no client ${client}; see phield clients list --tenant ${tenant}, ` +
      `or register it first: phield clients register --client ${client} --tenant ${tenant} …`,
  );
}
