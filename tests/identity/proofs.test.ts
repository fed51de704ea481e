import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createProofs, type ProofStore, type ProvenRequest } from '../../src/identity/proofs.ts';
import { memoryProofs } from '../support/memory-proofs.ts';
import { type ProofKey, type ProofOf, proofKey } from './proof-key.ts';
import { codeOf, refusalOf, START, testClock } from './test-issuer.ts';

const BASE = 'https://phield.example';
const URL_ASKED = `${BASE}/graphql`;
const TOKEN = 'aaa.bbb.ccc';

let key: ProofKey;
let other: ProofKey;
beforeAll(async () => {
  [key, other] = await Promise.all([proofKey(), proofKey()]);
});

function verifierOf(options: { store?: ProofStore; publicUrl?: string | null } = {}) {
  const { store = memoryProofs(), publicUrl = BASE } = options;
  const clock = testClock();
  const { verify } = createProofs({ store, clock: clock.now, publicUrl: () => publicUrl });
  return {
    clock,
    verify: (proof: string | undefined, request: Partial<ProvenRequest> = {}) =>
      verify({ proof, method: 'POST', path: '/graphql', token: TOKEN, boundTo: key.jkt, ...request }),
  };
}

const made = (changes: Partial<ProofOf> = {}, by = key) =>
  by.prove({ token: TOKEN, url: URL_ASKED, now: START, ...changes });

async function refusal(changes: Partial<ProofOf>, request: Partial<ProvenRequest> = {}): Promise<string> {
  return refusalOf(verifierOf().verify(await made(changes), request));
}

describe('a proof that holds', () => {
  it.each(['ES256', 'ES384', 'ES512', 'PS256', 'EdDSA', 'Ed25519'])('is signed with %s', async (alg) => {
    const own = await proofKey(alg);
    expect(await refusalOf(verifierOf().verify(await made({}, own), { boundTo: own.jkt }))).toBe('none');
  });

  it.each<[string, Partial<ProofOf>]>([
    ['a minute old', { claims: { iat: START / 1000 - 60 } }],
    ['a minute ahead', { claims: { iat: START / 1000 + 60 } }],
    ['with more than is needed', { claims: { nonce: 'n', x: 1 }, header: { kid: 'k' } }],
    ['of a media type in full', { header: { typ: 'application/dpop+jwt' } }],
  ])('is %s', async (_what, changes) => {
    expect(await refusal(changes)).toBe('none');
  });
});

describe('a proof that does not hold', () => {
  const check = (name: string) => `UNAUTHENTICATED: proof does not hold: ${name}`;
  const jose = (code: string) => `UNAUTHENTICATED: proof does not verify: ${code}`;
  const claim = (name: string) => jose(`ERR_JWT_CLAIM_VALIDATION_FAILED ${name}`);

  it.each<[string, Partial<ProofOf>, string]>([
    ['of another method', { method: 'GET' }, check('htm')],
    ['of a method in other letters', { method: 'post' }, check('htm')],
    ['without a method', { claims: { htm: undefined } }, claim('htm')],
    ['for another address', { url: 'https://phield.example/other' }, check('htu')],
    ['for another host', { url: 'https://evil.example/graphql' }, check('htu')],
    ['for an address that is no text', { claims: { htu: { x: 1 } } }, check('htu')],
    ['without an address', { claims: { htu: undefined } }, claim('htu')],
    ['older than a minute', { claims: { iat: START / 1000 - 61 } }, check('iat')],
    ['more than a minute ahead', { claims: { iat: START / 1000 + 61 } }, check('iat')],
    ['a day old', { now: START - 86_400_000 }, check('iat')],
    ['a day ahead', { now: START + 86_400_000 }, check('iat')],
    ['of a time that is no number', { claims: { iat: 'now' } }, claim('iat')],
    ['without a time', { claims: { iat: undefined } }, claim('iat')],
    ['without an id', { claims: { jti: undefined } }, claim('jti')],
    ['with an id that is no text', { claims: { jti: 5 } }, check('jti')],
    ['with an empty id', { claims: { jti: '' } }, check('jti')],
    ['with an id without end', { claims: { jti: 'x'.repeat(256) } }, check('jti')],
    ['for another token', { token: 'aaa.bbb.ddd' }, check('ath')],
    ['for no token', { claims: { ath: undefined } }, claim('ath')],
    ['that has ended', { claims: { exp: START / 1000 - 10 } }, jose('ERR_JWT_EXPIRED exp')],
    ['of another type', { header: { typ: 'JWT' } }, claim('typ')],
    ['of no type', { header: { typ: undefined } }, claim('typ')],
    ['without a key', { header: { jwk: undefined } }, jose('ERR_JWS_INVALID')],
    ['with a key that is none', { header: { jwk: 'x' } }, jose('ERR_JWS_INVALID')],
  ])('is %s', async (_what, changes, expected) => {
    expect(await refusal(changes)).toBe(expected);
  });

  it('is of another key than the token’s', async () => {
    expect(await refusalOf(verifierOf().verify(await made({}, other)))).toBe(check('key'));
  });

  it('names the token’s key and is signed by another', async () => {
    const forged = await made({ header: { jwk: key.publicJwk } }, other);
    expect(await refusalOf(verifierOf().verify(forged))).toBe(jose('ERR_JWS_SIGNATURE_VERIFICATION_FAILED'));
  });

  it('gives its private key away, whole or in part', async () => {
    expect(await refusal({ header: { jwk: key.privateJwk } })).toMatch(/^UNAUTHENTICATED: proof does not/);
    for (const part of ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth']) {
      const jwk = { ...key.publicJwk, [part]: 'AA' };
      expect(await refusal({ header: { jwk } })).toMatch(/^UNAUTHENTICATED: proof does not/);
    }
  });

  it('is signed with nothing, with a secret, or with an algorithm that is not listed', async () => {
    const [, payload = ''] = (await made()).split('.');
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const header = (alg: string, jwk: unknown) => part({ alg, typ: 'dpop+jwt', jwk });
    const secret = { kty: 'oct', k: 'AAAA' };
    const input = `${header('HS256', secret)}.${payload}`;
    const mac = createHmac('sha256', Buffer.from('AAAA', 'base64url')).update(input).digest('base64url');
    for (const proof of [
      `${header('none', key.publicJwk)}.${payload}.`,
      `${header('none', key.publicJwk)}.${payload}.AA`,
      `${input}.${mac}`,
    ]) {
      expect(await codeOf(verifierOf().verify(proof))).toBe('UNAUTHENTICATED');
    }
    const rsa = await proofKey('RS256');
    const listed = await refusalOf(verifierOf().verify(await made({}, rsa), { boundTo: rsa.jkt }));
    expect(listed).toBe(jose('ERR_JOSE_ALG_NOT_ALLOWED'));
  });

  it.each<[string, (proof: string) => string | undefined]>([
    ['missing', () => undefined],
    ['empty', () => ''],
    ['no JWT', () => 'abc'],
    ['two headers joined', (proof) => `${proof}, ${proof}`],
    ['without its end', (proof) => proof.slice(0, -5)],
    ['larger than 8 KB', (proof) => `${proof}${'A'.repeat(9_000)}`],
  ])('is %s', async (_what, change) => {
    expect(await codeOf(verifierOf().verify(change(await made())))).toBe('UNAUTHENTICATED');
  });
});

