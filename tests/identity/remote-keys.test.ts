import { createServer } from 'node:http';
import type { FetchImplementation } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { readIssuerSettings } from '../../src/identity/issuer-settings.ts';
import { createRemoteKeys } from '../../src/identity/remote-keys.ts';
import {
  AUDIENCE,
  claimsWith,
  codeOf,
  ISSUER,
  issuerSettings,
  refusalOf,
  type SigningKey,
  signingKey,
  testAuthenticator,
  testClock,
} from './test-issuer.ts';

let old: SigningKey;
let next: SigningKey;
beforeAll(async () => {
  [old, next] = await Promise.all([signingKey('ES256', 'old'), signingKey('ES256', 'next')]);
});

type Answer = () => Response | Promise<Response>;
const keySet = (...keys: readonly SigningKey[]): Answer => {
  return () => Response.json({ keys: keys.map((key) => key.publicJwk) });
};
const down: Answer = () => Promise.reject(new TypeError('fetch failed'));

/** An issuer whose key address gives what the test says. Tokens outlive the test's clock. */
function setting(first: Answer, policy: Record<string, number> = {}) {
  const clock = testClock();
  const state = { answer: first, fetches: 0 };
  const fetch: FetchImplementation = async () => {
    state.fetches += 1;
    return state.answer();
  };
  const entry = { keys: policy, maxAgeSeconds: 86_400, maxLifetimeSeconds: 86_400 };
  const [parsed] = readIssuerSettings({
    issuers: [
      {
        issuer: ISSUER,
        jwksUri: 'https://id.example/keys',
        audience: [AUDIENCE],
        tenants: ['riverside'],
        ...entry,
      },
    ],
  });
  if (parsed === undefined) throw new Error('no entry');
  const log: string[] = [];
  const keys = createRemoteKeys({
    issuer: ISSUER,
    jwksUri: parsed.jwksUri,
    policy: parsed.keys,
    fetch,
    clock: clock.now,
    log: (event) => log.push(event),
  });
  const issuers = [{ settings: issuerSettings(entry), keys }];
  const { authenticate } = testAuthenticator({ issuers, clock: clock.now, memo: { size: 10, seconds: 1 } });
  const ask = async (key: SigningKey, header?: Record<string, unknown>) => {
    const token = await key.sign(
      claimsWith({ exp: clock.now() / 1000 + 600, iat: clock.now() / 1000 }),
      header,
    );
    return codeOf(authenticate({ authorization: `Bearer ${token}`, purpose: undefined }));
  };
  return { ask, authenticate, clock, state, keys, log };
}

describe('rotation', () => {
  test('a new key is fetched when a token names it, an old one goes when the issuer drops it', async () => {
    const { ask, clock, state, keys } = setting(keySet(old));
    expect(await ask(old)).toBe('none');
    const before = keys.version();
    state.answer = keySet(old, next);
    clock.advance(31);
    expect(await ask(next)).toBe('none');
    expect(keys.version()).toBeGreaterThan(before);
    state.answer = keySet(next);
    clock.advance(290);
    expect(await ask(old)).toBe('none');
    clock.advance(11);
    expect(await ask(old)).toBe('UNAUTHENTICATED');
    expect(state.fetches).toBe(3);
  });

  test('an unchanged set is no change', async () => {
    const { ask, clock, state, keys } = setting(keySet(old));
    await ask(old);
    const before = keys.version();
    clock.advance(301);
    await ask(old);
    expect(state.fetches).toBe(2);
    expect(keys.version()).toBe(before);
  });

  test('a flood of unknown kids causes one fetch per cool-down', async () => {
    const { ask, clock, state } = setting(keySet(old));
    await ask(old);
    for (let i = 0; i < 20; i += 1) expect(await ask(next, { kid: `k${i}` })).toBe('UNAUTHENTICATED');
    expect(state.fetches).toBe(1);
    clock.advance(31);
    await Promise.all(Array.from({ length: 20 }, (_, i) => ask(next, { kid: `k${i}` })));
    expect(state.fetches).toBe(2);
    expect(await ask(old)).toBe('none');
  });

  test('keys of the same kid but another value do not verify', async () => {
    const { ask } = setting(keySet(old));
    expect(await ask(next, { kid: 'old' })).toBe('UNAUTHENTICATED');
  });
});

