import { createSecretKey } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  AUDIENCE,
  claimsWith,
  fixedIssuer,
  goodClaims,
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
let second: SigningKey;
let stranger: SigningKey;
let es384: SigningKey;
beforeAll(async () => {
  [key, second, stranger, es384] = await Promise.all([
    signingKey('RS256', 'k1'),
    signingKey('RS256', 'k2'),
    signingKey('RS256', 'k1'),
    signingKey('ES384', 'k3'),
  ]);
});

function authenticatorFor(entry: Record<string, unknown> = {}) {
  const issuers = [fixedIssuer([key, second, es384], entry)];
  return testAuthenticator({ issuers, clock: testClock().now });
}

/** What an otherwise good token with these claims and header gives. `undefined` takes a claim out. */
async function refusal(
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  entry: Record<string, unknown> = {},
): Promise<string> {
  const token = await key.sign(claimsWith(claims), header);
  const { authenticate } = authenticatorFor(entry);
  return refusalOf(authenticate({ authorization: `Bearer ${token}`, purpose: undefined }));
}

describe('what is not a bearer token is refused before any work', () => {
  test.each([
    ['no header', undefined, 'no token'],
    ['empty header', '', 'no token'],
    ['another scheme', 'Basic dXNlcjpwYXNz', 'not a token in compact form'],
    ['DPoP scheme alone', 'DPoP', 'not a token in compact form'],
    ['a scheme that begins like ours', 'DPoPer a.b.c', 'not a token in compact form'],
    ['scheme alone', 'Bearer', 'not a token in compact form'],
    ['opaque token', 'Bearer abcdef', 'not a token in compact form'],
    ['two tokens', 'Bearer a.b.c a.b.c', 'not a token in compact form'],
    ['two headers joined', 'Bearer a.b.c, Bearer a.b.c', 'not a token in compact form'],
    ['encrypted token', 'Bearer a.b.c.d.e', 'not a token in compact form'],
    ['no signature', 'Bearer a.b.', 'not a token in compact form'],
    ['more than 16 KB', `Bearer a.${'b'.repeat(17_000)}.c`, 'token too large'],
    ['parts that are no JSON', 'Bearer a.b.c', 'token does not verify: ERR_JWT_INVALID'],
  ])('%s', async (_, authorization, detail) => {
    const got = await refusalOf(authenticatorFor().authenticate({ authorization, purpose: undefined }));
    expect(got).toBe(`UNAUTHENTICATED: ${detail}`);
  });
});

