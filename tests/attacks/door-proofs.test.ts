import { createHmac } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEVELOPMENT_AUDIENCE } from '../../src/identity/development-issuer.ts';
import { developmentKey } from '../../src/identity/development-key.ts';
import { DEVELOPMENT_ISSUER } from '../../src/identity/issuer-settings.ts';
import { type ProofKey, type ProofOf, proofKey } from '../identity/proof-key.ts';
import { CANARY } from '../support/expect-refusal.ts';
import { runWatchedGateway, type WatchedGateway } from '../support/watched-gateway.ts';
import { atTheDoor, type Door } from './door/at-the-door.ts';

const counter = vi.hoisted(() => ({ resolvers: 0 }));
vi.mock('../../resolvers/resolvers.ts', async (original) => {
  const { resolvers } = await original<typeof import('../../resolvers/resolvers.ts')>();
  const { countCalls } = await import('../support/watched-gateway.ts');
  return { resolvers: countCalls(resolvers, counter) };
});

let gateway: WatchedGateway;
let door: Door;
let held: ProofKey;
let bound: string;

beforeAll(async () => {
  gateway = await runWatchedGateway(counter);
  door = atTheDoor(gateway, await gateway.persona('physician'));
  held = await proofKey();
  bound = await boundToken();
});
afterAll(() => gateway.close());

async function boundToken(): Promise<string> {
  const key = await developmentKey(gateway.config.dataDir);
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
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
    cnf: { jkt: held.jkt },
  })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt' })
    .sign(await importJWK({ ...key }, key.alg));
}

const encoded = (text: string) => Buffer.from(text).toString('base64url');
const underSecret = (header: string, payload: string, secret: string) => {
  const input = `${encoded(header)}.${encoded(payload)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};
const present =
  (authorization: string, more: Record<string, string> = {}) =>
  () =>
    gateway.ask(null, '{ me { id } patient(id: "demo-ada") { birthDate } }', {
      headers: { authorization, ...more },
    });

const PROOFS: readonly (readonly [string, (request: ProofOf) => Promise<string>])[] = [
  ['for another method', (request) => held.prove({ ...request, method: 'GET' })],
  ['for another address', (request) => held.prove({ ...request, url: 'https://evil.example/graphql' })],
  ['for another path', (request) => held.prove({ ...request, url: request.url.replace('graphql', 'other') })],
  ['for another token', (request) => held.prove({ ...request, token: `${request.token}x` })],
  ['of long ago', (request) => held.prove({ ...request, now: request.now - 600_000 })],
  ['of a time to come', (request) => held.prove({ ...request, now: request.now + 600_000 })],
  ['of another key', async (request) => (await proofKey()).prove(request)],
  [
    'of another key that names ours',
    async (request) => (await proofKey()).prove({ ...request, header: { jwk: held.publicJwk } }),
  ],
  ['that gives its key away', (request) => held.prove({ ...request, header: { jwk: held.privateJwk } })],
  ['of another type', (request) => held.prove({ ...request, header: { typ: 'at+jwt' } })],
  ['without an id', (request) => held.prove({ ...request, claims: { jti: undefined } })],
  [
    'signed with none',
    async (request) => {
      const [, payload = ''] = (await held.prove(request)).split('.');
      return `${encoded(JSON.stringify({ alg: 'none', typ: 'dpop+jwt', jwk: held.publicJwk }))}.${payload}.`;
    },
  ],
  [
    'signed with the key as a secret',
    async (request) => {
      const [, payload = ''] = (await held.prove(request)).split('.');
      const head = JSON.stringify({ alg: 'HS256', typ: 'dpop+jwt', jwk: held.publicJwk });
      return underSecret(head, Buffer.from(payload, 'base64url').toString(), JSON.stringify(held.publicJwk));
    },
  ],
  ['that is the token itself', async ({ token }) => token],
];

describe('a proof', () => {
  it.each(PROOFS)('proves nothing, and nothing is asked for it: %s', async (_name, make) => {
    const dpop = await make({ token: bound, url: `${gateway.url}/graphql`, now: Date.now() });
    const answer = await door.expectUntouched(present(`DPoP ${bound}`, { dpop }), 401, ['UNAUTHENTICATED']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^DPoP error="invalid_dpop_proof"/);
  });

  it('is asked for: a bound token as Bearer opens nothing', async () => {
    await door.expectUntouched(present(`Bearer ${bound}`), 401, ['UNAUTHENTICATED']);
  });

  it('that was used once reaches no resolver', async () => {
    const dpop = await held.prove({ token: bound, url: `${gateway.url}/graphql`, now: Date.now() });
    const once = present(`DPoP ${bound}`, { dpop });
    expect((await once()).body?.data?.me).toEqual({ id: 'demo-physician' });
    const { resolvers, models } = gateway.touched();
    expect((await once()).status).toBe(401);
    expect(gateway.touched()).toMatchObject({ resolvers, models });
  });
});
