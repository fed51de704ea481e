import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVELOPMENT_AUDIENCE } from '../../src/identity/development-issuer.ts';
import { type DevelopmentKey, developmentKey } from '../../src/identity/development-key.ts';
import { DEVELOPMENT_ISSUER } from '../../src/identity/issuer-settings.ts';
import { type SigningKey, signingKey } from '../identity/test-issuer.ts';
import type { Answered } from '../support/answered.ts';
import { copyDemo } from '../support/copy-demo.ts';
import { CANARY, expectRefusal } from '../support/expect-refusal.ts';
import { flip, symmetric, unsigned, withClaims } from '../support/forge-token.ts';
import { type KeyServer, serveKeys } from '../support/key-server.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

type Claims = Record<string, unknown>;

const ISSUER = 'https://id.example/riverside';
const AUDIENCE = 'https://phield.example';

let gateway: TestGateway;
let key: DevelopmentKey;
let foreign: SigningKey;
let keys: KeyServer;
let now: number;

beforeAll(async () => {
  const dataDir = await copyDemo();
  key = await developmentKey(dataDir);
  foreign = await signingKey('ES256', 'foreign-1');
  keys = await serveKeys({ keys: [foreign.publicJwk] });
  const issuers = [
    {
      issuer: ISSUER,
      jwksUri: keys.url,
      audience: [AUDIENCE],
      tenants: ['riverside'],
      claimsWin: ['tenant', 'roles', 'purposes', 'fhirUser'],
      firstPartyClients: ['demo-portal'],
    },
    {
      preset: 'smart',
      issuer: `${ISSUER}/unreachable`,
      jwksUri: 'http://127.0.0.1:9/keys',
      audience: [AUDIENCE],
      tenants: ['riverside'],
    },
  ];
  const file = join(dataDir, 'issuers.json');
  await writeFile(file, JSON.stringify({ issuers }));
  gateway = await runGateway({ dataDir, env: { PHIELD_ISSUERS_FILE: file } });
  now = Math.floor(Date.now() / 1000);
});
afterAll(async () => {
  await gateway.close();
  await keys.close();
  await rm(gateway.config.dataDir, { recursive: true, force: true });
});

const claims = (): Claims => ({
  iss: DEVELOPMENT_ISSUER,
  aud: DEVELOPMENT_AUDIENCE,
  sub: 'demo-physician',
  client_id: 'demo-portal',
  jti: CANARY,
  iat: now - 5,
  exp: now + 600,
  tenant: 'riverside',
  roles: ['PHYSICIAN'],
  purposes: ['TREAT'],
  fhirUser: 'Practitioner/demo-physician',
  amr: ['mfa'],
});

/** `undefined` takes a claim out. */
const changed = (changes: Claims): Claims =>
  Object.fromEntries(Object.entries({ ...claims(), ...changes }).filter(([, value]) => value !== undefined));

async function signed(changes: Claims = {}, header: Claims = {}): Promise<string> {
  const head = { alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header };
  const named = Object.fromEntries(Object.entries(head).filter(([, value]) => value !== undefined));
  return new SignJWT(changed(changes))
    .setProtectedHeader({ alg: key.alg, ...named })
    .sign(await importJWK({ ...key }, key.alg));
}

const foreignToken = (changes: Claims = {}, header: Claims = {}) =>
  foreign.sign(changed({ iss: ISSUER, aud: AUDIENCE, ...changes }), header);

const QUERY = '{ me { id tenant purpose } patient(id: "demo-ada") { birthDate } }';

async function refused(
  authorization: string | null,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const answer = await gateway.ask(null, QUERY, {
    headers: { ...(authorization !== null && { authorization }), ...headers },
  });
  expect(JSON.stringify(gateway.log).includes(CANARY)).toBe(false);
  return answer;
}

let refusals401 = 0;
let refusals403 = 0;

function expectUnauthenticated(answer: Answered, challenge: string): void {
  refusals401 += 1;
  expectRefusal(answer, 401, 'UNAUTHENTICATED');
  expect(answer.text).toBe(
    '{"errors":[{"message":"A valid access token is required.","extensions":{"code":"UNAUTHENTICATED"}}]}\n',
  );
  expect(answer.headers.get('www-authenticate')).toBe(challenge);
}

it('takes the token that all the bad ones are made from', async () => {
  const answer = await gateway.ask(await signed(), QUERY);
  expect(answer.body?.data).toMatchObject({
    me: { id: 'demo-physician' },
    patient: { birthDate: expect.any(String) },
  });
  const other = await gateway.ask(await foreignToken(), QUERY);
  expect(other.body?.data).toEqual(answer.body?.data);
});