describe('outage', () => {
  test('known keys go on being used up to their greatest age, then nothing is verified', async () => {
    const { ask, clock, state, log } = setting(keySet(old));
    await ask(old);
    state.answer = down;
    clock.advance(3_590);
    expect(await ask(old)).toBe('none');
    expect(log).toEqual(['issuer_keys_fetch_failed']);
    clock.advance(11);
    expect(await ask(old)).toBe('UPSTREAM_UNAVAILABLE');
    state.answer = keySet(old);
    clock.advance(6);
    expect(await ask(old)).toBe('none');
  });

  test('an unknown kid does not verify meanwhile', async () => {
    const { ask, clock, state } = setting(keySet(old));
    await ask(old);
    state.answer = down;
    clock.advance(100);
    expect(await ask(next)).toBe('UNAUTHENTICATED');
    expect(await ask(old)).toBe('none');
  });

  test('no keys were ever fetched: unavailable, one attempt per retry time', async () => {
    const { ask, clock, state } = setting(down);
    for (let i = 0; i < 5; i += 1) expect(await ask(old)).toBe('UPSTREAM_UNAVAILABLE');
    expect(state.fetches).toBe(1);
    state.answer = keySet(old);
    clock.advance(5);
    expect(await ask(old)).toBe('none');
  });

  test('many first requests at once share one fetch', async () => {
    const { ask, state } = setting(keySet(old));
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => ask(old))))).toEqual(new Set(['none']));
    expect(state.fetches).toBe(1);
  });

  test('while a renewal hangs, only the request that started it waits', async () => {
    const { ask, clock, state } = setting(keySet(old));
    await ask(old);
    let release: (response: Response) => void = () => undefined;
    state.answer = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    clock.advance(301);
    const first = ask(old);
    // However many steps lead there: the renewal is under way.
    while (state.fetches < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(await ask(old)).toBe('none');
    release(await keySet(old)());
    expect(await first).toBe('none');
  });

  test('a clock set back renews the keys', async () => {
    const { ask, clock, state } = setting(keySet(old));
    await ask(old);
    clock.advance(-100);
    expect(await ask(old)).toBe('none');
    expect(state.fetches).toBe(2);
  });
});

describe('answers that are no key set', () => {
  const huge = JSON.stringify({ keys: [], padding: 'x'.repeat(300_000) });
  test.each<[string, Answer]>([
    ['no JSON', () => new Response('<html>')],
    ['another JSON', () => Response.json({ keys: 'none' })],
    ['an error page', () => Response.json({ keys: [] }, { status: 500 })],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { location: 'https://attacker.example' } }),
    ],
    ['an empty body', () => new Response(null)],
    ['more than 256 KB', () => new Response(huge)],
  ])('%s counts as an outage', async (_, answer) => {
    const { ask, clock, state } = setting(answer);
    expect(await ask(old)).toBe('UPSTREAM_UNAVAILABLE');
    state.answer = keySet(old);
    clock.advance(5);
    expect(await ask(old)).toBe('none');
    state.answer = answer;
    clock.advance(301);
    expect(await ask(old)).toBe('none');
  });

  test('a set without keys is what it says: nothing verifies', async () => {
    expect(await setting(() => Response.json({ keys: [] })).ask(old)).toBe('UNAUTHENTICATED');
  });

  test('a set with keys of other kinds among ours still serves ours', async () => {
    const odd = [{ kty: 'oct', k: 'AAAA', kid: 'old' }, { kty: 'RSA', kid: 'broken' }, { kty: 'new' }];
    const { ask } = setting(() => Response.json({ keys: [...odd, old.publicJwk] }));
    expect(await ask(old)).toBe('none');
    expect(await ask(next, { kid: 'broken' })).toBe('UNAUTHENTICATED');
  });
});

test('a server that never answers is cut off', { timeout: 10_000 }, async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const keys = createRemoteKeys({
    issuer: ISSUER,
    jwksUri: `http://127.0.0.1:${address.port}/keys`,
    policy: {
      timeoutMs: 100,
      cooldownSeconds: 30,
      refreshSeconds: 300,
      retrySeconds: 5,
      maxStaleSeconds: 3_600,
    },
    fetch,
    clock: Date.now,
    log: () => undefined,
  });
  const clock = testClock();
  const { authenticate } = testAuthenticator({
    issuers: [{ settings: issuerSettings(), keys }],
    clock: clock.now,
  });
  const token = await old.sign(claimsWith({}));
  const got = await refusalOf(authenticate({ authorization: `Bearer ${token}`, purpose: undefined }));
  expect(got).toBe('UPSTREAM_UNAVAILABLE: no usable keys of the issuer');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
