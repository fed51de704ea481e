import { beforeAll, describe, expect, test } from 'vitest';
import { clientEntry } from '../support/client-registration.ts';
import { day, openWorldOf, SCOPE, TODAY, thirdParty, type World } from './client-world.ts';
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

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey('EdDSA', 'k1');
});

const openWorld = (world: World = {}) => openWorldOf(key, world);
const actorOf = (world: World, purpose?: string) => openWorld(world).ask(purpose);
const refusal = (world: World, purpose?: string) => refusalOf(actorOf(world, purpose));

describe('a third-party client', () => {
  test('with an agreement in force is let in, and what is registered of it is known', async () => {
    const client = thirdParty({ perMinute: 60, costPerMinute: 5_000 });
    const { registration } = await actorOf({ client });
    expect(registration).toEqual({ firstParty: false, freeForm: false, perMinute: 60, costPerMinute: 5_000 });
    expect(Object.isFrozen(registration)).toBe(true);
  });

  test.each(['embedded', 'production'] as const)('without an agreement is refused (%s)', async (profile) => {
    const client = thirdParty({ agreement: null });
    expect(await refusal({ client, profile })).toBe('FORBIDDEN: no agreement in force with the client');
  });

  test.each([
    ['this day', TODAY, 'none'],
    ['this month', TODAY.slice(0, 7), 'none'],
    ['this year', TODAY.slice(0, 4), 'none'],
    ['the day before', day(START - 86_400_000), 'FORBIDDEN'],
    ['the year before', String(Number(TODAY.slice(0, 4)) - 1), 'FORBIDDEN'],
    ['a day that no calendar has', `${Number(TODAY.slice(0, 4)) + 1}-02-30`, 'FORBIDDEN'],
    ['a month that no calendar has', `${Number(TODAY.slice(0, 4)) + 1}-13`, 'FORBIDDEN'],
    ['a moment, which is no date', `${day(START + 9e9)}T00:00:00Z`, 'FORBIDDEN'],
    ['no date at all', 'never', 'FORBIDDEN'],
  ])('whose agreement ends with %s', async (_, expires, expected) => {
    const client = thirdParty({ agreement: { reference: 'A-17', expires } });
    expect(await codeOf(actorOf({ client }))).toBe(expected);
  });

  test('is refused from the first moment after its agreement, whatever is remembered', async () => {
    const left = (Date.parse(TODAY) + 86_400_000 - START) / 1000;
    const { ask, clock } = openWorld({
      claims: { iat: START / 1000 + left - 30, exp: START / 1000 + left + 600 },
    });
    clock.advance(left - 1);
    expect(await codeOf(ask())).toBe('none');
    clock.advance(1);
    expect(await refusalOf(ask())).toBe('FORBIDDEN: no agreement in force with the client');
  });

  test('without a tenant is refused: it never speaks for all of them', async () => {
    expect(await refusal({ client: thirdParty({ tenant: null }) })).toBe(
      'FORBIDDEN: the client has no tenant',
    );
  });

  test('always needs scopes, whatever is registered and whatever the issuer’s entry says', async () => {
    for (const entry of [{}, { firstPartyClients: ['portal'] }]) {
      const client = thirdParty({ scopes: 'optional' });
      expect((await actorOf({ client, entry, claims: { scope: undefined } })).scopes).toEqual([]);
    }
  });

  test('stays one where the issuer’s entry names it among the house’s', async () => {
    const entry = { firstPartyClients: ['portal'] };
    expect(await refusal({ client: thirdParty({ agreement: null }), entry })).toMatch(
      /no agreement in force/,
    );
    expect((await actorOf({ client: thirdParty(), entry })).registration.firstParty).toBe(false);
  });
});

