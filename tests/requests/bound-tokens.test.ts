import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEVELOPMENT_AUDIENCE } from '../../src/identity/development-issuer.ts';
import { developmentKey } from '../../src/identity/development-key.ts';
import { DEVELOPMENT_ISSUER } from '../../src/identity/issuer-settings.ts';
import { type ProofKey, proofKey } from '../identity/proof-key.ts';
import type { Answered } from '../support/answered.ts';
import { CANARY, expectRefusal } from '../support/expect-refusal.ts';
import { runGateway } from '../support/running-gateway.ts';
import { type Replica, type TwoReplicas, twoReplicas } from '../support/two-replicas.ts';

const PUBLIC = 'https://phield.example/api';
const INVALID_TOKEN = /^DPoP error="invalid_token", algs="/;
const INVALID_PROOF = /^DPoP error="invalid_dpop_proof", algs="/;

let both: TwoReplicas;
let held: ProofKey;
let token: string;
beforeAll(async () => {
  both = await twoReplicas({ PHIELD_PUBLIC_URL: `${PUBLIC}/` });
  held = await proofKey();
  token = await boundToken(both.dataDir);
});
afterAll(() => both.close());

async function boundToken(dataDir: string): Promise<string> {
  const key = await developmentKey(dataDir);
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    iss: DEVELOPMENT_ISSUER,
    aud: DEVELOPMENT_AUDIENCE,
    sub: 'demo-physician',
    client_id: 'demo-portal',
    jti: randomUUID(),
    iat: now,
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

const proof = (method = 'POST', jti: string = randomUUID()) =>
  held.prove({ token, url: `${PUBLIC}/graphql`, now: Date.now(), method, claims: { jti } });

const ask = (replica: Replica, dpop: string | null, scheme = 'DPoP') =>
  replica.ask(null, '{ me { id } patient(id: "demo-ada") { birthDate } }', {
    headers: { authorization: `${scheme} ${token}`, ...(dpop !== null && { dpop }) },
  });

function expectChallenge(answer: Answered, challenge: RegExp): void {
  expectRefusal(answer, 401, 'UNAUTHENTICATED');
  expect(answer.headers.get('www-authenticate')).toMatch(challenge);
}

it('a bound token with its proof is served, by POST and by GET', async () => {
  const answer = await ask(both.one, await proof());
  expect(answer.body).toMatchObject({ data: { me: { id: 'demo-physician' } } });
  expect(answer.body?.errors).toBeUndefined();
  const got = await both.one.send('/graphql?query=%7Bme%7Bid%7D%7D', {
    headers: {
      authorization: `DPoP ${token}`,
      dpop: await proof('GET'),
      'apollo-require-preflight': '1',
    },
  });
  expect(got.body?.data).toEqual({ me: { id: 'demo-physician' } });
});

it('a proof that one replica took is no proof to another', async () => {
  const used = await proof();
  expect((await ask(both.one, used)).status).toBe(200);
  expectChallenge(await ask(both.other, used), INVALID_PROOF);
  expectChallenge(await ask(both.one, used), INVALID_PROOF);
});

it.each<[string, () => Promise<string | null>, string, RegExp]>([
  ['as Bearer', () => proof(), 'Bearer', INVALID_TOKEN],
  ['without a proof', async () => null, 'DPoP', INVALID_PROOF],
  ['with a proof for GET', () => proof('GET'), 'DPoP', INVALID_PROOF],
  ['with two proofs', async () => `${await proof()}, ${await proof()}`, 'DPoP', INVALID_PROOF],
  ['with nonsense', async () => CANARY, 'DPoP', INVALID_PROOF],
  [
    'with a proof for the address behind the public one',
    () => held.prove({ token, url: `${both.one.url}/graphql`, now: Date.now() }),
    'DPoP',
    INVALID_PROOF,
  ],
])('it is refused %s', async (_what, make, scheme, challenge) => {
  expectChallenge(await ask(both.one, await make(), scheme), challenge);
});

it('where used proofs cannot be asked for, nobody is let in', async () => {
  both.one.proxy.set({ kind: 'error', status: 500, type: 'InternalServerError' }, 'PutItem');
  expectRefusal(await ask(both.one, await proof()), 503, 'UPSTREAM_UNAVAILABLE');
  both.one.proxy.set({ kind: 'none' });
  expect((await ask(both.one, await proof())).status).toBe(200);
});

it('no proof and no id of one stands in a log line', async () => {
  const jti = `${CANARY}-${randomUUID()}`;
  await ask(both.one, await proof('POST', jti));
  await ask(both.one, await proof('POST', jti));
  expect(JSON.stringify([both.one.log, await both.one.events()])).not.toContain(CANARY);
});

it('without a public address, the one where it listens counts, by any name of this machine', async () => {
  const gateway = await runGateway();
  try {
    const own = await boundToken(gateway.config.dataDir);
    const { port } = new URL(gateway.url);
    const answered = async (base: string) => {
      const dpop = await held.prove({ token: own, url: `${base}/graphql`, now: Date.now() });
      const headers = { authorization: `DPoP ${own}`, dpop };
      return (await gateway.ask(null, '{ me { id } }', { headers })).status;
    };
    expect(await answered(gateway.url)).toBe(200);
    expect(await answered(`http://localhost:${port}`)).toBe(200);
    expect(await answered(`http://[::1]:${port}`)).toBe(200);
    expect(await answered(`https://127.0.0.1:${port}`)).toBe(401);
    expect(await answered('http://localhost')).toBe(401);
  } finally {
    await gateway.close();
  }
});
