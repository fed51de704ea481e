import type { ClientRegister } from '../identity/client-register.ts';
import type { IssuerSettings } from '../identity/issuer-settings.ts';
import type { ClientNames } from './clients-run.ts';

/**
 * Documents and budgets go by tenant and client id, so in one tenant an id MUST belong to one issuer. Whether another
 * has it in any of these tenants: registered for it or for every tenant, or named by its entry as the house's own.
 * @throws UpstreamUnavailableError
 */
export async function isAnotherIssuers(
  { issuer, client }: ClientNames,
  {
    register,
    tenants,
    issuers,
  }: {
    readonly register: ClientRegister;
    readonly tenants: readonly string[];
    readonly issuers: readonly IssuerSettings[];
  },
): Promise<boolean> {
  const isNamed = issuers.some(
    (other) =>
      other.issuer !== issuer &&
      other.firstPartyClients.includes(client) &&
      tenants.some((tenant) => other.tenants?.includes(tenant) ?? true),
  );
  if (isNamed) return true;
  for (const tenant of tenants) {
    const registered = await register.list(tenant);
    if (registered.some((other) => other.client === client && other.issuer !== issuer)) return true;
  }
  return false;
}
