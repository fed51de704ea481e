import { ConfigError } from '../config.ts';
import type { Clients } from './directory.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/**
 * Documents and budgets go by tenant and client id, so in one tenant an id MUST belong to one issuer. Registering sees
 * to that for clients that are registered; this for those that an issuer's entry names as the house's own. Not for the
 * embedded profile, which serves any client of any issuer.
 * @param clients the register; where a client stands in it, it says of which tenants it is.
 * @throws ConfigError naming the first id that two issuers have in one tenant; UpstreamUnavailableError
 */
export async function assertOneIssuer(issuers: readonly TrustedIssuer[], clients: Clients): Promise<void> {
  const named = new Set(issuers.flatMap(({ settings }) => settings.firstPartyClients));
  for (const client of named) {
    const holders: { readonly issuer: string; readonly tenants: readonly string[] | null }[] = [];
    for (const { settings } of issuers) {
      const entry = await clients.find(settings.issuer, client);
      if (entry === null && !settings.firstPartyClients.includes(client)) continue;
      const tenant = entry?.tenant ?? null;
      const { issuer, tenants } = settings;
      const holder = { issuer, tenants: tenant === null ? tenants : [tenant] };
      const other = holders.find((one) => meet(one.tenants, holder.tenants));
      if (other !== undefined) {
        throw new ConfigError(
          `PHIELD_ISSUERS_FILE: firstPartyClients: expected another name than ${client}: ` +
            `${other.issuer} and ${issuer} both have that client for one tenant`,
        );
      }
      holders.push(holder);
    }
  }
}

/** `null`: every tenant. */
function meet(some: readonly string[] | null, others: readonly string[] | null): boolean {
  if (some === null || others === null) return true;
  return some.some((tenant) => others.includes(tenant));
}
