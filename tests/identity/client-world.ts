import type { ClientEntry, Clients } from '../../src/identity/directory.ts';
import { clientEntry } from '../support/client-registration.ts';
import {
  claimsWith,
  fixedIssuer,
  ISSUER,
  ROLES,
  type SigningKey,
  START,
  testAuthenticator,
  testClock,
} from './test-issuer.ts';

export const SCOPE = 'user/Patient.rs user/Observation.rs';
export const day = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10);
export const TODAY = day(START);
export const AGREED = { reference: 'A-17', expires: TODAY };

/** Somebody else's client that may do what the test's user does. */
export const thirdParty = (changes: Partial<ClientEntry> = {}) =>
  clientEntry({ firstParty: false, tenant: 'riverside', agreement: AGREED, ...changes });

export interface World {
  readonly client?: ClientEntry | null;
  readonly profile?: 'embedded' | 'production';
  readonly entry?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
}

/** A register that a test changes, and how often it was asked. */
export function openWorldOf(
  key: SigningKey,
  { client = thirdParty(), profile = 'production', entry = {}, claims = {} }: World = {},
) {
  const state = { client, asked: 0, down: false };
  const clock = testClock();
  const clients: Clients = {
    find: async (issuer, name) => {
      state.asked += 1;
      if (state.down) throw new Error('down');
      return issuer === ISSUER && name === 'portal' ? state.client : null;
    },
  };
  const { authenticate } = testAuthenticator({
    issuers: [fixedIssuer([key], entry)],
    clock: clock.now,
    clients,
    profile,
    tenantRoles: () => ({ ...ROLES, known: new Set([...ROLES.known, 'SYSTEM']) }),
  });
  const signed = key.sign(claimsWith({ scope: SCOPE, ...claims }));
  const ask = async (purpose?: string) => authenticate({ authorization: `Bearer ${await signed}`, purpose });
  return { ask, state, clock };
}
