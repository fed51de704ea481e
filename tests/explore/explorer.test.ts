import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fastify, { type FastifyInstance } from 'fastify';
import { buildSchema } from 'graphql';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mountExplorer } from '../../src/explore/mount-explorer.ts';
import { PERSONAS } from '../../src/identity/personas.ts';
import { findChromium } from '../support/find-chromium.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';
import { watchPage } from '../support/watch-page.ts';

const executablePath = findChromium();
const JSON_BODY = { 'content-type': 'application/json' };

let gateway: TestGateway;
let pictures: string;
beforeAll(async () => {
  pictures = await mkdtemp(join(tmpdir(), 'explorer-test-'));
  // Installing has built the page that the gateway serves: anew, so that what is tested is what stands here.
  await promisify(execFile)(process.execPath, ['src/explore/build-page.js']);
  gateway = await runGateway();
});
afterAll(async () => {
  await gateway?.close();
  await rm(pictures, { recursive: true, force: true });
});

const choose = (path: string, as: unknown, headers = {}) =>
  fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { ...JSON_BODY, ...headers },
    body: JSON.stringify({ as }),
  });

describe('the explorer', () => {
  it('mints tokens of the personas that the gateway takes, and of nobody else', async () => {
    const answer = await choose('/explore/token', 'billing');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { token, expiresIn } = z
      .object({ token: z.string(), expiresIn: z.number() })
      .parse(await answer.json());
    expect(expiresIn).toBe(900);
    const me = await gateway.ask(token, '{ me { roles } }');
    expect(me.body?.data).toEqual({ me: { roles: ['BILLING'] } });
    for (const stranger of ['nobody', 'constructor', '__proto__', 7, null]) {
      expect([stranger, (await choose('/explore/token', stranger)).status]).toEqual([stranger, 400]);
    }
  });

  it('shows each persona the schema that its roles can use, under the tenant’s overlay', async () => {
    const told = await (await choose('/explore/schema', 'billing')).json();
    const { sdl } = z.object({ sdl: z.string() }).parse(told);
    const schema = buildSchema(sdl);
    expect(schema.getType('Claim')).toBeDefined();
    expect(schema.getType('Condition')).toBeUndefined();
  });

  it('serves its own files under a strict policy, and no path leads out of them', async () => {
    const page = await fetch(`${gateway.url}/explore/`);
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(policy.replace("style-src 'self' 'unsafe-inline'", '')).not.toMatch(/unsafe|https?:|\*/);
    const redirected = await fetch(`${gateway.url}/explore`, { redirect: 'manual' });
    expect([redirected.status, redirected.headers.get('location')]).toEqual([302, '/explore/']);
    for (const path of ['..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', 'nothing.js', 'assets/']) {
      const answer = await gateway.send(`/explore/${path}`);
      expect(answer.status).toBe(404);
    }
  });

  it('is there for whoever is on this machine and means it: no proxy, no other name, no other page', async () => {
    const asked: [string, Record<string, string>][] = [
      ['another name', { host: 'evil.example:4000' }],
      ['a name that begins like ours', { host: 'localhost.evil.example' }],
      ['a proxy', { host: '127.0.0.1', 'x-forwarded-for': '10.0.0.9' }],
      ['another site’s page', { host: '127.0.0.1', 'sec-fetch-site': 'cross-site' }],
    ];
    const server = await mounted('embedded');
    for (const [name, headers] of asked) {
      const answer = await server.inject({
        method: 'POST',
        url: '/explore/token',
        headers: { ...JSON_BODY, ...headers },
        payload: { as: 'physician' },
      });
      expect([name, answer.statusCode, answer.body.includes('token')]).toEqual([name, 403, false]);
    }
    const far = await server.inject({ method: 'GET', url: '/explore/people', remoteAddress: '10.0.0.9' });
    expect(far.statusCode).toBe(403);
    const near = await server.inject({
      method: 'GET',
      url: '/explore/people',
      headers: { host: 'localhost:1' },
    });
    expect(Object.keys(PERSONAS)).toEqual(near.json().map(({ name }: { name: string }) => name));
    await server.close();
  });

  it('does not exist in production', async () => {
    const server = await mounted('production');
    for (const url of ['/explore', '/explore/', '/explore/people']) {
      expect((await server.inject({ method: 'GET', url })).statusCode).toBe(404);
    }
    for (const url of ['/explore/token', '/explore/schema', '/explore/client-token']) {
      const answer = await server.inject({ method: 'POST', url, payload: { as: 'physician' } });
      expect(answer.statusCode).toBe(404);
    }
    await server.close();
  });
});

async function mounted(profile: 'embedded' | 'production'): Promise<FastifyInstance> {
  const server = fastify();
  const is = await mountExplorer(
    server,
    { profile, dataDir: gateway.config.dataDir },
    {
      clock: Date.now,
      schemaOf: () => '',
      clients: { find: async () => null },
      publicUrl: () => null,
    },
  );
  expect(is).toBe(profile === 'embedded' ? '/explore/client-token' : null);
  return server;
}

describe.skipIf(executablePath === null)('the explorer in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  it('runs one operation as two people, shows each their schema, and the browser has no complaint', async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
    const { complaints } = await watchPage(page);
    await page.goto(`${gateway.url}/explore/`);
    const run = async () => {
      await page.locator('.graphiql-query-editor').getByText('birthDate').waitFor();
      const [response] = await Promise.all([
        page.waitForResponse((response) => response.url().endsWith('/graphql')),
        page.getByRole('button', { name: /^Execute query/ }).click(),
      ]);
      return response.json();
    };
    const answer = page.locator('.result-window');
    expect((await run()).data.me.roles).toEqual(['PHYSICIAN']);
    await answer.getByText('"PHYSICIAN"').waitFor();

    await page.getByLabel('Ask as').selectOption('billing');
    await page.getByTestId('about').filter({ hasText: 'HPAYMT' }).waitFor();
    await page.locator('.graphiql-query-editor').getByText('birthDate').waitFor();
    expect(await answer.getByText('"PHYSICIAN"').count()).toBe(0);
    expect((await run()).data.me.roles).toEqual(['BILLING']);
    await answer.getByText('"HPAYMT"').waitFor();
    await page.screenshot({ path: screenshotOf('explorer') });

    // Documentation and completion are of the schema that this role can use.
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const shown = page.locator('.graphiql-doc-explorer');
    await shown.getByText('Claim', { exact: true }).waitFor();
    expect(await shown.getByText('Condition', { exact: true }).count()).toBe(0);
    await page.screenshot({ path: screenshotOf('explorer-schema') });

    expect(complaints).toEqual([]);
    expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([
      0,
      0,
      '',
    ]);
    await page.close();
  }, 60_000);
});

/** Looked at by people; left where `PHIELD_SCREENSHOTS` says, else removed with the test's folder. */
function screenshotOf(name: string): string {
  return join(process.env.PHIELD_SCREENSHOTS ?? pictures, `${name}.png`);
}
