import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider from 'oidc-provider';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { trustedIssuers } from '../../src/identity/trusted-issuers.ts';
import { AUDIENCE, codeOf, testAuthenticator } from './test-issuer.ts';

const CLIENT = 'backend';
const SECRET = 'only-for-tests';

async function privateJwk(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'ES256' };
}

/** A real provider on loopback whose keys can be swapped and which can be closed. */
class RunningIssuer {
  readonly #server: Server;
  readonly url: string;
  #provider: ReturnType<Provider['callback']>;

  constructor(server: Server, url: string, keys: readonly JWK[]) {
    this.#server = server;
    this.url = url;
    this.#provider = providerOf(url, keys);
    server.on('request', (request, response) => this.#provider(request, response));
  }

  rotate(keys: readonly JWK[]): void {
    this.#provider = providerOf(this.url, keys);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async token(resource = AUDIENCE): Promise<string> {
    const response = await fetch(`${this.url}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${CLIENT}:${SECRET}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/*.rs', resource }),
    });
    return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
  }
}

async function runIssuer(keys: readonly JWK[]): Promise<RunningIssuer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return new RunningIssuer(server, `http://127.0.0.1:${address.port}`, keys);
}

function providerOf(url: string, keys: readonly JWK[]): ReturnType<Provider['callback']> {
  const provider = new Provider(url, {
    jwks: { keys },
    scopes: ['openid', 'system/*.rs'],
    clients: [
      {
        client_id: CLIENT,
        client_secret: SECRET,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_: unknown, resource: string) => ({
          scope: 'system/*.rs',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    extraTokenClaims: () => ({ tenant: 'riverside', roles: ['PHYSICIAN'], purposes: ['TREAT'] }),
  });
  return provider.callback();
}

let dataDir = '';
let issuer: RunningIssuer;
let first: JWK;
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  dataDir = await mkdtemp(join(tmpdir(), 'phield-identity-'));
  first = await privateJwk('first');
  issuer = await runIssuer([first]);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await issuer.close();
  await rm(dataDir, { recursive: true });
});

/** The gateway's own way in: an issuers file, the real fetch; the clock runs ahead as told. */
async function gateway() {
  const issuersFile = join(dataDir, 'issuers.yaml');
  await writeFile(
    issuersFile,
    [
      'issuers:',
      `  - issuer: ${issuer.url}`,
      `    jwksUri: ${issuer.url}/jwks`,
      `    audience: [${AUDIENCE}]`,
      '    tenants: [riverside]',
      '    claimsWin: [tenant, roles, purposes, fhirUser]',
      '    algorithms: [ES256]',
      '    maxAgeSeconds: 86400',
      '    clockToleranceSeconds: 60',
      '    keys: {cooldownSeconds: 10, refreshSeconds: 60, maxStaleSeconds: 300}',
    ].join('\n'),
  );
  const state = { ahead: 0 };
  const clock = () => Date.now() + state.ahead * 1000;
  const config = { profile: 'embedded' as const, dataDir, issuersFile };
  const log = () => undefined;
  const issuers = await trustedIssuers({ config, fetch, clock, log });
  const { authenticate } = testAuthenticator({ issuers, clock, memo: { size: 10, seconds: 1 } });
  const ask = (token: string) => authenticate({ authorization: `Bearer ${token}`, purpose: undefined });
  return { ask, state };
}

test('a token as a real provider mints it', async () => {
  const { ask } = await gateway();
  expect(await ask(await issuer.token())).toMatchObject({
    issuer: issuer.url,
    id: CLIENT,
    client: CLIENT,
    tenant: 'riverside',
    roles: ['PHYSICIAN'],
    purpose: 'TREAT',
    scopes: ['system/*.rs'],
  });
  expect(await codeOf(ask(await issuer.token('https://other.example')))).toBe('UNAUTHENTICATED');
});

test('rotation: a token under the new key verifies after the cool-down, the old key ends with the set', async () => {
  const { ask, state } = await gateway();
  const before = await issuer.token();
  await ask(before);
  issuer.rotate([await privateJwk('second')]);
  const after = await issuer.token();
  expect(await codeOf(ask(after))).toBe('UNAUTHENTICATED');
  state.ahead = 11;
  expect(await codeOf(ask(after))).toBe('none');
  expect(await codeOf(ask(before))).toBe('UNAUTHENTICATED');
});

test('outage: known keys serve, unknown ones do not, and after the greatest age nothing does', async () => {
  const { ask, state } = await gateway();
  const known = await issuer.token();
  await ask(known);
  issuer.rotate([await privateJwk('second')]);
  const unknown = await issuer.token();
  await issuer.close();
  state.ahead = 200;
  expect(await codeOf(ask(known))).toBe('none');
  expect(await codeOf(ask(unknown))).toBe('UNAUTHENTICATED');
  state.ahead = 320;
  expect(await codeOf(ask(known))).toBe('UPSTREAM_UNAVAILABLE');
});

test('gone before the first token: unavailable', async () => {
  const token = await issuer.token();
  const { ask } = await gateway();
  await issuer.close();
  expect(await codeOf(ask(token))).toBe('UPSTREAM_UNAVAILABLE');
});