describe('a proof is used once', () => {
  it('on whichever replica, and however many ask at once', async () => {
    const store = memoryProofs();
    const [one, two] = [verifierOf({ store }), verifierOf({ store })];
    const proof = await made();
    const answers = await Promise.all([one, two, one, two].map(({ verify }) => refusalOf(verify(proof))));
    expect(answers.filter((answer) => answer === 'none')).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(['none', 'UNAUTHENTICATED: proof was used before']));
  });

  it('its id is its key’s own: another key may use it too', async () => {
    const { verify } = verifierOf();
    const claims = { jti: 'same' };
    expect(await codeOf(verify(await made({ claims })))).toBe('none');
    expect(await codeOf(verify(await made({ claims }, other), { boundTo: other.jkt }))).toBe('none');
    expect(await codeOf(verify(await made({ claims })))).toBe('UNAUTHENTICATED');
  });

  it('is noted for longer than it could be fresh, under a name that says nothing', async () => {
    const store = memoryProofs();
    await verifierOf({ store }).verify(await made({ claims: { jti: 'canary', iat: START / 1000 + 60 } }));
    const [[name, until] = ['', 0]] = [...store.used];
    expect(name).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(until).toBeGreaterThan(START + 120_000);
  });

  it('one that does not hold is not noted', async () => {
    const store = memoryProofs();
    expect(await codeOf(verifierOf({ store }).verify(await made({ method: 'GET' })))).toBe('UNAUTHENTICATED');
    expect(store.used.size).toBe(0);
  });

  it('where that cannot be known, it is not taken', async () => {
    const store = { use: () => Promise.reject(new Error('down')) };
    expect(await codeOf(verifierOf({ store }).verify(await made()))).toBe('UPSTREAM_UNAVAILABLE');
  });
});

describe('the request that a proof is for', () => {
  it('is not known: nothing holds', async () => {
    expect(await codeOf(verifierOf({ publicUrl: null }).verify(await made()))).toBe('UNAUTHENTICATED');
    expect(await codeOf(verifierOf().verify(await made(), { method: undefined }))).toBe('UNAUTHENTICATED');
  });

  it('has a path below the public address', async () => {
    const { verify } = verifierOf({ publicUrl: 'https://api.example/phield' });
    expect(await codeOf(verify(await made({ url: 'https://api.example/phield/graphql' })))).toBe('none');
    expect(await codeOf(verify(await made({ url: 'https://api.example/graphql' })))).toBe('UNAUTHENTICATED');
  });
});
