import type { Registration } from '../../src/identity/actor.ts';
import type { ClientEntry } from '../../src/identity/directory.ts';

/** Of actors whose client does not matter. */
export const REGISTRATION: Registration = Object.freeze({
  firstParty: true,
  freeForm: true,
  perMinute: null,
  costPerMinute: null,
});

/** A client of the house, of which nothing else is registered. */
export function clientEntry(changes: Partial<ClientEntry> = {}): ClientEntry {
  return Object.freeze({
    name: null,
    contact: null,
    kind: 'user',
    tenant: null,
    firstParty: true,
    agreement: null,
    suspended: false,
    roles: null,
    purposes: null,
    allowedScopes: null,
    defaultPurpose: null,
    scopes: 'required',
    binding: 'bearer',
    freeForm: null,
    perMinute: null,
    costPerMinute: null,
    ...changes,
  });
}
