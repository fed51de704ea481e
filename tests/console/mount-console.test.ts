import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config.ts';
import { CONSOLE_PAGES } from '../../src/console/console-pages.ts';
import { type ConsoleSignIn, consoleSignIn } from '../../src/console/console-sign-in.ts';
import { mountConsole } from '../../src/console/mount-console.ts';
import { readIssuerSettings } from '../../src/identity/issuer-settings.ts';

const JSON_BODY = { 'content-type': 'application/json', host: '127.0.0.1' };
const SETTINGS = { issuer: null, client: 'phield-console', scope: 'openid' };
const ISSUER = 'https://login.example';
const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: 'https://login.example/auth',
  token_endpoint: 'https://tokens.example/token',
  jwks_uri: 'https://login.example/jwks',
};
const OIDC: ConsoleSignIn = {
  ...{ kind: 'oidc', issuer: ISSUER, client: 'phield-console', scope: 'openid', acrValues: ['mfa'] },
};
const HERE = consoleSignIn('embedded', SETTINGS, []);

let folder: string;
const opened: FastifyInstance[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-test-'));
  await mkdir(join(folder, 'built', 'assets'), { recursive: true });
  await writeFile(join(folder, 'built', 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'built', 'assets', 'index-AbCd_123.js'), 'export {};');
});
afterAll(async () => {
  await Promise.all(opened.map((server) => server.close()));
  await rm(folder, { recursive: true, force: true });
});

interface Mounted {
  readonly signIn?: ConsoleSignIn | null;
  readonly answer?: () => Promise<Response>;
  readonly built?: string;
  readonly clock?: () => number;
}

async function mounted({ signIn = HERE, answer, built = 'built', clock = Date.now }: Mounted = {}) {
  const server = fastify();
  opened.push(server);
  await mountConsole(
    server,
    { profile: 'embedded', dataDir: join(folder, 'data'), sessionIdleSeconds: 600 },
    {
      clock,
      signIn,
      folder: join(folder, built),
      fetch: answer ?? (() => Promise.reject(new Error('nobody is to be asked'))),
    },
  );
  return {
    get: (url: string) => server.inject({ method: 'GET', url, headers: { host: '127.0.0.1' } }),
    post: (url: string, payload: unknown, headers = {}) =>
      server.inject({
        method: 'POST',
        url,
        headers: { ...JSON_BODY, ...headers },
        payload: payload as object,
      }),
    server,
  };
}

describe('the page', () => {
  it('is there for each address of a page and for no other', async () => {
    const { get } = await mounted();
    for (const path of ['', ...CONSOLE_PAGES.map((page) => page.path)]) {
      const { statusCode, headers, body } = await get(`/console/${path}?id=1`);
      expect([path, statusCode, headers['content-type'], body.slice(0, 9)]).toEqual([
        ...[path, 200, 'text/html; charset=utf-8', '<!doctype'],
      ]);
    }
    for (const path of [
      'index.html',
      'nowhere',
      'access/',
      '..%2f..%2fpackage.json',
      '%2e%2e/x',
      'assets/',
    ]) {
      expect([path, (await get(`/console/${path}`)).statusCode]).toEqual([path, 404]);
    }
    expect((await get('/console')).headers.location).toBe('/console/');
  });

  it('runs its own scripts and nothing else, makes no text into markup, and is in nobody’s frame', async () => {
    const { get } = await mounted();
    const policy = (await get('/console/')).headers['content-security-policy'];
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'",
    );
  });

  it('is kept by nobody, while files named after what is in them are kept for good', async () => {
    const { get } = await mounted();
    expect((await get('/console/assets/index-AbCd_123.js')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    );
    // What is not said here the door says of all answers: no-store.
    for (const path of ['/console/', '/console/settings']) {
      expect((await get(path)).headers['cache-control']).toBeUndefined();
    }
  });

  it('says in one line that it is not built, or that nobody can sign in', async () => {
    const absent = await mounted({ built: 'nowhere' });
    expect((await absent.get('/console/')).body).toBe('The page is not built: npm run console:build\n');
    const closed = await mounted({ signIn: null });
    for (const path of ['/console', '/console/', '/console/access']) {
      const { statusCode, body } = await closed.get(path);
      expect([statusCode, body]).toEqual([404, expect.stringContaining('PHIELD_CONSOLE_ISSUER')]);
    }
    expect((await closed.post('/console/token', { as: 'auditor' })).statusCode).toBe(404);
  });
});

