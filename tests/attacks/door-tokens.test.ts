import { createHmac, randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompactSign, exportSPKI, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SigningKey, signingKey } from '../identity/test-issuer.ts';
import { copyDemo } from '../support/copy-demo.ts';
import { CANARY } from '../support/expect-refusal.ts';
import { flip, unsigned, withClaims } from '../support/forge-token.ts';
import { type HostileKeys, SECRET, serveHostileKeys } from '../support/hostile-keys.ts';
import { runWatchedGateway, type WatchedGateway } from '../support/watched-gateway.ts';
import { atTheDoor, type Door } from './door/at-the-door.ts';

const counter = vi.hoisted(() => ({ resolvers: 0 }));
vi.mock('../../resolvers/resolvers.ts', async (original) => {
  const { resolvers } = await original<typeof import('../../resolvers/resolvers.ts')>();
  const { countCalls } = await import('../support/watched-gateway.ts');
  return { resolvers: countCalls(resolvers, counter) };
});

const ISSUER = 'https://id.example/door';
const AUDIENCE = 'https://phield.example';
const OUTAGES = ['hang', 'redirect', 'garbage', 'failing', 'huge', 'secret'];

type Claims = Record<string, unknown>;

let gateway: WatchedGateway;
let door: Door;
let rsa: SigningKey;
let pem: string;
let keys: HostileKeys;
let now: number;

beforeAll(async () => {
  const dataDir = await copyDemo();
  rsa = await signingKey('RS256', 'rsa-1');
  const imported = await importJWK(rsa.publicJwk, 'RS256');
  pem = imported instanceof Uint8Array ? '' : await exportSPKI(imported);
  keys = await serveHostileKeys({ keys: [rsa.publicJwk] });
  const entry = (issuer: string, path: string) => ({
    issuer,
    jwksUri: `${keys.base}/${path}`,
    audience: [AUDIENCE],
    tenants: ['riverside'],
    claimsWin: ['tenant', 'roles', 'purposes', 'fhirUser'],
    firstPartyClients: ['demo-portal'],
    keys: { timeoutMs: 300 },
  });
  const issuers = [entry(ISSUER, 'keys'), ...OUTAGES.map((path) => entry(`${ISSUER}/${path}`, path))];
  const file = join(dataDir, 'issuers.json');
  await writeFile(file, JSON.stringify({ issuers }));
  gateway = await runWatchedGateway(counter, { dataDir, env: { PHIELD_ISSUERS_FILE: file } });
  door = atTheDoor(gateway, await gateway.persona('physician'));
  now = Math.floor(Date.now() / 1000);
});
afterAll(async () => {
  await gateway.close();
  await keys.close();
  await rm(gateway.config.dataDir, { recursive: true, force: true });
});

const claims = (changes: Claims = {}): Claims => ({
  iss: ISSUER,
  aud: AUDIENCE,
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
  ...changes,
});