describe('without a bearer token the challenge has no error (RFC 6750 §3)', () => {
  it.each<[string, string | null]>([
    ['nothing', null],
    ['another scheme', `Basic ${btoa(`user:${CANARY}`)}`],
    ['a scheme alone', 'Bearer'],
    ['an empty token', 'Bearer '],
    ['no scheme', CANARY],
  ])('%s', async (_name, authorization) => {
    expectUnauthenticated(await refused(authorization), 'Bearer');
  });
});

describe('a token that does not hold is invalid_token', () => {
  const MADE: readonly (readonly [string, () => Promise<string> | string])[] = [
    ['no token at all', () => CANARY],
    ['two parts', async () => (await signed()).split('.').slice(0, 2).join('.')],
    ['four parts', async () => `${await signed()}.${CANARY}`],
    ['parts that are no JSON', () => `${btoa(CANARY).replaceAll('=', '')}.e30.e30`],
    ['an altered signature', async () => flip(await signed(), 2)],
    ['altered claims', async () => withClaims(await signed(), changed({ tenant: 'lakeside' }))],
    ['an altered header', async () => flip(await signed(), 0)],
    ['signed with none', () => new UnsecuredJWT(changed({})).encode()],
    ['signed with none, in capitals', async () => unsigned({ alg: 'NoNe', typ: 'at+jwt' }, changed({}))],
    ['none and a signature', async () => `${unsigned({ alg: 'none', typ: 'at+jwt' }, changed({}))}${CANARY}`],
    ['HS256 over the public key', () => symmetric(Buffer.from(key.x, 'base64url'), key.kid, changed({}))],
    ['HS256 over the public key’s text', () => symmetric(Buffer.from(key.x), key.kid, changed({}))],
    ['another key', async () => (await signingKey('EdDSA', key.kid)).sign(changed({}))],
    [
      'a key in its own header',
      async () => {
        const own = await signingKey('EdDSA', CANARY);
        return own.sign(changed({}), { jwk: own.publicJwk });
      },
    ],
    ['a key address in its own header', () => signed({}, { kid: CANARY, jku: keys.url })],
    [
      'an algorithm the issuer does not use',
      async () => (await signingKey('ES256', key.kid)).sign(changed({})),
    ],
    ['another issuer’s key', () => foreign.sign(changed({}))],
    ['an issuer nobody trusts', () => signed({ iss: `https://${CANARY}.example` })],
    ['no issuer', () => signed({ iss: undefined })],
    ['an audience that is not ours', () => signed({ aud: CANARY })],
    ['no audience', () => signed({ aud: undefined })],
    ['expired', () => signed({ exp: now - 60, iat: now - 600 })],
    ['no expiry', () => signed({ exp: undefined })],
    ['not yet in force', () => signed({ nbf: now + 120 })],
    ['issued in the future', () => signed({ iat: now + 300, exp: now + 900 })],
    ['no time of issue', () => signed({ iat: undefined })],
    ['a longer life than its issuer may give', () => signed({ exp: now + 90_000 })],
    ['older than its issuer’s tokens may be', () => signed({ iat: now - 90_000 })],
    ['an expiry that is no number', () => signed({ exp: CANARY })],
    ['no id', () => signed({ jti: undefined })],
    ['no subject', () => signed({ sub: undefined })],
    ['a subject that is no text', () => signed({ sub: { x: CANARY } })],
    ['no client', () => signed({ client_id: undefined })],
    ['the type JWT', () => signed({}, { typ: 'JWT' })],
    ['no type', () => signed({}, { typ: undefined })],
    ['another type', () => signed({}, { typ: 'logout+jwt' })],
    ['an ID token', () => signed({ nonce: CANARY, at_hash: 'x', aud: DEVELOPMENT_AUDIENCE }, { typ: 'JWT' })],
    ['an ID token of Cognito', () => signed({ token_use: 'id' })],
    ['an ID token of Keycloak', () => signed({ typ: 'ID' })],
    ['a refresh token of Keycloak', () => signed({ typ: 'Refresh' })],
    ['a token bound to a key', () => signed({ cnf: { jkt: CANARY } })],
    ['no tenant', () => signed({ tenant: undefined })],
    ['a tenant nobody has', () => signed({ tenant: 'hillside' })],
    ['a tenant that is no name', () => signed({ tenant: `../${CANARY}` })],
    ['two tenants', () => signed({ tenant: ['riverside', 'lakeside'] })],
    ['__proto__ for a tenant', () => signed({ tenant: '__proto__' })],
    ['a tenant its issuer may not speak for', () => foreignToken({ tenant: 'lakeside' })],
    ['an issuer’s token for another audience', () => foreignToken({ aud: DEVELOPMENT_AUDIENCE })],
    ['a patient that cannot be read', () => signed({ patient: { x: CANARY } })],
    ['two patients', () => signed({ patient: ['demo-ada', 'demo-cleo'] })],
    ['scopes that cannot be read', () => signed({ scope: 5 })],
    ['a time of sign-in that cannot be read', () => signed({ auth_time: CANARY })],
    ['a sign-in after the token was issued', () => signed({ auth_time: now + 600 })],
    ['a class of sign-in that cannot be read', () => signed({ acr: { x: CANARY } })],
  ];

  it.each(MADE)('%s', async (_name, make) => {
    expectUnauthenticated(await refused(`Bearer ${await make()}`), 'Bearer error="invalid_token"');
  });
});