describe('keys and algorithms', () => {
  const present = (token: string, entry?: Record<string, unknown>) =>
    refusalOf(authenticatorFor(entry).authenticate({ authorization: `Bearer ${token}`, purpose: undefined }));

  test('alg none', async () => {
    const unsigned = new UnsecuredJWT(goodClaims()).encode();
    expect(await present(`${unsigned}AAAA`)).toContain(
      'UNAUTHENTICATED: token does not verify: ERR_JOSE_ALG',
    );
  });

  test('HS256, keyed with the public key as everybody can read it', async () => {
    const secret = createSecretKey(JSON.stringify(key.publicJwk), 'utf8');
    const token = await new SignJWT(goodClaims())
      .setProtectedHeader({ alg: 'HS256', kid: 'k1', typ: 'at+jwt' })
      .sign(secret);
    expect(await present(token)).toBe('UNAUTHENTICATED: token does not verify: ERR_JOSE_ALG_NOT_ALLOWED');
  });

  test('an algorithm that the issuer has keys for but that is not on its list', async () => {
    const token = await es384.sign(goodClaims());
    expect(await present(token)).toBe('UNAUTHENTICATED: token does not verify: ERR_JOSE_ALG_NOT_ALLOWED');
    expect(await present(token, { algorithms: ['RS256', 'ES384'] })).toBe('none');
  });

  test('another key under a known kid', async () => {
    expect(await present(await stranger.sign(goodClaims()))).toContain(
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    );
  });

  test('unknown kid', async () => {
    expect(await present(await key.sign(goodClaims(), { kid: 'k9' }))).toContain('ERR_JWKS_NO_MATCHING_KEY');
  });

  test('no kid, several keys that would do', async () => {
    const token = await key.sign(goodClaims(), { kid: undefined });
    expect(await present(token)).toContain('ERR_JWKS_MULTIPLE_MATCHING_KEYS');
  });

  test.each([
    ['jwk', () => ({ jwk: stranger.publicJwk })],
    ['jku', () => ({ jku: 'https://attacker.example/keys' })],
    ['x5u', () => ({ x5u: 'https://attacker.example/cert' })],
    ['x5c', () => ({ x5c: ['MIIB'] })],
  ])('a key named by the token itself in %s is not used', async (_, header) => {
    expect(await present(await stranger.sign(goodClaims(), header()))).toContain('UNAUTHENTICATED');
    expect(await present(await key.sign(goodClaims(), header()))).toBe('none');
  });

  test('a critical header that nobody here understands', async () => {
    const token = await key.sign(goodClaims(), { crit: ['x'], x: 1 }, { x: true });
    expect(await present(token)).toContain('ERR_JOSE_NOT_SUPPORTED');
  });

  test('a changed payload', async () => {
    const [header, , signature] = (await key.sign(goodClaims())).split('.');
    const payload = Buffer.from(JSON.stringify({ ...goodClaims(), roles: ['NURSE'] })).toString('base64url');
    expect(await present(`${header}.${payload}.${signature}`)).toContain(
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    );
  });
});

describe('claims that every token must hold', () => {
  const claim = (name: string) => `token does not verify: ERR_JWT_CLAIM_VALIDATION_FAILED ${name}`;
  test.each<[string, Record<string, unknown>, string]>([
    ['expired', { exp: NOW - 6 }, 'token does not verify: ERR_JWT_EXPIRED exp'],
    ['no expiry', { exp: undefined }, claim('exp')],
    ['expiry that is a text', { exp: String(NOW + 600) }, claim('exp')],
    ['not yet valid', { nbf: NOW + 6 }, claim('nbf')],
    ['issued in the future', { iat: NOW + 6 }, claim('iat')],
    ['no time of issue', { iat: undefined }, claim('iat')],
    ['too old', { iat: NOW - 3_606, exp: NOW + 10 }, 'token does not verify: ERR_JWT_EXPIRED iat'],
    ['granted for too long', { exp: NOW + 3_601 }, 'token does not verify: lifetime'],
    ['granted for ever', { exp: 1e308 }, 'token does not verify: lifetime'],
    ['another issuer', { iss: 'https://other.example' }, 'issuer not trusted'],
    ['issuer with a slash more', { iss: `${ISSUER}/` }, 'issuer not trusted'],
    ['no issuer', { iss: undefined }, 'issuer not trusted'],
    ['issuers in a list', { iss: [ISSUER] }, 'issuer not trusted'],
    ['another audience', { aud: 'https://other.example' }, claim('aud')],
    ['a longer audience', { aud: `${AUDIENCE}/` }, claim('aud')],
    ['audiences without ours', { aud: ['a', 'b'] }, claim('aud')],
    ['no audience', { aud: undefined }, claim('aud')],
    ['no subject', { sub: undefined }, claim('sub')],
    ['empty subject', { sub: '' }, 'claim sub is malformed'],
    ['subject with a line break', { sub: 'a\nb' }, 'claim sub is malformed'],
    ['no client', { client_id: undefined }, 'no subject or client'],
    ['no token id', { jti: undefined }, claim('jti')],
    ['bound to a certificate', { cnf: { 'x5t#S256': 'x' } }, 'token does not verify: bound token'],
    ['bound twice', { cnf: { jkt: 'A'.repeat(43), 'x5t#S256': 'x' } }, 'token does not verify: bound token'],
    ['bound by nothing known', { cnf: {} }, 'token does not verify: bound token'],
    ['bound by no object', { cnf: 'A'.repeat(43) }, 'token does not verify: bound token'],
    ['bound by a list', { cnf: [] }, 'token does not verify: bound token'],
    ['bound to a key that is no thumbprint', { cnf: { jkt: 'x' } }, 'claim cnf/jkt is malformed'],
    ['bound to a key, sent as Bearer', { cnf: { jkt: 'A'.repeat(43) } }, 'a bound token is no bearer token'],
    ['Cognito ID token', { token_use: 'id' }, 'token does not verify: token_use'],
    ['Keycloak ID token', { typ: 'ID' }, 'token does not verify: payload typ'],
    ['Keycloak refresh token', { typ: 'Refresh' }, 'token does not verify: payload typ'],
  ])('%s', async (_, claims, detail) => {
    expect(await refusal(claims)).toBe(`UNAUTHENTICATED: ${detail}`);
  });

  test.each<[string, Record<string, unknown>]>([
    ['clocks that differ by a little', { iat: NOW + 4, nbf: NOW + 4 }],
    ['just expired, within tolerance', { iat: NOW - 600, exp: NOW - 4 }],
    ['our audience among others', { aud: ['a', AUDIENCE] }],
    ['as old as allowed', { iat: NOW - 3_590, exp: NOW + 10 }],
  ])('holds: %s', async (_, claims) => {
    expect(await refusal(claims)).toBe('none');
  });

  test('a client that is not on the issuer’s list', async () => {
    const detail = 'UNAUTHENTICATED: token does not verify: client';
    expect(await refusal({ client_id: 'other' }, {}, { clients: ['portal'] })).toBe(detail);
    expect(await refusal({}, {}, { clients: ['portal'] })).toBe('none');
  });
});

