import { beforeAll, describe, expect, test } from 'vitest';
import {
  claimsWith,
  fixedIssuer,
  ISSUER,
  refusalOf,
  type SigningKey,
  signingKey,
  testAuthenticator,
  testClock,
} from './test-issuer.ts';

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey('RS256', 'k1');
});

function authenticatorFor(entry: Record<string, unknown> = {}) {
  return testAuthenticator({ issuers: [fixedIssuer([key], entry)], clock: testClock().now });
}

/** What an otherwise good token with these claims gives. `undefined` takes a claim out. */
async function refusal(
  claims: Record<string, unknown> = {},
  entry: Record<string, unknown> = {},
): Promise<string> {
  const token = await key.sign(claimsWith(claims));
  const { authenticate } = authenticatorFor(entry);
  return refusalOf(authenticate({ authorization: `Bearer ${token}`, purpose: undefined }));
}

describe('tenant, roles and what limits the actor', () => {
  const noTenant = 'claim tenant is malformed';
  test.each<[string, Record<string, unknown>, string]>([
    ['no tenant', { tenant: undefined }, 'UNAUTHENTICATED: no tenant'],
    ['tenant null', { tenant: null }, 'UNAUTHENTICATED: no tenant'],
    ['empty tenant', { tenant: '' }, `UNAUTHENTICATED: ${noTenant}`],
    ['two tenants', { tenant: ['riverside', 'lakeside'] }, `UNAUTHENTICATED: ${noTenant}`],
    ['tenant with a separator', { tenant: 'riverside#x' }, `UNAUTHENTICATED: ${noTenant}`],
    ['tenant in capitals', { tenant: 'Riverside' }, `UNAUTHENTICATED: ${noTenant}`],
    [
      'a tenant not the issuer’s',
      { tenant: 'hillside' },
      'UNAUTHENTICATED: the issuer may not speak for this tenant',
    ],
    ['no role', { roles: undefined }, 'FORBIDDEN: no known role'],
    ['empty roles', { roles: [] }, 'FORBIDDEN: no known role'],
    ['an unknown role', { roles: ['WIZARD'] }, 'FORBIDDEN: no known role'],
    ['a role in small letters', { roles: ['physician'] }, 'FORBIDDEN: no known role'],
    ['roles that are no list', { roles: { PHYSICIAN: true } }, 'UNAUTHENTICATED: claim roles is malformed'],
    ['a role that is no text', { roles: ['PHYSICIAN', 7] }, 'UNAUTHENTICATED: claim roles is malformed'],
    [
      'more roles than anybody has',
      { roles: Array.from({ length: 201 }, (_, i) => `R${i}`) },
      'UNAUTHENTICATED: claim roles is malformed',
    ],
    ['a scope that is no text', { scope: 7 }, 'UNAUTHENTICATED: claim scope is malformed'],
    ['a patient that is no id', { patient: 'Patient/x y' }, 'UNAUTHENTICATED: claim patient is malformed'],
    ['two patients', { patient: ['a', 'b'] }, 'UNAUTHENTICATED: claim patient is malformed'],
    ['empty patient', { patient: '' }, 'UNAUTHENTICATED: claim patient is malformed'],
    ['a session that is no text', { sid: {} }, 'UNAUTHENTICATED: claim sid is malformed'],
    ['methods that are no texts', { amr: [1] }, 'UNAUTHENTICATED: claim amr is malformed'],
  ])('%s', async (_, claims, expected) => {
    expect(await refusal(claims)).toBe(expected);
  });

  const actorOf = async (claims: Record<string, unknown>, entry: Record<string, unknown> = {}) => {
    const authenticator = authenticatorFor(entry);
    const authorization = `Bearer ${await key.sign(claimsWith(claims))}`;
    return {
      actor: await authenticator.authenticate({ authorization, purpose: undefined }),
      ...authenticator,
    };
  };

  test('a tenant that the gateway does not serve', async () => {
    const detail = 'UNAUTHENTICATED: tenant not known';
    expect(await refusal({ tenant: 'hillside' }, { tenants: ['hillside'] })).toBe(detail);
  });

  test('a list of one is that one; duplicates collapse; roles are sorted', async () => {
    const { actor } = await actorOf({ tenant: ['lakeside'], roles: ['PHYSICIAN', 'NURSE', 'PHYSICIAN'] });
    expect(actor).toMatchObject({ tenant: 'lakeside', roles: ['NURSE', 'PHYSICIAN'] });
  });

  test('an unknown role beside a known one is dropped and logged', async () => {
    const { actor, lines } = await actorOf({ roles: ['WIZARD', 'NURSE', 'a\u0000b'] });
    expect(actor.roles).toEqual(['NURSE']);
    expect(lines).toEqual([
      { event: 'unknown_role_dropped', fields: { issuer: ISSUER, role: 'WIZARD' } },
      { event: 'unknown_role_dropped', fields: { issuer: ISSUER, role: '(no plain name)' } },
    ]);
  });

  test('groups of the provider become roles by the issuer’s map, and by it alone', async () => {
    const roleMap = { 'Ward Nurses': ['NURSE'], Everybody: [] };
    const groups = ['Ward Nurses', 'Everybody', 'PHYSICIAN', 'g-lab', 'constructor'];
    const { actor, lines } = await actorOf({ roles: groups }, { roleMap });
    expect(actor.roles).toEqual(['NURSE']);
    expect(lines).toEqual([]);
    expect(await refusal({ roles: ['PHYSICIAN'] }, { roleMap })).toBe('FORBIDDEN: no known role');
  });

  test('groups of the provider become roles by the tenant’s map', async () => {
    const { actor } = await actorOf({ roles: ['g-lab', 'BILLING'] });
    expect(actor.roles).toEqual(['BILLING', 'LAB_TECH']);
  });

  test('claims inside objects are found by their path, and only by own names', async () => {
    const entry = { claims: { roles: ['realm_access', 'roles'], tenant: 'https://x.example/tenant' } };
    const claims = { realm_access: { roles: ['NURSE'] }, 'https://x.example/tenant': 'lakeside' };
    expect((await actorOf(claims, entry)).actor).toMatchObject({ roles: ['NURSE'], tenant: 'lakeside' });
    expect(await refusal({}, { claims: { tenant: ['toString', 'name'] } })).toBe(
      'UNAUTHENTICATED: no tenant',
    );
  });

  test.each([
    ['Practitioner/p1', 'Practitioner/p1'],
    ['https://fhir.example/r4/Patient/x', 'Patient/x'],
    ['https://elsewhere.example/r4/Patient/x', null],
    ['https://fhir.example/r4x/Patient/x', null],
    ['https://fhir.example/r4/../Patient/x', null],
    ['Group/g', null],
    ['Practitioner/p1/_history/2', null],
    ['p1', null],
  ])('fhirUser %s', async (value, expected) => {
    const { actor, lines } = await actorOf({ fhirUser: value }, { fhirBases: ['https://fhir.example/r4'] });
    expect(actor.fhirUser).toBe(expected);
    expect(lines.map((line) => line.event)).toEqual(expected === null ? ['foreign_fhir_user_dropped'] : []);
  });

  test('the patient in context', async () => {
    expect((await actorOf({ patient: 'demo-ada' })).actor.patient).toBe('demo-ada');
  });
});
