import { beforeAll, describe, expect, it } from 'vitest';
import { UnauthenticatedError } from '../../src/errors.ts';
import { challengeFor } from '../../src/identity/challenge.ts';
import { createInMemoryDirectory } from '../../src/identity/in-memory-directory.ts';
import { createSessions } from '../../src/identity/sessions.ts';
import { SESSION_LIMITS } from '../../src/session-limits.ts';
import { clientEntry } from '../support/client-registration.ts';
import { memorySessions } from '../support/memory-sessions.ts';
import { type ProofKey, proofKey } from './proof-key.ts';
import {
  AUDIENCE,
  claimsWith,
  fixedIssuer,
  ISSUER,
  refusalOf,
  type SigningKey,
  START,
  signingKey,
  testAuthenticator,
  testClock,
} from './test-issuer.ts';

const INVALID_TOKEN = /^DPoP error="invalid_token", algs="ES256 [A-Za-z0-9 ]+"$/;
const INVALID_PROOF = /^DPoP error="invalid_dpop_proof", algs="ES256 [A-Za-z0-9 ]+"$/;

let key: SigningKey;
let held: ProofKey;
let bound: string;
let unbound: string;
beforeAll(async () => {
  [key, held] = await Promise.all([signingKey('ES256', 'k1'), proofKey()]);
  bound = await key.sign(claimsWith({ cnf: { jkt: held.jkt } }));
  unbound = await key.sign(claimsWith({}));
});

function authenticatorFor(binding: 'bearer' | 'dpop' = 'bearer') {
  const clock = testClock();
  const store = memorySessions();
  const { authenticate } = testAuthenticator({
    ...createInMemoryDirectory({
      users: [],
      clients: [{ ...clientEntry({ scopes: 'optional', binding }), issuer: ISSUER, client: 'portal' }],
    }),
    issuers: [fixedIssuer([key])],
    clock: clock.now,
    sessions: createSessions({ store, clock: clock.now, limits: SESSION_LIMITS }),
  });
  /** What it refuses with, and how it is answered. */
  const ask = async (authorization: string, proof?: string) => {
    const asked = authenticate({ authorization, purpose: undefined, proof, method: 'POST' });
    const challenge = await asked.then(
      () => null,
      (error: unknown) => (error instanceof UnauthenticatedError ? challengeFor(error, authorization) : null),
    );
    return { detail: await refusalOf(asked), challenge };
  };
  return { ask, store, clock };
}

const prove = (token: string) => held.prove({ token, url: `${AUDIENCE}/graphql`, now: START });

describe('a token that is bound to a key', () => {
  it('is taken as DPoP with a proof of its own, one for each request', async () => {
    const { ask } = authenticatorFor();
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await ask(`DPoP ${bound}`, await prove(bound))).detail).toBe('none');
    }
    expect((await ask(`dpop ${bound}`, await prove(bound))).detail).toBe('none');
    const proof = await prove(bound);
    expect((await ask(`DPoP ${bound}`, proof)).detail).toBe('none');
    const replayed = await ask(`DPoP ${bound}`, proof);
    expect(replayed.detail).toBe('UNAUTHENTICATED: proof was used before');
    expect(replayed.challenge).toMatch(INVALID_PROOF);
  });

  it('is no bearer token, with a proof or without, also once it is remembered', async () => {
    const { ask } = authenticatorFor();
    for (const turn of [1, 2]) {
      for (const proof of [undefined, await prove(bound)]) {
        const refused = await ask(`Bearer ${bound}`, proof);
        expect([turn, refused.detail]).toEqual([turn, 'UNAUTHENTICATED: a bound token is no bearer token']);
        expect(refused.challenge).toMatch(INVALID_TOKEN);
      }
      expect((await ask(`DPoP ${bound}`, await prove(bound))).detail).toBe('none');
    }
  });

  it('needs its proof also once it is remembered', async () => {
    const { ask } = authenticatorFor();
    expect((await ask(`DPoP ${bound}`, await prove(bound))).detail).toBe('none');
    const refused = await ask(`DPoP ${bound}`);
    expect(refused.detail).toBe('UNAUTHENTICATED: no proof');
    expect(refused.challenge).toMatch(INVALID_PROOF);
    expect((await ask(`DPoP ${bound}`, await prove(unbound))).detail).toContain('ath');
  });

  it('keeps no session awake without its proof', async () => {
    const { ask, store } = authenticatorFor();
    await ask(`DPoP ${bound}`);
    await ask(`Bearer ${bound}`);
    expect(store.asked).toHaveLength(0);
    await ask(`DPoP ${bound}`, await prove(bound));
    expect(store.asked).toHaveLength(1);
  });
});

describe('a token that is bound to nothing', () => {
  it('proves nothing as DPoP', async () => {
    const { ask } = authenticatorFor();
    const refused = await ask(`DPoP ${unbound}`, await prove(unbound));
    expect(refused.detail).toBe('UNAUTHENTICATED: token not bound');
    expect(refused.challenge).toMatch(INVALID_TOKEN);
    expect((await ask(`Bearer ${unbound}`)).detail).toBe('none');
  });

  it('is refused where the client’s registration demands a key', async () => {
    const { ask } = authenticatorFor('dpop');
    for (const scheme of ['Bearer', 'DPoP']) {
      const refused = await ask(`${scheme} ${unbound}`, await prove(unbound));
      expect(refused.detail).toBe('UNAUTHENTICATED: the client’s tokens must be bound');
      expect(refused.challenge).toMatch(INVALID_TOKEN);
    }
    expect((await ask(`DPoP ${bound}`, await prove(bound))).detail).toBe('none');
  });
});

it('the challenge of any other refusal goes by the scheme', () => {
  const refused = new UnauthenticatedError('x');
  expect(challengeFor(refused, undefined)).toBe('Bearer');
  expect(challengeFor(refused, ['Bearer a', 'DPoP b'])).toBe('Bearer');
  expect(challengeFor(refused, 'Basic abc')).toBe('Bearer');
  expect(challengeFor(refused, 'Bearer')).toBe('Bearer');
  expect(challengeFor(refused, 'bearer a.b.c')).toBe('Bearer error="invalid_token"');
  expect(challengeFor(refused, 'dpop a.b.c')).toMatch(INVALID_TOKEN);
});