describe('signing in on this machine', () => {
  it('lists the demo’s reviewers and gives tokens of theirs, and of nobody else', async () => {
    const { get, post } = await mounted();
    const { kind, idleSeconds, people } = (await get('/console/settings')).json();
    expect([kind, idleSeconds]).toEqual(['development', 600]);
    for (const { name, roles } of people) {
      expect(['PRIVACY_OFFICER', 'AUDITOR']).toContain(roles[0]);
      expect((await post('/console/token', { as: name })).json()).toMatchObject({ expiresIn: 3600 });
    }
    for (const as of ['physician', 'admin', 'constructor', '__proto__', 7, null]) {
      const { statusCode, body } = await post('/console/token', { as });
      expect([as, statusCode, body.includes('token')]).toEqual([as, 400, false]);
    }
  });

  it('is for whoever is on this machine and means it', async () => {
    const { post, server } = await mounted();
    const strangers: Record<string, string>[] = [
      { host: 'evil.example:4000' },
      { 'x-forwarded-for': '10.0.0.9' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of strangers) {
      const { statusCode, body } = await post('/console/token', { as: 'auditor' }, headers);
      expect([headers, statusCode, body.includes('token')]).toEqual([headers, 403, false]);
    }
    const far = await server.inject({
      ...{ method: 'POST', url: '/console/token', headers: JSON_BODY, payload: { as: 'auditor' } },
      remoteAddress: '10.0.0.9',
    });
    expect(far.statusCode).toBe(403);
  });
});

describe('signing in at an issuer', () => {
  const says = (metadata: unknown) => async () => Response.json(metadata);

  it('tells the page where, lets it reach the token endpoint and nothing else, and mints nothing', async () => {
    const { get, post } = await mounted({ signIn: OIDC, answer: says(METADATA) });
    expect((await get('/console/settings')).json()).toEqual({
      ...{ kind: 'oidc', idleSeconds: 600, client: 'phield-console', scope: 'openid', acrValues: ['mfa'] },
      metadata: {
        ...METADATA,
        authorization_response_iss_parameter_supported: false,
        id_token_signing_alg_values_supported: ['RS256'],
      },
    });
    expect((await get('/console/')).headers['content-security-policy']).toContain(
      "connect-src 'self' https://tokens.example;",
    );
    expect((await post('/console/token', { as: 'auditor' })).statusCode).toBe(404);
  });

  it('believes no metadata of another issuer, nor endpoints without TLS', async () => {
    for (const wrong of [
      { ...METADATA, issuer: 'https://other.example' },
      { ...METADATA, token_endpoint: 'http://login.example/token' },
      { ...METADATA, authorization_endpoint: 'javascript:alert(1)' },
      { ...METADATA, jwks_uri: undefined },
      'nothing',
    ]) {
      const { get } = await mounted({ signIn: OIDC, answer: says(wrong) });
      expect((await get('/console/settings')).statusCode).toBe(503);
      expect((await get('/console/')).headers['content-security-policy']).toContain("connect-src 'self';");
    }
  });

  it('asks an issuer that was away again after five seconds, and keeps what it said for five minutes', async () => {
    const state = { now: 1_000_000, asked: 0, away: true };
    const answer = async () => {
      state.asked += 1;
      if (state.away) throw new TypeError('away');
      return Response.json(METADATA);
    };
    const { get } = await mounted({ signIn: OIDC, answer, clock: () => state.now });
    const later = async (ms: number) => {
      state.now += ms;
      return (await get('/console/settings')).statusCode;
    };
    expect([await later(0), await later(4_999), state.asked]).toEqual([503, 503, 1]);
    state.away = false;
    expect([await later(1), await later(299_999), state.asked]).toEqual([200, 200, 2]);
    expect([await later(1), state.asked]).toEqual([200, 3]);
  });

  it('takes an issuer whose tokens are trusted, and stops the start at any other', () => {
    const [settings] = readIssuerSettings({
      issuers: [
        {
          issuer: ISSUER,
          jwksUri: `${ISSUER}/jwks`,
          audience: ['x'],
          tenants: ['riverside'],
          assurance: { acr: ['mfa'] },
        },
      ],
    });
    if (settings === undefined) throw new Error('no issuer');
    const trusted = [{ settings }];
    const named = { ...SETTINGS, issuer: ISSUER };
    expect(consoleSignIn('production', named, trusted)).toEqual(OIDC);
    expect(consoleSignIn('production', SETTINGS, trusted)).toBeNull();
    expect(() => consoleSignIn('production', { ...named, issuer: 'https://other.example' }, trusted)).toThrow(
      ConfigError,
    );
  });
});
