import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONSOLE_PAGES } from '../../src/console/console-pages.ts';
import { type ConsoleWorld, openConsole, settled } from '../support/console/console-world.ts';
import { findChromium } from '../support/find-chromium.ts';

const executablePath = findChromium();
/** More stops than there are before a page's own. */
const MOST = 20;

describe.skipIf(executablePath === null)('the console by keyboard alone', () => {
  let world: ConsoleWorld;
  let page: Page;
  beforeAll(async () => {
    world = await openConsole(executablePath ?? '');
  });
  afterAll(() => world?.close());

  const focused = () => page.evaluate('document.activeElement.innerText?.trim() ?? ""');
  /** Tabs until what has the focus says so. */
  async function tabTo(name: string): Promise<void> {
    for (let step = 0; step < MOST; step += 1) {
      if ((await focused()) === name) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`${name} is not reached`);
  }

  it('signs in, skips to the content, walks through all pages and signs out', async () => {
    ({ page } = await world.open('ledger'));
    await page.getByRole('button', { name: 'Auditor' }).waitFor();
    expect(await focused()).toBe('Phield console');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await settled(page);
    expect(await focused()).toBe('Ledger');
    await page.locator('.side a').first().focus();
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    expect(new URL(page.url()).pathname).toBe('/console/ledger');

    for (const { title, path } of CONSOLE_PAGES) {
      await page.locator('.skip').focus();
      await tabTo(title);
      await page.keyboard.press('Enter');
      await settled(page);
      expect([await focused(), new URL(page.url()).pathname]).toEqual([title, `/console/${path}`]);
      expect(await page.locator('nav [aria-current=page]').innerText()).toBe(title);
    }
    await page.goBack();
    await settled(page);
    expect(await page.title()).toBe('Documents · Phield console');

    await page.locator('.skip').focus();
    await tabTo('Sign out');
    await page.keyboard.press('Enter');
    await page.getByText('You are signed out.').waitFor();
  });

  it('shows where it is: whatever has the focus has a ring of its own', async () => {
    ({ page } = await world.open('ledger'));
    await page.getByRole('button', { name: 'Auditor' }).click();
    await settled(page);
    const bare: string[] = [];
    for (let step = 0; step < 25; step += 1) {
      await page.keyboard.press('Tab');
      const told = await page.evaluate(`(() => {
        const element = document.activeElement;
        const shown = element.matches('.choice input') ? element.nextElementSibling : element;
        return [element.tagName, getComputedStyle(shown).outlineStyle].join(' ');
      })()`);
      if (!`${told}`.endsWith('solid') && told !== 'BODY none') bare.push(`${told}`);
    }
    expect(bare).toEqual([]);
  });
});
