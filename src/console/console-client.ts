import type { ClientEntry, Clients } from '../identity/directory.ts';

/** Whose tokens the console uses. */
export interface ConsoleClient {
  readonly issuer: string;
  readonly client: string;
}

/** The house's own page, in every tenant that its issuer may speak for, for operations of the house (HL7 HOPERAT). */
const ENTRY: ClientEntry = Object.freeze({
  name: 'Auditors’ console',
  contact: null,
  kind: 'user',
  tenant: null,
  firstParty: true,
  agreement: null,
  suspended: false,
  roles: null,
  purposes: Object.freeze(['HOPERAT']),
  allowedScopes: null,
  defaultPurpose: 'HOPERAT',
  scopes: 'optional',
  binding: 'bearer',
  freeForm: false,
  perMinute: null,
  costPerMinute: null,
});

/**
 * A register in which the console's client stands without anybody having registered it. What an operator registered of
 * it counts in its place, but for one thing: a console's token MUST NOT run a text that did not come with the gateway.
 */
export function withConsoleClient(
  clients: Clients,
  { issuer: ofConsole, client: console }: ConsoleClient,
): Clients {
  return Object.freeze({
    find: async (issuer: string, client: string) => {
      const entry = await clients.find(issuer, client);
      if (issuer !== ofConsole || client !== console) return entry;
      return entry === null ? ENTRY : Object.freeze({ ...entry, freeForm: false });
    },
  });
}
