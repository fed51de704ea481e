import { beforeAll, describe, expect, test } from 'vitest';
import { createFixedKeys } from '../../src/identity/fixed-keys.ts';
import { createInMemoryDirectory } from '../../src/identity/in-memory-directory.ts';
import { readIssuerSettings } from '../../src/identity/issuer-settings.ts';
import {
  refusalOf,
  type SigningKey,
  START,
  signingKey,
  testAuthenticator,
  testClock,
} from './test-issuer.ts';

const NOW = START / 1000;
const POOL = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example';
const EHR = 'https://ehr.example/oauth2';
const FHIR = 'https://ehr.example/fhir';

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey('RS256', 'pool-key');
});

function authenticatorFor(entry: Record<string, unknown>) {
  const [settings] = readIssuerSettings({ issuers: [{ jwksUri: 'https://keys.example/jwks', ...entry }] });
  if (settings === undefined) throw new Error('no entry');
  const user = { tenant: 'riverside', roles: ['NURSE'], fhirUser: 'Practitioner/n1', purposes: null };
  return testAuthenticator({
    issuers: [{ settings, keys: createFixedKeys({ keys: [key.publicJwk] }) }],
    clock: testClock().now,
    ...createInMemoryDirectory({ users: [{ ...user, issuer: POOL, subject: 'aaaa-bbbb' }], clients: [] }),
  });
}

const present = async (
  entry: Record<string, unknown>,
  claims: Record<string, unknown>,
  header: Record<string, unknown>,
) => {
  const authorization = `Bearer ${await key.sign(claims, header)}`;
  return authenticatorFor(entry).authenticate({ authorization, purpose: undefined });
};

describe('Amazon Cognito', () => {
  const entry = {
    preset: 'cognito',
    issuer: POOL,
    clients: ['1example23456789'],
    tenants: ['riverside'],
    clientPurposes: { '1example23456789': 'TREAT' },
  };
  /** Its access tokens have no `typ`, no `aud` and no custom attributes. */
  const header = { typ: undefined };
  const access = {
    sub: 'aaaa-bbbb',
    'cognito:groups': ['ward-nurses'],
    iss: POOL,
    version: 2,
    client_id: '1example23456789',
    origin_jti: 'cccc-dddd',
    token_use: 'access',
    scope: 'phield/user.read openid',
    auth_time: NOW - 30,
    exp: NOW + 3_570,
    iat: NOW - 30,
    jti: 'eeee-ffff',
    username: 'aaaa-bbbb',
  };

  test('an access token, its user in the directory, its purpose by client', async () => {
    expect(await present(entry, access, header)).toMatchObject({
      id: 'aaaa-bbbb',
      tenant: 'riverside',
      roles: ['NURSE'],
      client: '1example23456789',
      purpose: 'TREAT',
      fhirUser: 'Practitioner/n1',
      scopes: [],
      multiFactor: false,
      authTime: NOW - 30,
      session: 'cccc-dddd',
      tokenId: 'eeee-ffff',
    });
  });

  test('resource servers named after the contexts make SMART scopes; its tokens never say how one signed in', async () => {
    const claims = { ...access, scope: 'user/Patient.rs aws.cognito.signin.user.admin' };
    const enforced = { ...entry, assurance: { mfaEnforced: true } };
    expect(await present(enforced, claims, header)).toMatchObject({
      scopes: ['user/Patient.rs'],
      assurance: [],
      multiFactor: true,
    });
  });

  test('groups become roles, and claims of a pre-token-generation trigger win, where the entry says so', async () => {
    const trusting = {
      ...entry,
      claimsWin: ['tenant', 'roles', 'purposes', 'fhirUser'],
      roleMap: { 'ward-nurses': ['NURSE'], doctors: ['PHYSICIAN'] },
    };
    const custom = {
      'custom:tenant_id': 'riverside',
      'custom:fhir_user': 'Practitioner/n2',
      'custom:purposes': 'COC,TREAT',
    };
    expect(await present(trusting, { ...access, ...custom }, header)).toMatchObject({
      tenant: 'riverside',
      roles: ['NURSE'],
      fhirUser: 'Practitioner/n2',
      purpose: 'COC',
      purposes: ['COC', 'TREAT'],
    });
    expect(await refusalOf(present(trusting, access, header))).toBe('UNAUTHENTICATED: no tenant');
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      'an ID token',
      { token_use: 'id', aud: '1example23456789', 'custom:tenant_id': 'riverside' },
      'token_use',
    ],
    ['no token_use', { token_use: null }, 'token_use'],
    ['a client of somebody else', { client_id: '2other' }, 'client'],
    ['longer than the entry allows', { exp: NOW + 7_200 }, 'lifetime'],
  ])('refused: %s', async (_, claims, check) => {
    const got = await refusalOf(present(entry, { ...access, ...claims }, header));
    expect(got).toBe(`UNAUTHENTICATED: token does not verify: ${check}`);
  });

  test('another pool is another issuer', async () => {
    const other = { ...access, iss: `${POOL}2` };
    expect(await refusalOf(present(entry, other, header))).toBe('UNAUTHENTICATED: issuer not trusted');
  });
});

describe('SMART', () => {
  const entry = {
    preset: 'smart',
    issuer: EHR,
    audience: [FHIR],
    tenants: ['riverside'],
    claimsWin: ['tenant', 'roles', 'fhirUser', 'purposes'],
    clientPurposes: { 'growth-chart': 'PATRQT' },
    fhirBases: [FHIR],
  };
  const header = { typ: 'JWT' };
  const access = {
    iss: EHR,
    sub: 'patient-77',
    aud: FHIR,
    exp: NOW + 300,
    iat: NOW,
    client_id: 'growth-chart',
    scope: 'launch/patient patient/Observation.rs openid fhirUser',
    patient: 'demo-ada',
    fhirUser: `${FHIR}/Patient/demo-ada`,
    tenant: 'riverside',
    roles: ['PATIENT'],
  };

  test('an access token with launch context', async () => {
    expect(await present(entry, access, header)).toMatchObject({
      roles: ['PATIENT'],
      patient: 'demo-ada',
      fhirUser: 'Patient/demo-ada',
      purpose: 'PATRQT',
      scopes: ['patient/Observation.rs'],
      tokenId: null,
      session: null,
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['its ID token, made out to us', { nonce: 'n' }, 'UNAUTHENTICATED: token does not verify: id token'],
    ['no scope', { scope: null }, 'UNAUTHENTICATED: token does not verify: id token'],
    ['a patient that cannot be read', { patient: 'a/b' }, 'UNAUTHENTICATED: claim patient is malformed'],
    [
      'another FHIR server',
      { aud: 'https://other.example/fhir' },
      'UNAUTHENTICATED: token does not verify: ERR_JWT_CLAIM_VALIDATION_FAILED aud',
    ],
  ])('refused: %s', async (_, claims, expected) => {
    expect(await refusalOf(present(entry, { ...access, ...claims }, header))).toBe(expected);
  });
});