describe('somebody without a known role or purpose is refused', () => {
  it.each<[string, Claims]>([
    ['an unknown role', { roles: ['JANITOR'] }],
    ['a role of another tenant', { roles: ['SOCIAL_WORKER'] }],
    ['a role in other letters', { roles: ['physician'] }],
    ['no role', { roles: undefined }],
    ['an empty list of roles', { roles: [] }],
    ['__proto__ for a role', { roles: ['__proto__', 'constructor'] }],
    ['an unknown purpose', { purposes: [CANARY] }],
    ['no purpose', { purposes: undefined }],
    ['an empty list of purposes', { purposes: [] }],
    ['a purpose that is never a default', { purposes: ['BTG'] }],
  ])('%s', async (_name, changes) => {
    refusals403 += 1;
    expectRefusal(await refused(`Bearer ${await signed(changes)}`), 403, 'FORBIDDEN');
  });

  it.each(['HPAYMT', 'BTG', 'treat', 'TREAT,HPAYMT', CANARY, '__proto__', ''])(
    'a purpose that is not in the token: %s',
    async (purpose) => {
      refusals403 += 1;
      const answer = await refused(`Bearer ${await signed()}`, { 'phield-purpose': purpose });
      expectRefusal(answer, 403, 'FORBIDDEN');
    },
  );

  it('and a purpose that is there is taken', async () => {
    const token = await signed({ purposes: ['TREAT', 'ETREAT'] });
    const answer = await gateway.ask(token, QUERY, { headers: { 'phield-purpose': 'ETREAT' } });
    expect(answer.body?.data?.me).toMatchObject({ purpose: 'ETREAT' });
  });
});

it('a token larger than a request’s headers may be is not read', async () => {
  expectRefusal(await refused(`Bearer ${(await signed()).padEnd(17_000, CANARY)}`), 431, 'BAD_REQUEST');
});

it('identity comes from no other header', async () => {
  const answer = await gateway.ask(await signed(), '{ me { id tenant roles client } }', {
    headers: {
      'phield-client': CANARY,
      'x-tenant': 'lakeside',
      'x-forwarded-user': CANARY,
      'phield-tenant': 'lakeside',
    },
  });
  expect(answer.body?.data?.me).toEqual({
    id: 'demo-physician',
    tenant: 'riverside',
    roles: ['PHYSICIAN'],
    client: 'demo-portal',
  });
});

it('keys that cannot be had refuse nobody for good', async () => {
  const token = await foreign.sign(changed({ iss: `${ISSUER}/unreachable`, aud: AUDIENCE }));
  const answer = await refused(`Bearer ${token}`);
  expectRefusal(answer, 503, 'UPSTREAM_UNAVAILABLE');
  expect(answer.headers.get('retry-after')).not.toBeNull();
  expect(answer.headers.get('www-authenticate')).toBeNull();
});

it('what was refused is counted, not recorded one by one', async () => {
  await gateway.stop();
  const refusals = await gateway.events({ kinds: ['refusal'] });
  expect(refusals.filter(({ actor, subject }) => actor !== null || subject !== null)).toEqual([]);
  // A slow machine spreads them over several windows.
  const counted = (code: string) =>
    refusals.filter(({ reason }) => reason === code).reduce((sum, { count = 1 }) => sum + count, 0);
  expect(counted('UNAUTHENTICATED')).toBe(refusals401);
  expect(counted('FORBIDDEN')).toBe(refusals403);
  expect(refusals.length).toBeLessThan(refusals401 / 2);
  expect(JSON.stringify(await gateway.events()).includes(CANARY)).toBe(false);
});