const encoded = (text: string | Buffer) => Buffer.from(text).toString('base64url');
/** Header and claims as they are, under a secret. */
const underSecret = (header: string, payload: string, secret: string | Buffer) => {
  const input = `${encoded(header)}.${encoded(payload)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};
const header = (more: Claims = {}) => ({ alg: 'RS256', kid: 'rsa-1', typ: 'at+jwt', ...more });
const signed = (changes: Claims = {}, more: Claims = {}) => rsa.sign(claims(changes), more);
/** Another's key under our issuer's name. */
const forged = async (more: (own: SigningKey) => Claims) => {
  const own = await signingKey('RS256', 'rsa-1');
  return own.sign(claims(), more(own));
};
const present =
  (token: string, more: Record<string, string> = {}) =>
  () =>
    gateway.ask(null, '{ me { id } patient(id: "demo-ada") { birthDate } }', {
      headers: { authorization: `Bearer ${token}`, ...more },
    });

it('the token that the forged ones are made from is good', async () => {
  expect((await present(await signed({ jti: randomUUID() }))()).body?.data?.me).toEqual({
    id: 'demo-physician',
  });
});

const FORGED: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['signed with none', () => unsigned({ alg: 'none', typ: 'at+jwt' }, claims())],
  [
    'signed with none in other letters',
    () => unsigned({ alg: 'nOnE', kid: 'rsa-1', typ: 'at+jwt' }, claims()),
  ],
  [
    'signed with nothing where RSA is stated',
    async () => `${(await signed()).split('.').slice(0, 2).join('.')}.`,
  ],
  [
    'HS256 over the public key in PEM',
    () => underSecret(JSON.stringify(header({ alg: 'HS256' })), JSON.stringify(claims()), pem),
  ],
  [
    'HS256 over the public key in PEM without its end',
    () => underSecret(JSON.stringify(header({ alg: 'HS256' })), JSON.stringify(claims()), pem.trim()),
  ],
  [
    'HS256 over the public key as JWK',
    () =>
      underSecret(
        JSON.stringify(header({ alg: 'HS256' })),
        JSON.stringify(claims()),
        JSON.stringify(rsa.publicJwk),
      ),
  ],
  [
    'HS256 over the modulus',
    () =>
      underSecret(
        JSON.stringify(header({ alg: 'HS256' })),
        JSON.stringify(claims()),
        Buffer.from(String(rsa.publicJwk.n), 'base64url'),
      ),
  ],
  [
    'HS256 with an empty secret',
    () => underSecret(JSON.stringify(header({ alg: 'HS256' })), JSON.stringify(claims()), ''),
  ],
  [
    'ES256 with a signature of zeros',
    () =>
      `${encoded(JSON.stringify(header({ alg: 'ES256' })))}.${encoded(JSON.stringify(claims()))}.${encoded(Buffer.alloc(64))}`,
  ],
  ['its own key in jwk', () => forged(({ publicJwk }) => ({ jwk: publicJwk }))],
  ['its own key at jku', () => forged(() => ({ jku: `${keys.base}/trap-jku` }))],
  ['its own certificate at x5u', () => forged(() => ({ x5u: `${keys.base}/trap-x5u` }))],
  ['its own certificate in x5c', () => forged(() => ({ x5c: [Buffer.from(CANARY).toString('base64')] }))],
  ['a kid that is an address', () => forged(() => ({ kid: `${keys.base}/trap-kid` }))],
  ['a kid that is a path', () => forged(() => ({ kid: '../../../../dev/null' }))],
  ['a kid that is a query', () => forged(() => ({ kid: "x' UNION SELECT 'key" }))],
  ['a kid of the language', () => forged(() => ({ kid: '__proto__' }))],
  ['no kid and another key', () => forged(() => ({ kid: undefined }))],
  [
    'an issuer that is an address of ours',
    () => forged(() => ({})).then((token) => withClaims(token, claims({ iss: `${keys.base}/trap-iss` }))),
  ],
  ['an issuer with a slash more', () => signed({ iss: `${ISSUER}/` })],
  ['an issuer in capitals', () => signed({ iss: ISSUER.toUpperCase() })],
  ['a list of issuers', () => signed({ iss: [ISSUER] })],
  ['an issuer of the language', () => signed({ iss: '__proto__' })],
  ['an audience with more behind it', () => signed({ aud: `${AUDIENCE}.evil.example` })],
  ['an audience within an object', () => signed({ aud: { [AUDIENCE]: true } })],
  ['expired', () => signed({ exp: now - 30 })],
  ['an expiry in text', () => signed({ exp: String(now + 600) })],
  ['an expiry beyond all time', () => signed({ exp: 1e300 })],
  ['not yet in force', () => signed({ nbf: now + 60 })],
  ['issued before all time', () => signed({ iat: -1 })],
  ['the type JWT', () => signed({}, { typ: 'JWT' })],
  ['a type that ends like ours', () => signed({}, { typ: 'x/at+jwt' })],
  [
    'what must be understood and is not',
    () => rsa.sign(claims(), { crit: ['exp'], exp: now }, { exp: true }),
  ],
  [
    'a claim twice',
    () => {
      const payload = `${JSON.stringify(claims()).slice(0, -1)},"sub":"demo-registrar"}`;
      return underSecret(JSON.stringify(header({ alg: 'HS256' })), payload, pem);
    },
  ],
  [
    'a claim twice, and signed by who may',
    () => twice(`${JSON.stringify(claims()).slice(0, -1)},"roles":["AUDITOR"]}`),
  ],
  [
    'a claim twice in an escape, and signed by who may',
    () => twice(`${JSON.stringify(claims()).slice(0, -1)},"\\u0074enant":"lakeside"}`),
  ],
  [
    'claims so deep that nobody reads them',
    () => twice(`{"iss":"${ISSUER}","x":${'['.repeat(500)}${']'.repeat(500)}}`),
  ],
  ['claims of fifteen thousand letters', () => signed({ sub: CANARY.repeat(900) })],
  [
    'other claims under a good signature',
    async () => withClaims(await signed(), claims({ roles: ['AUDITOR'] })),
  ],
  ['a signature with one bit changed', async () => flip(await signed(), 2)],
  ['encrypted for nobody', () => `${encoded('{"alg":"dir","enc":"A256GCM"}')}..AAAAAAAAAAAAAAAA.AAAA.AAAA`],
  [
    'JSON instead of a compact token',
    async () => encoded(JSON.stringify({ payload: (await signed()).split('.')[1] })),
  ],
];

/** Bytes of claims as they are, under the issuer's own key: what a careless issuer might sign. */
async function twice(payload: string): Promise<string> {
  return new CompactSign(Buffer.from(payload))
    .setProtectedHeader({ ...header(), alg: 'RS256' })
    .sign(rsa.privateKey);
}

describe('a token', () => {
  it.each(FORGED)('opens nothing, and nothing is asked for it: %s', async (_name, make) => {
    const token = await make();
    const answer = await door.expectUntouched(present(token), 401, ['UNAUTHENTICATED']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('larger than headers may be is not read', async () => {
    await door.expectUntouched(present(`${await signed()}${CANARY.repeat(2_000)}`), 431, ['BAD_REQUEST']);
  });
});

describe('keys that cannot be had', () => {
  it.each(OUTAGES.filter((path) => path !== 'secret'))(
    'refuse nobody for good, and let nobody in: %s',
    async (path) => {
      const token = await signed({ iss: `${ISSUER}/${path}` });
      const answer = await door.expectUntouched(present(token), 503, ['UPSTREAM_UNAVAILABLE']);
      expect(answer.headers.get('retry-after')).not.toBeNull();
      // While they are not asked for again, the answer is the same and at once.
      await door.expectUntouched(present(token), 503, ['UPSTREAM_UNAVAILABLE']);
    },
  );

  it('are none where an issuer gives a secret for a key', async () => {
    const token = underSecret(
      JSON.stringify({ alg: 'HS256', kid: 'k', typ: 'at+jwt' }),
      JSON.stringify(claims({ iss: `${ISSUER}/secret` })),
      Buffer.from(SECRET, 'base64url'),
    );
    await door.expectUntouched(present(token), 401, ['UNAUTHENTICATED']);
  });

  it('are sought nowhere but where they were said to be: no address in a token is ever opened', () => {
    expect(keys.trapped()).toEqual([]);
  });
});
