import { beforeAll, describe, expect, test } from 'vitest';
import { UnauthenticatedError, UpstreamUnavailableError } from '../../src/errors.ts';
import { createFixedKeys } from '../../src/identity/fixed-keys.ts';
import { endableKey, type SessionKeys } from '../../src/identity/session-key.ts';
import {
  claimsWith,
  codeOf,
  fixedIssuer,
  ISSUER,
  refusalOf,
  type SigningKey,
  START,
  signingKey,
  testAuthenticator,
  testClock,
} from './test-issuer.ts';

const NOW = START / 1000;

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey('RS256', 'k1');
});

function authenticatorFor(entry: Record<string, unknown> = {}) {
  return testAuthenticator({ issuers: [fixedIssuer([key], entry)], clock: testClock().now });
}

test('a good token makes a frozen actor', async () => {
  const token = await key.sign(
    claimsWith({ scope: 'user/Patient.rs user/*.rs', sid: 's1', amr: ['mfa', 'a'] }),
  );
  const actor = await authenticatorFor().authenticate({
    authorization: `bearer ${token}`,
    purpose: undefined,
  });
  expect(actor).toEqual({
    issuer: ISSUER,
    id: 'user-1',
    tenant: 'riverside',
    roles: ['PHYSICIAN'],
    client: 'portal',
    registration: { firstParty: false, freeForm: true, perMinute: null, costPerMinute: null },
    purpose: 'TREAT',
    purposes: ['TREAT', 'BTG', 'COC'],
    scopes: ['user/*.rs', 'user/Patient.rs'],
    fhirUser: 'Practitioner/p1',
    patient: null,
    assurance: ['a', 'mfa'],
    multiFactor: true,
    acr: null,
    authTime: null,
    proofKey: null,
    tokenId: 'token-1',
    session: 's1',
    issuedAt: NOW,
    expiresAt: NOW + 600,
  });
  for (const value of [actor, actor.roles, actor.purposes, actor.scopes, actor.assurance]) {
    expect(Object.isFrozen(value)).toBe(true);
  }
});

