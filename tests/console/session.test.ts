import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type ConsoleWorld,
  keptByBrowser,
  openConsole,
  settled,
  signInAs,
} from '../support/console/console-world.ts';
import { eventually } from '../support/copy-demo.ts';
import { findChromium } from '../support/find-chromium.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const executablePath = findChromium();
const MINUTE = 60_000;

describe.skipIf(executablePath === null)('a session of the console', () => {
  let world: ConsoleWorld;
  beforeAll(async () => {
    world = await openConsole(executablePath ?? '');
    const { gateway } = world;
    const auditor = await gateway.persona('auditor');
    await eventually(
      async () => (await gateway.ask(auditor, '{ ledger { checkpoint } }')).text.includes('phield.local/'),
      'the log has no checkpoint',
    );
  });
  afterAll(() => world?.close());
  afterEach(async () => {
    await Promise.all(world.browser.contexts().map((context) => context.close()));
  });

  /** The ledger's page with the clock in our hands. */
  async function openLedger(): Promise<Page> {
    const { page } = await world.open('');
    await page.clock.install();
    await page.goto(`${world.gateway.url}/console/ledger`);
    await signInAs(page, 'Privacy officer');
    await settled(page);
    expect(await page.locator('main').innerText()).toContain('phield.local/');
    return page;
  }
  /** Whoever sits there now sees who to sign in as and why, and nothing of what was shown. */
  async function isEnded(page: Page, why: string): Promise<void> {
    await page.getByText(why).waitFor();
    expect(await page.content()).not.toMatch(/phield\.local|demo-privacy|riverside<\/span><\/p>/);
    expect(await page.title()).toBe('Sign in · Phield console');
    expect(await keptByBrowser(page)).toEqual([]);
  }

  it('ends after 15 minutes of nobody there, says why, drops what it showed and comes back to the same page', async () => {
    const page = await openLedger();
    await page.clock.runFor(15 * MINUTE);
    await isEnded(page, 'You were signed out because nobody used this page for a while.');
    expect(new URL(page.url()).pathname).toBe('/console/ledger');
    await signInAs(page, 'Auditor');
    await settled(page);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Ledger');
  });

  it('saves no file that came after somebody left', async () => {
    const { page } = await world.open('patients');
    await signInAs(page, 'Privacy officer');
    await page.getByLabel('Patient id').fill('demo-ada');
    await page.getByRole('button', { name: 'Look' }).click();
    await settled(page);
    const saved: string[] = [];
    page.on('download', (download) => saved.push(download.suggestedFilename()));
    const left = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch();
      await left.promise;
      await route.fulfill({ response });
    });
    const answered = page.waitForResponse('**/graphql');
    await page.getByRole('button', { name: 'JSON' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    left.resolve();
    await answered;
    await page.waitForTimeout(500);
    expect(saved).toEqual([]);
  });

  it('warns a minute before, and stays for whoever is there', async () => {
    const page = await openLedger();
    await page.clock.runFor(14 * MINUTE + 1_000);
    await page.getByRole('dialog', { name: 'Are you still there?' }).waitFor();
    await page.getByRole('button', { name: 'Stay signed in' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.clock.runFor(13 * MINUTE);
    expect(await page.getByRole('navigation').count()).toBe(1);
  });

  it('ends on a machine that slept, before anything can be done there', async () => {
    const page = await openLedger();
    await page.clock.pauseAt(Date.now() + 16 * MINUTE);
    await page.keyboard.press('Tab');
    await isEnded(page, 'You were signed out because nobody used this page for a while.');
  });

  it('ends with its token, however busy', async () => {
    const page = await openLedger();
    for (let quarter = 0; quarter < 5; quarter += 1) {
      await page.clock.runFor(11 * MINUTE);
      await page.keyboard.press('Shift');
    }
    expect(await page.getByRole('navigation').count()).toBe(1);
    await page.clock.runFor(6 * MINUTE);
    await isEnded(page, 'Your sign-in has expired.');
  });

  it('ends when the gateway does not take the token any more', async () => {
    const page = await openLedger();
    await page.route('**/graphql', (route) =>
      route.fulfill({ status: 401, json: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } }),
    );
    await page.getByText('Refused requests').click();
    await isEnded(page, 'The gateway no longer accepts this sign-in.');
  });

  it('ends by its button, and the token is nowhere to be found while it lasts', async () => {
    const page = await openLedger();
    const asked = page.waitForRequest('**/graphql');
    await page.getByText('Refused requests').click();
    const request = await asked;
    const token = (await request.headerValue('authorization'))?.slice('Bearer '.length) ?? '';
    expect(token.split('.')).toHaveLength(3);
    expect([request.method(), request.url().includes('?')]).toEqual(['POST', false]);
    expect(await keptByBrowser(page)).toEqual([]);
    const places = await page.evaluate(
      '[document.documentElement.outerHTML, location.href, document.referrer, JSON.stringify(history.state), name, JSON.stringify(Object.keys(window).map((key) => String(window[key])))].join()',
    );
    expect(places).not.toContain(token.slice(-40));
    await page.getByRole('button', { name: 'Sign out' }).click();
    await isEnded(page, 'You are signed out.');
  });

  it('says what the gateway refuses in plain words, with a way on where there is one', async () => {
    const page = await openLedger();
    for (const [code, status, text, again] of [
      ['FORBIDDEN', 200, 'Not permitted.', 0],
      ['LEDGER_UNAVAILABLE', 200, 'The ledger cannot be written.', 1],
      ['UPSTREAM_UNAVAILABLE', 200, 'Not available at the moment.', 1],
      ['RATE_LIMITED', 429, 'Ask again in 7 seconds.', 1],
      ['PERSISTED_QUERY_NOT_FOUND', 200, 'The gateway has changed.', 0],
      ['SOMETHING_NEW', 200, 'Something went wrong.', 1],
    ] as const) {
      const refuse = {
        status,
        headers: { 'retry-after': '7' },
        json: { errors: [{ extensions: { code } }] },
      };
      await page.route('**/graphql', (route) => route.fulfill(refuse));
      await page.reload();
      await page.getByRole('button', { name: 'Auditor' }).click();
      await page.getByText(text).waitFor();
      expect([code, await page.getByRole('button', { name: 'Try again' }).count()]).toEqual([code, again]);
      await page.unroute('**/graphql');
    }
  });

  it('says that the gateway is away and goes on by itself when it is back', async () => {
    const { page } = await world.open('ledger');
    await signInAs(page, 'Privacy officer');
    await settled(page);
    const { url, config, stop } = world.gateway;
    await stop();
    await page.getByText('Refused requests').click();
    await page.getByText('The gateway is not reachable.').waitFor();
    let again: TestGateway | null = null;
    try {
      again = await runGateway({
        ...{ dataDir: config.dataDir, consoleFolder: world.folder },
        env: { PORT: new URL(url).port },
      });
      await page.getByText('The gateway is not reachable.').waitFor({ state: 'hidden' });
      await settled(page);
      expect(await page.getByRole('heading', { name: 'Events' }).count()).toBe(1);
    } finally {
      await again?.stop();
    }
  });
});