describe('the type of the token', () => {
  const wrong = 'UNAUTHENTICATED: token does not verify: typ';
  test.each([['JWT'], [undefined], ['id+jwt'], ['dpop+jwt'], ['logout+jwt'], ['']])(
    '%s is none',
    async (typ) => {
      expect(await refusal({}, { typ })).toBe(wrong);
    },
  );

  test('its long form', async () => {
    expect(await refusal({}, { typ: 'application/at+jwt' })).toBe('none');
    expect(await refusal({}, { typ: 'AT+JWT' })).toBe('none');
  });

  const optional = { accessTokenType: 'optional' };
  const scope = 'user/*.rs';
  test('where the provider sets none, other types are still refused', async () => {
    expect(await refusal({ scope }, { typ: undefined }, optional)).toBe('none');
    expect(await refusal({ scope }, { typ: 'JWT' }, optional)).toBe('none');
    expect(await refusal({ scope }, { typ: 'dpop+jwt' }, optional)).toBe(wrong);
    expect(await refusal({ scope }, { typ: 'logout+jwt' }, optional)).toBe(wrong);
    expect(await refusal({ scope }, { typ: 7 }, optional)).toContain('UNAUTHENTICATED');
  });

  test.each([['nonce'], ['at_hash'], ['c_hash'], ['s_hash']])(
    'where the provider sets none, %s marks an ID token',
    async (name) => {
      const detail = 'UNAUTHENTICATED: token does not verify: id token';
      expect(await refusal({ scope, [name]: 'x' }, { typ: 'JWT' }, optional)).toBe(detail);
    },
  );

  test('where the provider sets none, a token without scope is no access token', async () => {
    const detail = 'UNAUTHENTICATED: token does not verify: id token';
    expect(await refusal({}, { typ: 'JWT' }, optional)).toBe(detail);
    expect(await refusal({ typ: 'Bearer' }, { typ: 'JWT' }, optional)).toBe('none');
  });
});
