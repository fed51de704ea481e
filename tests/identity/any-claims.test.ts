import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  claimsWith,
  codeOf,
  fixedIssuer,
  goodClaims,
  KNOWN_PURPOSES,
  ROLES,
  type SigningKey,
  signingKey,
  testAuthenticator,
  testClock,
} from './test-issuer.ts';

const DECIDED = ['none', 'UNAUTHENTICATED', 'FORBIDDEN'];

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey('EdDSA', 'k1');
});

const names = [
  ...Object.keys(goodClaims()),
  'scope',
  'patient',
  'sid',
  'amr',
  'acr',
  'auth_time',
  'nonce',
  'cnf',
  'token_use',
  'typ',
  'nbf',
];
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('riverside', 'PHYSICIAN', 'TREAT', 'Patient/x', ['TREAT', 'TREAT'], [['TREAT']], {
    code: 'TREAT',
  }),
);
const changes = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 });

function authenticator(entry: Record<string, unknown>) {
  return testAuthenticator({ issuers: [fixedIssuer([key], entry)], clock: testClock().now });
}

test('whatever a signed token claims, it gives a whole actor or a decided refusal', async () => {
  const [strict, loose] = [
    authenticator({}),
    authenticator({ accessTokenType: 'optional', tokenId: 'optional' }),
  ];
  await fc.assert(
    fc.asyncProperty(
      changes,
      fc.boolean(),
      fc.option(fc.string(), { nil: undefined }),
      async (claims, weak, purpose) => {
        const { authenticate } = weak ? loose : strict;
        const authorization = `Bearer ${await key.sign(claimsWith(claims), weak ? { typ: 'JWT' } : {})}`;
        const code = await codeOf(authenticate({ authorization, purpose }));
        expect(DECIDED).toContain(code);
        if (code !== 'none') return;
        const actor = await authenticate({ authorization, purpose });
        expect(['riverside', 'lakeside']).toContain(actor.tenant);
        expect(actor.roles.length).toBeGreaterThan(0);
        for (const role of actor.roles) expect(ROLES.known).toContain(role);
        for (const code of actor.purposes) expect(KNOWN_PURPOSES).toContain(code);
        expect(actor.purposes).toContain(purpose ?? actor.purpose);
        if (purpose === undefined) expect(['BTG', 'ETREAT']).not.toContain(actor.purpose);
        // What limits an actor is never lost on the way.
        expect(actor.patient === null).toBe((claims.patient ?? null) === null);
        expect(actor.scopes).not.toBeNull();
      },
    ),
    { numRuns: 400 },
  );
});

test('whatever the header says, the answer is a decided refusal', async () => {
  const { authenticate } = authenticator({});
  const parts = fc.array(fc.base64String({ maxLength: 40 }), { minLength: 1, maxLength: 5 });
  const header = fc.oneof(
    fc.string(),
    parts.map((all) => `Bearer ${all.join('.').replace(/[+/=]/g, '_')}`),
  );
  await fc.assert(
    fc.asyncProperty(header, async (authorization) => {
      expect(await codeOf(authenticate({ authorization, purpose: undefined }))).toBe('UNAUTHENTICATED');
    }),
    { numRuns: 400 },
  );
});
