import { beforeAll, describe, expect, test } from 'vitest';
import type { ClientEntry } from '../../src/identity/directory.ts';
import { createInMemoryDirectory } from '../../src/identity/in-memory-directory.ts';
import { clientEntry } from '../support/client-registration.ts';
import {
  claimsWith,
  codeOf,
  fixedIssuer,
  ISSUER,
  ROLES,
  refusalOf,
  type SigningKey,
  signingKey,
  testAuthenticator,
  testClock,
} from './test-issuer.ts';

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey('EdDSA', 'k1');
});

interface World {
  readonly entry?: Record<string, unknown>;
  readonly client?: Partial<ClientEntry>;
}

async function sign(claims: Record<string, unknown>, { entry = {}, client }: World, purpose?: string) {
  const stored = { issuer: ISSUER, client: 'portal' };
  const { lines, authenticate } = testAuthenticator({
    ...createInMemoryDirectory({
      users: [],
      clients: client === undefined ? [] : [{ ...clientEntry(client), ...stored }],
    }),
    issuers: [fixedIssuer([key], entry)],
    clock: testClock().now,
    tenantRoles: () => ({ ...ROLES, known: new Set([...ROLES.known, 'SYSTEM']) }),
  });
  const authorization = `Bearer ${await key.sign(claimsWith(claims))}`;
  return { lines, actor: await authenticate({ authorization, purpose }) };
}

const scopesOf = async (claims: Record<string, unknown>, world: World = {}) =>
  (await sign(claims, world)).actor.scopes;

describe('a token without a scope claim', () => {
  const firstParty = { firstPartyClients: ['portal'] };
  test.each<[string, World, readonly string[] | null]>([
    ['reaches nothing', {}, []],
    ['of another client that is first-party', { entry: { firstPartyClients: ['other', 'Portal'] } }, []],
    ['of a client that is first-party by the issuer’s entry', { entry: firstParty }, null],
    ['of a client that is first-party by its registration', { client: { scopes: 'optional' } }, null],
    ['of a client that is registered as needing them', { client: { scopes: 'required' } }, []],
  ])('%s', async (_, world, expected) => {
    expect(await scopesOf({}, world)).toEqual(expected);
    expect(await scopesOf({ scope: null }, world)).toEqual(expected);
  });

  test('one with a scope claim is bound by it, first-party or not', async () => {
    for (const entry of [{}, firstParty]) {
      expect(await scopesOf({ scope: '' }, { entry })).toEqual([]);
      expect(await scopesOf({ scope: [] }, { entry })).toEqual([]);
      expect(await scopesOf({ scope: 'openid profile' }, { entry })).toEqual([]);
      expect(await scopesOf({ scope: 'user/Patient.rs openid' }, { entry })).toEqual(['user/Patient.rs']);
    }
  });
});

describe('the scopes of a token', () => {
  test('are sorted, each once and in one way of writing; words that are none go silently', async () => {
    const scope = 'openid launch launch/patient offline_access user/*.read patient/A.r user/*.rs patient/A.r';
    const { actor, lines } = await sign({ scope: [scope, 'fhirUser system/B.s'] }, {});
    expect(actor.scopes).toEqual(['patient/A.r', 'system/B.s', 'user/*.rs']);
    expect(Object.isFrozen(actor.scopes)).toBe(true);
    expect(lines).toEqual([]);
  });

  test('are dropped with a line that repeats no parameter and no sentence', async () => {
    const scope = 'user/Patient.sr user/Patient.rs?name=Secretname clinic/Jos\u00e9 user/Patient.r phield/x';
    const { actor, lines } = await sign({ scope }, {});
    expect(actor.scopes).toEqual(['user/Patient.r']);
    expect(lines).toEqual([
      {
        event: 'scopes_dropped',
        fields: {
          issuer: ISSUER,
          count: 4,
          scope: 'user/Patient.sr user/Patient.rs?… (no plain name) phield/x',
        },
      },
    ]);
  });

  test('are dropped by the thousand with one short line', async () => {
    const scope = Array.from({ length: 1_000 }, (_, i) => `x/${i}`).join(' ');
    const { lines } = await sign({ scope }, {});
    expect(lines).toHaveLength(1);
    expect(lines[0]?.fields).toMatchObject({ count: 1_000, scope: 'x/0 x/1 x/2 x/3 x/4' });
  });
});

describe('a system', () => {
  const system = { roles: ['SYSTEM'], fhirUser: undefined, purposes: undefined, scope: 'system/*.rs' };
  const fixed = { entry: { clientPurposes: { portal: 'HPAYMT' }, firstPartyClients: ['portal'] } };

  test('has its client’s purpose and needs scopes, also as a first-party client', async () => {
    expect((await sign(system, fixed)).actor).toMatchObject({
      roles: ['SYSTEM'],
      purpose: 'HPAYMT',
      purposes: ['HPAYMT'],
      scopes: ['system/*.rs'],
    });
    expect(await scopesOf({ ...system, scope: undefined }, fixed)).toEqual([]);
    const registered: World = { client: { kind: 'machine', defaultPurpose: 'TREAT', scopes: 'optional' } };
    expect((await sign({ ...system, scope: undefined }, registered)).actor).toMatchObject({
      purpose: 'TREAT',
      scopes: [],
    });
  });

  test('may name its purpose, and cannot name or choose another', async () => {
    const under = async (purposes: unknown, world: World = fixed, header?: string) => {
      const refused = await refusalOf(sign({ ...system, purposes }, world, header));
      return refused === 'none'
        ? (await sign({ ...system, purposes }, world, header)).actor.purposes
        : refused;
    };
    expect(await under(['HPAYMT'])).toEqual(['HPAYMT']);
    expect(await under(['TREAT', 'HPAYMT'])).toEqual(['HPAYMT']);
    expect(await under(undefined, fixed, 'HPAYMT')).toEqual(['HPAYMT']);
    expect(await under(['TREAT'])).toBe('FORBIDDEN: no known purpose');
    expect(await under([])).toBe('FORBIDDEN: no known purpose');
    expect(await under(['TREAT'], {})).toBe('FORBIDDEN: no known purpose');
    expect(await under(undefined, {})).toBe('FORBIDDEN: no known purpose');
    expect(await under(['TREAT', 'HPAYMT'], fixed, 'TREAT')).toMatch(/^FORBIDDEN: the header/);
  });

  test('is nobody else', async () => {
    const roles = ['SYSTEM', 'PHYSICIAN'];
    expect(await refusalOf(sign({ ...system, roles }, fixed))).toMatch(/^FORBIDDEN: contradictory roles/);
  });
});

test('what a client’s registration demands of its tokens is known of who bears one', async () => {
  const { authenticate, forget } = testAuthenticator({
    ...createInMemoryDirectory({
      users: [],
      clients: [
        { ...clientEntry({ scopes: 'optional', binding: 'dpop' }), issuer: ISSUER, client: 'portal' },
      ],
    }),
    issuers: [fixedIssuer([key])],
    clock: testClock().now,
  });
  const authorization = `Bearer ${await key.sign(claimsWith({}))}`;
  expect(await codeOf(authenticate({ authorization, purpose: undefined }))).toBe('UNAUTHENTICATED');
  const seen: string[] = [];
  forget(({ binding }) => seen.push(binding) < 0);
  expect(seen).toEqual(['dpop']);
});