describe('verified tokens are remembered', () => {
  /** An authenticator that counts how often keys were asked for. */
  function counting(
    options: Partial<Parameters<typeof testAuthenticator>[0]> = {},
    entry: Record<string, unknown> = {},
  ) {
    const clock = testClock();
    const issuer = fixedIssuer([key], entry);
    const state = { verifications: 0, version: 0 };
    const issuers = [
      {
        ...issuer,
        keys: {
          version: () => state.version,
          resolve: (...input: Parameters<typeof issuer.keys.resolve>) => {
            state.verifications += 1;
            return issuer.keys.resolve(...input);
          },
        },
      },
    ];
    const { authenticate, forget } = testAuthenticator({ issuers, clock: clock.now, ...options });
    const ask = (token: string, purpose?: string) =>
      authenticate({ authorization: `Bearer ${token}`, purpose });
    return { ask, forget, clock, state };
  }

  test('the same token is verified once and gives the same actor, one per purpose', async () => {
    const { ask, state } = counting();
    const token = await key.sign(claimsWith({}));
    const first = await ask(token);
    expect(await ask(token)).toBe(first);
    expect((await ask(token, 'COC')).purpose).toBe('COC');
    expect(await ask(token, 'TREAT')).toBe(first);
    expect(state.verifications).toBe(1);
  });

  test('the whole token is the key: one changed letter of the signature is another token', async () => {
    const { ask } = counting();
    const token = await key.sign(claimsWith({}));
    await ask(token);
    const letter = token.at(-10) === 'A' ? 'B' : 'A';
    const changed = `${token.slice(0, -10)}${letter}${token.slice(-9)}`;
    expect(await codeOf(ask(changed))).toBe('UNAUTHENTICATED');
  });

  test('a purpose that is refused stays refused for a remembered token', async () => {
    const { ask } = counting();
    const token = await key.sign(claimsWith({}));
    await ask(token);
    expect(await codeOf(ask(token, 'HPAYMT'))).toBe('FORBIDDEN');
  });

  test('it ends with exp', async () => {
    const { ask, clock } = counting({ memo: { size: 10, seconds: 3_600 } });
    const token = await key.sign(claimsWith({ exp: NOW + 100 }));
    await ask(token);
    clock.advance(99);
    expect(await codeOf(ask(token))).toBe('none');
    clock.advance(7);
    expect(await refusalOf(ask(token))).toContain('ERR_JWT_EXPIRED exp');
  });

  test('it ends with the greatest age', async () => {
    const { ask, clock } = counting({ memo: { size: 10, seconds: 7_200 } }, { maxAgeSeconds: 300 });
    const token = await key.sign(claimsWith({}));
    await ask(token);
    clock.advance(299);
    expect(await codeOf(ask(token))).toBe('none');
    clock.advance(7);
    expect(await refusalOf(ask(token))).toContain('ERR_JWT_EXPIRED iat');
  });

  test('it is verified anew after its time, and when the clock was set back', async () => {
    const { ask, clock, state } = counting();
    const token = await key.sign(claimsWith({}));
    await ask(token);
    clock.advance(59);
    await ask(token);
    expect(state.verifications).toBe(1);
    clock.advance(2);
    await ask(token);
    expect(state.verifications).toBe(2);
    clock.advance(-4);
    await ask(token);
    expect(state.verifications).toBe(3);
  });

  test('it ends with a change of the issuer’s keys', async () => {
    const { ask, state } = counting();
    const token = await key.sign(claimsWith({}));
    await ask(token);
    state.version += 1;
    await ask(token);
    expect(state.verifications).toBe(2);
    await ask(token);
    expect(state.verifications).toBe(2);
  });

  test('an authenticator with other settings or keys does not know it', async () => {
    const token = await key.sign(claimsWith({}));
    await counting().ask(token);
    const narrower = counting({ issuers: [fixedIssuer([key], { tenants: ['lakeside'] })] });
    expect(await codeOf(narrower.ask(token))).toBe('UNAUTHENTICATED');
    const rekeyed = { settings: fixedIssuer([key]).settings, keys: createFixedKeys({ keys: [] }) };
    expect(await codeOf(counting({ issuers: [rekeyed] }).ask(token))).toBe('UNAUTHENTICATED');
  });

  test('it ends with revocation, which is asked for every request', async () => {
    const revoked = new Set<string | null>();
    const revocations = {
      isRevoked: ({ token, named }: SessionKeys) => revoked.has(token) || revoked.has(named),
    };
    const { ask } = counting({ revocations });
    const token = await key.sign(claimsWith({ sid: 's1' }));
    await ask(token);
    revoked.add(endableKey('session', ISSUER, 's1'));
    expect(await refusalOf(ask(token))).toBe('UNAUTHENTICATED: token revoked');
    revoked.clear();
    expect(await codeOf(ask(token))).toBe('none');
    revoked.add(endableKey('token', ISSUER, 'token-1'));
    expect(await codeOf(ask(token))).toBe('UNAUTHENTICATED');
  });

  test('revocations that cannot be asked refuse', async () => {
    const revocations = {
      isRevoked: () => {
        throw new UpstreamUnavailableError('down');
      },
    };
    const { ask } = counting({ revocations });
    expect(await codeOf(ask(await key.sign(claimsWith({}))))).toBe('UPSTREAM_UNAVAILABLE');
  });

  test('a session that ended refuses, whether that is known at once or asked for', async () => {
    const ended = () => new UnauthenticatedError('session ended');
    for (const check of [
      () => Promise.reject(ended()),
      () => {
        throw ended();
      },
    ]) {
      const { ask } = counting({ sessions: { check } });
      const token = await key.sign(claimsWith({}));
      expect(await refusalOf(ask(token))).toBe('UNAUTHENTICATED: session ended');
      expect(await refusalOf(ask(token, 'HPAYMT'))).toBe('UNAUTHENTICATED: session ended');
    }
  });

  test('refusals are not remembered', async () => {
    const users = new Map([['user-1', null]]);
    const entry = { tenant: 'riverside', roles: ['NURSE'], fhirUser: null, purposes: ['TREAT'] };
    const state = { known: false };
    const { ask } = counting({
      issuers: [fixedIssuer([key], { claimsWin: [] })],
      directory: { find: async (_, subject) => (state.known && users.has(subject) ? entry : null) },
    });
    const token = await key.sign(claimsWith({}));
    expect(await codeOf(ask(token))).toBe('UNAUTHENTICATED');
    state.known = true;
    expect(await codeOf(ask(token))).toBe('none');
  });

  test('forgetting a user makes the next request look them up anew', async () => {
    const { ask, forget, state } = counting();
    const token = await key.sign(claimsWith({}));
    await ask(token);
    forget((identity) => identity.id === 'somebody else');
    await ask(token);
    expect(state.verifications).toBe(1);
    forget((identity) => identity.id === 'user-1');
    await ask(token);
    expect(state.verifications).toBe(2);
  });

  test('it is bounded: the token unused for longest goes first', async () => {
    const { ask, state } = counting({ memo: { size: 2, seconds: 60 } });
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((jti) => key.sign(claimsWith({ jti }))));
    if (a === undefined || b === undefined || c === undefined) throw new Error('no tokens');
    for (const token of [a, b, a, c, a]) await ask(token);
    expect(state.verifications).toBe(3);
    await ask(b);
    expect(state.verifications).toBe(4);
  });
});
