import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ConsoleWorld, keptByBrowser, openConsole, settled } from '../support/console/console-world.ts';
import { findChromium } from '../support/find-chromium.ts';

const executablePath = findChromium();
const AUDIENCE = 'https://gateway.example';
const SCOPE = 'user/*.cruds';
const TOKEN_SECONDS = 300;

describe.skipIf(executablePath === null)('signing in to the console at a real provider', () => {
  let world: ConsoleWorld;
  let folder: string;
  let issuer: Server;
  let issuerUrl: string;
  beforeAll(async () => {
    for (const name of ['warn', 'info'] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
    folder = await mkdtemp(join(tmpdir(), 'console-issuer-'));
    issuer = createServer();
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    const address = issuer.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const url = `http://127.0.0.1:${address.port}`;
    issuerUrl = url;
    const file = join(folder, 'issuers.yaml');
    await writeFile(file, issuersFile(url));
    world = await openConsole(executablePath ?? '', {
      env: { PHIELD_ISSUERS_FILE: file, PHIELD_CONSOLE_ISSUER: url, PHIELD_CONSOLE_SCOPE: `openid ${SCOPE}` },
    });
    issuer.on('request', await providerOf(url, `${world.gateway.url}/console/`));
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await world?.close();
    issuer?.closeAllConnections();
    await new Promise((resolve) => issuer.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  const leave = async (page: Page) => {
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByPlaceholder('Enter any login').waitFor();
  };

  const comeBack = async (page: Page) => {
    await page.getByPlaceholder('Enter any login').fill('officer-1');
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    await settled(page);
  };

  it('goes there with PKCE and comes back to the page it left, with nothing in address or storage', async () => {
    const { page, complaints } = await world.open('ledger');
    const asked = page.waitForRequest(/\/auth\?/);
    await leave(page);
    const parameters = new URL((await asked).url()).searchParams;
    expect(Object.fromEntries(parameters)).toMatchObject({
      ...{ response_type: 'code', client_id: 'phield-console', code_challenge_method: 'S256' },
      ...{ scope: `openid ${SCOPE}`, redirect_uri: `${world.gateway.url}/console/`, acr_values: 'urn:mfa' },
      prompt: 'login',
    });
    expect(parameters.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    await comeBack(page);
    expect(page.url()).toBe(`${world.gateway.url}/console/ledger`);
    expect(await page.locator('.who').innerText()).toContain('officer-1');
    expect(await page.locator('main .failure').allInnerTexts()).toEqual([]);
    expect(await keptByBrowser(page)).toEqual([]);
    // The provider's own pages complain of what they lack; ours of nothing that its policy forbids.
    expect(complaints.filter((one) => !one.startsWith('Failed to load resource'))).toEqual([]);
    const events = await world.gateway.events({ actor: 'officer-1' });
    expect(events.map(({ client }) => client)).toContain('phield-console');
    await page.close();
  });

  it('goes on with the next token while somebody is there, asks nothing twice, and with none once nobody is', async () => {
    const { page } = await world.open('ledger');
    await page.clock.install();
    await page.reload();
    await leave(page);
    await comeBack(page);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(new URL(request.url()).pathname));
    for (let time = 0; time < 3; time += 1) {
      await page.clock.runFor(TOKEN_SECONDS * 1000 - 30_000);
      await page.keyboard.press('Shift');
      await page.waitForTimeout(200);
    }
    expect(sent).toEqual(['/token', '/token', '/token']);
    expect(await page.getByRole('navigation', { name: 'Pages' }).count()).toBe(1);
    await page.getByText('Refused requests').click();
    await settled(page);
    expect(await page.locator('main .failure').allInnerTexts()).toEqual([]);
    for (let time = 0; time < 4; time += 1) {
      await page.clock.runFor(TOKEN_SECONDS * 1000 - 30_000);
      await page.waitForTimeout(200);
    }
    await page.getByText('because nobody used this page').waitFor();
    await page.close();
  });

  it.each([
    ['spares whoever is there when a token runs out', 0, null],
    ['and nobody who comes when a page was left since', 16 * 60_000, 'login'],
  ])('%s', async (_what, away, prompt) => {
    const { page } = await world.open('ledger');
    await page.clock.install();
    await page.reload();
    await leave(page);
    await comeBack(page);
    await page.route(`${issuerUrl}/token`, (route) => route.abort());
    await page.clock.runFor(TOKEN_SECONDS * 1000);
    await page.getByText('Your sign-in has expired.').waitFor();
    await page.clock.runFor(away);
    const asked = page.waitForRequest(/\/auth\?/);
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(new URL((await asked).url()).searchParams.get('prompt')).toBe(prompt);
    await page.close();
  });

  it('takes nothing that it did not ask for', async () => {
    const { page } = await world.open('?code=stolen&state=of-another');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(page.url()).toBe(`${world.gateway.url}/console/`);
    await leave(page);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(new URL(request.url()).pathname));
    await page.goto(`${world.gateway.url}/console/?code=stolen&state=of-another&iss=${issuerUrl}`);
    await page.getByText('Signing in did not work.').waitFor();
    expect(sent).not.toContain('/token');
    expect(page.url()).toBe(`${world.gateway.url}/console/`);
    expect(await keptByBrowser(page)).toEqual([]);
    await page.close();
  });

  it('says that it did not work when somebody turns round', async () => {
    const { page } = await world.open('activity');
    await leave(page);
    await page.getByText('[ Cancel ]').click();
    await page.getByText('Signing in did not work.').waitFor();
    expect(page.url()).toBe(`${world.gateway.url}/console/activity`);
    await page.close();
  });

  it('mints nothing here', async () => {
    const answer = await world.gateway.send('/console/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"as":"auditor"}',
    });
    expect(answer.status).toBe(404);
  });
});

function issuersFile(url: string): string {
  return [
    'issuers:',
    `  - issuer: ${url}`,
    `    jwksUri: ${url}/jwks`,
    `    audience: ['${AUDIENCE}']`,
    '    tenants: [riverside]',
    '    claimsWin: [tenant, roles, purposes, fhirUser]',
    '    algorithms: [ES256]',
    '    assurance: {mfaEnforced: true, acr: ["urn:mfa"]}',
  ].join('\n');
}

async function providerOf(url: string, redirect: string): Promise<ReturnType<Provider['callback']>> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'one', use: 'sig', alg: 'ES256' };
  const provider = new Provider(url, {
    jwks: { keys: [key] },
    scopes: ['openid', SCOPE],
    acrValues: ['urn:mfa'],
    clientBasedCORS: () => true,
    issueRefreshToken: () => true,
    pkce: { required: () => true },
    clients: [
      {
        client_id: 'phield-console',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [redirect],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    features: {
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          ...{ scope: SCOPE, audience: AUDIENCE, accessTokenFormat: 'jwt', accessTokenTTL: TOKEN_SECONDS },
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    extraTokenClaims: () => ({ tenant: 'riverside', roles: ['PRIVACY_OFFICER'], purposes: ['HOPERAT'] }),
  });
  return provider.callback();
}