describe('a client', () => {
  test.each([true, false])('that is suspended is refused (of the house: %s)', async (firstParty) => {
    const client = { ...thirdParty({ suspended: true }), firstParty };
    for (const profile of ['embedded', 'production'] as const) {
      expect(await refusal({ client, profile })).toBe('FORBIDDEN: client suspended');
    }
  });

  test('of another tenant is refused, the house’s own too', async () => {
    for (const client of [thirdParty({ tenant: 'lakeside' }), clientEntry({ tenant: 'lakeside' })]) {
      expect(await refusal({ client })).toBe('FORBIDDEN: the client works for another tenant');
    }
    expect((await actorOf({ client: clientEntry({ tenant: null }) })).tenant).toBe('riverside');
  });

  test('narrows roles, and adds none', async () => {
    const claims = { roles: ['PHYSICIAN', 'NURSE'] };
    const of = (roles: readonly string[] | null) => actorOf({ client: thirdParty({ roles }), claims });
    expect((await of(null)).roles).toEqual(['NURSE', 'PHYSICIAN']);
    expect((await of(['PHYSICIAN', 'BILLING'])).roles).toEqual(['PHYSICIAN']);
    for (const roles of [[], ['BILLING']]) {
      expect(await refusalOf(of(roles))).toBe('FORBIDDEN: no role that the client may have');
    }
  });

  test('narrows purposes, and adds none', async () => {
    const of = (purposes: readonly string[] | null, header?: string) =>
      actorOf({ client: thirdParty({ purposes }) }, header);
    expect((await of(null)).purposes).toEqual(['TREAT', 'BTG', 'COC']);
    expect(await of(['COC', 'TREAT', 'HPAYMT'])).toMatchObject({
      purposes: ['TREAT', 'COC'],
      purpose: 'TREAT',
    });
    expect(await of(['COC', 'BTG'])).toMatchObject({ purposes: ['BTG', 'COC'], purpose: 'COC' });
    expect(await codeOf(of(['COC'], 'TREAT'))).toBe('FORBIDDEN');
    expect(await refusalOf(of(['BTG']))).toBe('FORBIDDEN: no purpose to run under');
    for (const purposes of [[], ['HPAYMT']]) {
      expect(await refusalOf(of(purposes))).toBe('FORBIDDEN: no purpose that the client may have');
    }
  });

  test('has its default purpose within its purposes alone', async () => {
    const of = (purposes: readonly string[]) =>
      actorOf({ client: thirdParty({ purposes, defaultPurpose: 'COC' }), claims: { purposes: undefined } });
    expect((await of(['COC'])).purpose).toBe('COC');
    expect(await codeOf(of(['TREAT']))).toBe('FORBIDDEN');
  });

  test('narrows scopes, and adds none', async () => {
    const of = (allowedScopes: readonly string[] | null, scope?: string | null) =>
      actorOf({ client: thirdParty({ allowedScopes }), claims: { scope: scope ?? SCOPE } });
    expect((await of(null)).scopes).toEqual(['user/Observation.rs', 'user/Patient.rs']);
    expect((await of(['user/*.r'])).scopes).toEqual(['user/Observation.r', 'user/Patient.r']);
    expect((await of(['user/Patient.rs', 'user/Condition.rs'])).scopes).toEqual(['user/Patient.rs']);
    expect((await of(['patient/*.rs'])).scopes).toEqual([]);
    expect((await of([])).scopes).toEqual([]);
    const house = clientEntry({ scopes: 'optional', allowedScopes: ['user/Patient.rs'] });
    const { scopes } = await actorOf({ client: house, claims: { scope: undefined } });
    expect(scopes).toEqual(['user/Patient.rs']);
    expect(Object.isFrozen(scopes)).toBe(true);
  });

  test('that is a machine is a system and nothing else; one of people is none', async () => {
    const system = { roles: ['SYSTEM'], purposes: undefined, fhirUser: undefined, scope: 'system/*.rs' };
    const machine = thirdParty({ kind: 'machine', defaultPurpose: 'TREAT' });
    expect(await actorOf({ client: machine, claims: system })).toMatchObject({
      roles: ['SYSTEM'],
      purpose: 'TREAT',
    });
    expect(await refusal({ client: machine })).toBe('FORBIDDEN: the client is of another kind');
    const people = { ...machine, kind: 'user' as const };
    expect(await refusal({ client: people, claims: system })).toBe(
      'FORBIDDEN: the client is of another kind',
    );
  });

  test.each<[string, World, boolean]>([
    ['that says so, in production', { client: thirdParty({ freeForm: true }), profile: 'production' }, true],
    ['that says no, in development', { client: thirdParty({ freeForm: false }), profile: 'embedded' }, false],
    ['that says nothing, in development', { client: thirdParty(), profile: 'embedded' }, true],
    ['that says nothing, in production', { client: thirdParty(), profile: 'production' }, false],
    [
      'of the house that says nothing, in production',
      { client: clientEntry(), profile: 'production' },
      false,
    ],
  ])('%s: free-form operations', async (_, world, expected) => {
    expect((await actorOf(world)).registration.freeForm).toBe(expected);
  });
});

test('a client is another’s under another issuer, whatever was read before', async () => {
  const other = 'https://other.example/pool';
  const asked: string[] = [];
  const { authenticate } = testAuthenticator({
    issuers: [fixedIssuer([key]), fixedIssuer([key], { issuer: other })],
    clock: testClock().now,
    profile: 'production',
    clients: {
      find: async (issuer, client) => {
        asked.push(`${issuer} ${client}`);
        return issuer === ISSUER ? thirdParty() : null;
      },
    },
  });
  const ask = async (iss: string) =>
    codeOf(
      authenticate({ authorization: `Bearer ${await key.sign(claimsWith({ iss }))}`, purpose: undefined }),
    );
  expect([await ask(ISSUER), await ask(other), await ask(ISSUER)]).toEqual(['none', 'FORBIDDEN', 'none']);
  expect(asked).toEqual([`${ISSUER} portal`, `${other} portal`]);
});

describe('a client that nobody registered', () => {
  test('is refused in production', async () => {
    expect(await refusal({ client: null })).toBe('FORBIDDEN: client not registered');
  });

  test('is of the house where its issuer’s entry says so, without free-form operations in production', async () => {
    const entry = { firstPartyClients: ['portal'] };
    expect((await actorOf({ client: null, entry })).registration).toEqual({
      firstParty: true,
      freeForm: false,
      perMinute: null,
      costPerMinute: null,
    });
    expect(await refusal({ client: null, entry: { firstPartyClients: ['portal2', 'Portal'] } })).toBe(
      'FORBIDDEN: client not registered',
    );
  });

  test('is served in the embedded profile', async () => {
    expect((await actorOf({ client: null, profile: 'embedded' })).registration).toMatchObject({
      firstParty: false,
      freeForm: true,
    });
  });
});
