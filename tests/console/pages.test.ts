import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONSOLE_PAGES } from '../../src/console/console-pages.ts';
import {
  type ConsoleWorld,
  keptByBrowser,
  openConsole,
  settled,
  signInAs,
} from '../support/console/console-world.ts';
import { graveFindings } from '../support/console/grave-findings.ts';
import { findChromium } from '../support/find-chromium.ts';

const executablePath = findChromium();
const SCHEMES = ['light', 'dark'] as const;
const ASKED =
  '{ patient(id: "demo-ada") { birthDate ssn mrn conditions(first: 2) { edges { node { code { text } } } } } }';

describe.skipIf(executablePath === null)('every page of the console', () => {
  let world: ConsoleWorld;
  beforeAll(async () => {
    world = await openConsole(executablePath ?? '');
    // Something to look at.
    for (const name of ['physician', 'billing', 'stranger', 'researcher']) {
      await world.gateway.ask(await world.gateway.persona(name), ASKED);
    }
  });
  afterAll(() => world?.close());

  it.each(SCHEMES)('signs in: no complaint and nothing grave, %s', async (colorScheme) => {
    const { page, complaints } = await world.open('', { colorScheme });
    await page.getByRole('button', { name: 'Auditor' }).waitFor();
    await picture(page, 'sign-in', colorScheme);
    expect(complaints).toEqual([]);
    expect(await graveFindings(page)).toEqual([]);
    await page.close();
  });

  const cases = CONSOLE_PAGES.flatMap((route) =>
    SCHEMES.map((scheme) => [route.path, scheme, route] as const),
  );
  it.each(cases)(
    '%s, %s: shows itself, with no complaint and nothing grave',
    async (path, colorScheme, { title }) => {
      const { page, complaints } = await world.open(path, { colorScheme });
      await signInAs(page, 'Privacy officer');
      await settled(page);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title);
      expect(await page.title()).toBe(`${title} · Phield console`);
      expect(await page.locator('main .failure').allInnerTexts()).toEqual([]);
      await picture(page, path, colorScheme);
      expect(complaints).toEqual([]);
      expect(await graveFindings(page)).toEqual([]);
      expect(await keptByBrowser(page)).toEqual([]);
      expect(new URL(page.url()).search).toBe('');
      await page.close();
    },
  );

  it('fits a window of 320 pixels, or one enlarged four times, without scrolling sideways (WCAG 1.4.10)', async () => {
    const { page } = await world.open('access', { viewport: { width: 320, height: 800 } });
    await signInAs(page, 'Privacy officer');
    for (const { path, title } of CONSOLE_PAGES) {
      await page.getByRole('navigation').getByRole('link', { name: title }).click();
      await settled(page);
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 320]);
    }
    await page.close();
  });

  it('shows an auditor no page that is not an auditor’s', async () => {
    const { page } = await world.open('documents');
    await signInAs(page, 'Auditor');
    await settled(page);
    const shown = await page.getByRole('navigation').getByRole('link').allInnerTexts();
    expect(shown).toEqual(
      CONSOLE_PAGES.filter(({ needs }) => needs.includes('AUDITOR')).map(({ title }) => title),
    );
    expect(await page.locator('main').innerText()).toContain('This page is for privacy officers.');
    await page.close();
  });

  it('hears of a violation: what is seen to be empty above can be filled', async () => {
    const { page, complaints } = await world.open('');
    await page.evaluate("document.body.setAttribute('style', 'color: red')");
    await page.evaluate("try { document.body.innerHTML = '<p>markup</p>' } catch {}");
    await page.waitForTimeout(100);
    expect(complaints.join('\n')).toContain('policy: style-src');
    expect(complaints.join('\n')).toContain('policy: require-trusted-types-for');
    await page.close();
  });
});

/** Looked at by people; taken where `PHIELD_SHOTS` says, else not at all. */
async function picture(page: Page, name: string, scheme: string): Promise<void> {
  const folder = process.env.PHIELD_SHOTS;
  if (folder !== undefined)
    await page.screenshot({ path: join(folder, `${name}-${scheme}.png`), fullPage: true });
}
