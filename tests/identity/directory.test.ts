import { beforeAll, describe, expect, test } from 'vitest';
import type { DirectoryEntry } from '../../src/identity/directory.ts';
import { createInMemoryDirectory } from '../../src/identity/in-memory-directory.ts';
import { clientEntry } from '../support/client-registration.ts';
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

const NURSE: DirectoryEntry = {
  tenant: 'lakeside',
  roles: ['NURSE'],
  fhirUser: 'Practitioner/n1',
  purposes: ['COC'],
};

interface Stored {
  readonly entry?: Partial<DirectoryEntry> | null;
  readonly issuer?: string;
  readonly subject?: string;
  readonly clientPurpose?: string;
}

function authenticatorFor(stored: Stored, entry: Record<string, unknown> = {}) {
  const users =
    stored.entry === null
      ? []
      : [{ ...NURSE, ...stored.entry, issuer: stored.issuer ?? ISSUER, subject: stored.subject ?? 'user-1' }];
  const clients = stored.clientPurpose
    ? [{ ...clientEntry({ defaultPurpose: stored.clientPurpose }), issuer: ISSUER, client: 'portal' }]
    : [];
  return testAuthenticator({
    ...createInMemoryDirectory({ users, clients }),
    issuers: [fixedIssuer([key], { claimsWin: [], ...entry })],
    clock: testClock().now,
  });
}

async function actorOf(
  stored: Stored,
  claims: Record<string, unknown> = {},
  entry: Record<string, unknown> = {},
) {
  const { authenticate } = authenticatorFor(stored, entry);
  return authenticate({ authorization: `Bearer ${await key.sign(claimsWith(claims))}`, purpose: undefined });
}

test('where the issuer’s claims do not win, the directory alone decides', async () => {
  expect(await actorOf({})).toMatchObject({
    tenant: 'lakeside',
    roles: ['NURSE'],
    fhirUser: 'Practitioner/n1',
    purposes: ['COC'],
    purpose: 'COC',
  });
});

test('each claim wins for itself', async () => {
  expect(await actorOf({}, {}, { claimsWin: ['roles'] })).toMatchObject({
    tenant: 'lakeside',
    roles: ['PHYSICIAN'],
  });
  expect(await actorOf({}, {}, { claimsWin: ['tenant'] })).toMatchObject({
    tenant: 'riverside',
    roles: ['NURSE'],
  });
  expect(await actorOf({}, {}, { claimsWin: ['fhirUser'] })).toMatchObject({ fhirUser: 'Practitioner/p1' });
  expect(await actorOf({}, {}, { claimsWin: ['purposes'] })).toMatchObject({ purpose: 'TREAT' });
});

test('a claim that wins is not filled up from the directory when it is missing', async () => {
  const entry = { claimsWin: ['roles', 'fhirUser'] };
  expect((await actorOf({}, { fhirUser: undefined }, entry)).fhirUser).toBeNull();
  expect(await refusalOf(actorOf({}, { roles: undefined }, entry))).toBe('FORBIDDEN: no known role');
});

describe('what the directory leaves out', () => {
  test.each<[string, Stored, string]>([
    ['nobody', { entry: null }, 'UNAUTHENTICATED: no tenant'],
    ['the same subject of another issuer', { issuer: 'https://other.example' }, 'UNAUTHENTICATED: no tenant'],
    ['another subject', { subject: 'user-12' }, 'UNAUTHENTICATED: no tenant'],
    [
      'a tenant not the issuer’s',
      { entry: { tenant: 'hillside' } },
      'UNAUTHENTICATED: the issuer may not speak for this tenant',
    ],
    ['no role', { entry: { roles: [] } }, 'FORBIDDEN: no known role'],
    ['an unknown role', { entry: { roles: ['WIZARD'] } }, 'FORBIDDEN: no known role'],
    ['a group that only tokens may name', { entry: { roles: ['g-lab'] } }, 'FORBIDDEN: no known role'],
    [
      'an empty list of purposes',
      { entry: { purposes: [] }, clientPurpose: 'TREAT' },
      'FORBIDDEN: no known purpose',
    ],
    ['no purposes and no default', { entry: { purposes: null } }, 'FORBIDDEN: no known purpose'],
    [
      'a default that may not be one',
      { entry: { purposes: null }, clientPurpose: 'BTG' },
      'FORBIDDEN: no known purpose',
    ],
  ])('%s', async (_, stored, expected) => {
    expect(await refusalOf(actorOf(stored))).toBe(expected);
  });

  test('purposes come from the client’s stored default, the issuer’s entry first', async () => {
    const stored = { entry: { purposes: null }, clientPurpose: 'HPAYMT' };
    expect((await actorOf(stored)).purposes).toEqual(['HPAYMT']);
    expect((await actorOf(stored, {}, { clientPurposes: { portal: 'TREAT' } })).purposes).toEqual(['TREAT']);
  });

  test('a reference that is none is none', async () => {
    expect((await actorOf({ entry: { fhirUser: 'n1' } })).fhirUser).toBeNull();
  });
});

test('a directory that fails is unavailable, not empty', async () => {
  const failing = { find: () => Promise.reject(new Error('down')) };
  const clock = testClock().now;
  const authorization = `Bearer ${await key.sign(claimsWith({}))}`;
  const issuers = [fixedIssuer([key], { claimsWin: [] })];
  const noDirectory = testAuthenticator({ issuers, clock, directory: failing });
  expect(await refusalOf(noDirectory.authenticate({ authorization, purpose: undefined }))).toBe(
    'UPSTREAM_UNAVAILABLE: directory does not answer',
  );
  const stored = createInMemoryDirectory({
    users: [{ ...NURSE, purposes: null, issuer: ISSUER, subject: 'user-1' }],
    clients: [],
  });
  const noClients = testAuthenticator({ issuers, clock, directory: stored.directory, clients: failing });
  expect(await refusalOf(noClients.authenticate({ authorization, purpose: undefined }))).toBe(
    'UPSTREAM_UNAVAILABLE: client register does not answer',
  );
});

test('a directory is not asked about a user when every claim wins', async () => {
  const failing = { find: () => Promise.reject(new Error('down')) };
  const { authenticate } = testAuthenticator({
    issuers: [fixedIssuer([key])],
    clock: testClock().now,
    directory: failing,
  });
  const authorization = `Bearer ${await key.sign(claimsWith({}))}`;
  expect(await refusalOf(authenticate({ authorization, purpose: undefined }))).toBe('none');
});
