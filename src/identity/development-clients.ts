import { DEVELOPMENT_CLIENTS } from './development-issuer.ts';
import type { ClientEntry } from './directory.ts';

const NAMES: ReadonlyMap<string, string> = new Map([
  ['demo-portal', 'Portal of the demo tenants'],
  ['demo-patient-app', 'Patient app of the demo tenants'],
  ['phield-cli', 'Tokens of the command line'],
]);

/** How the demo registers the clients of the development issuer that need no scopes: the house's, for every tenant. */
export const DEVELOPMENT_ENTRIES: ReadonlyMap<string, ClientEntry> = new Map(
  DEVELOPMENT_CLIENTS.map((client) => [
    client,
    Object.freeze({
      name: NAMES.get(client) ?? null,
      contact: null,
      kind: 'user' as const,
      tenant: null,
      firstParty: true,
      agreement: null,
      suspended: false,
      roles: null,
      purposes: null,
      allowedScopes: null,
      defaultPurpose: null,
      scopes: 'optional' as const,
      binding: 'bearer' as const,
      freeForm: true,
      perMinute: null,
      costPerMinute: null,
    }),
  ]),
);
