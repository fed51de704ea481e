import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { graveFindings } from '../support/console/grave-findings.ts';
import { serveParts } from '../support/console/serve-parts.ts';
import { findChromium } from '../support/find-chromium.ts';
import { watchPage } from '../support/watch-page.ts';

const executablePath = findChromium();

describe.skipIf(executablePath === null)('the parts that pages are made of', () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof serveParts>>;
  let page: Page;
  let complaints: readonly string[];
  beforeAll(async () => {
    server = await serveParts();
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  const open = async (colorScheme: 'light' | 'dark' = 'light') => {
    page = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme });
    ({ complaints } = await watchPage(page));
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Parts', exact: true }).waitFor();
  };
  beforeEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  const focused = () =>
    page.evaluate(
      "document.activeElement.getAttribute('title') ?? document.activeElement.getAttribute('aria-label')",
    );

  it.each(['light', 'dark'] as const)(
    'draw under the console’s policy with nothing grave, %s',
    async (scheme) => {
      await open(scheme);
      expect(await page.locator('.canvas canvas').count()).toBe(2);
      const folder = process.env.PHIELD_SHOTS;
      if (folder !== undefined)
        await page.screenshot({ path: join(folder, `parts-${scheme}.png`), fullPage: true });
      expect(complaints).toEqual([]);
      expect(await graveFindings(page)).toEqual([]);
    },
  );

  it('heat map: one cell is in the order of tabs, arrows go on from it and stay within', async () => {
    await open();
    const grid = page.getByRole('grid');
    expect(await grid.locator('[tabindex="0"]').count()).toBe(1);
    await grid.locator('[tabindex="0"]').focus();
    expect(await focused()).toBe('DEMOGRAPHICS, PHYSICIAN: whole');
    const walk: readonly (readonly [string, string])[] = [
      ['ArrowRight', 'DEMOGRAPHICS, NURSE: masked'],
      ['ArrowDown', 'CONTACT, NURSE: glass'],
      ['End', 'CONTACT, PATIENT: glass'],
      ['ArrowRight', 'CONTACT, PATIENT: glass'],
      ['Home', 'CONTACT, PHYSICIAN: masked'],
      ['Control+Home', 'DEMOGRAPHICS, PHYSICIAN: whole'],
      ['ArrowUp', 'DEMOGRAPHICS, PHYSICIAN: whole'],
      ['PageDown', 'CLINICAL_NOTE, PHYSICIAN: masked'],
    ];
    for (const [key, label] of walk) {
      await page.keyboard.press(key);
      expect([key, await focused()]).toEqual([key, label]);
      expect(await grid.locator('[tabindex="0"]').count()).toBe(1);
    }
    await page.keyboard.press('Tab');
    expect(await page.evaluate("document.activeElement.closest('[role=grid]') === null")).toBe(true);
  });

  it('heat map: the keyboard passes over what is no cell', async () => {
    await open();
    await page.getByRole('grid').locator('[tabindex="0"]').focus();
    await page.keyboard.press('Control+End');
    expect(await focused()).toBe('does not apply');
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe('CLINICAL_NOTE, RESEARCHER: masked');
  });

  it('dialog: Enter opens it, it keeps the focus within, Escape closes it and gives the focus back', async () => {
    await open();
    await page.getByRole('button', { name: 'LAB, NURSE: denied' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'LAB, NURSE' });
    await dialog.waitFor();
    expect(await graveFindings(page)).toEqual([]);
    for (let step = 0; step < 6; step += 1) {
      await page.keyboard.press('Tab');
      expect(
        await page.evaluate(
          "document.activeElement === document.body || document.activeElement.closest('dialog') !== null",
        ),
      ).toBe(true);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await focused()).toBe('LAB, NURSE: denied');
    expect(complaints).toEqual([]);
  });

  it('table: sorts by a button and says how; a plot has its numbers as a table', async () => {
    await open();
    const first = () => page.getByRole('table', { name: 'Rows' }).locator('tbody tr').first().innerText();
    await page.getByRole('button', { name: 'Name' }).click();
    expect(await first()).toContain('BILLING');
    await page.getByRole('button', { name: 'Name' }).click();
    expect(await first()).toContain('RESEARCHER');
    expect(await page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    await page.getByText('As a table').first().click();
    const numbers = page.getByRole('table', { name: 'Fields disclosed by role' }).first();
    await numbers.locator('tbody tr').nth(29).waitFor();
    expect(await numbers.locator('tbody tr').count()).toBe(30);
  });

  it('plot: a series is taken away and brought back by its button in the legend', async () => {
    await open();
    const series = page
      .locator('.plot')
      .first()
      .getByRole('button', { name: /^NURSE/ });
    await series.click();
    expect(await series.getAttribute('aria-pressed')).toBe('false');
    await series.click();
    expect(await series.getAttribute('aria-pressed')).toBe('true');
    expect(complaints).toEqual([]);
  });

  it('plot: says the numbers of the day that is pointed at', async () => {
    await open();
    const plot = page.locator('.plot').first();
    expect(await plot.locator('figcaption').innerText()).toContain('altogether');
    await plot.locator('.u-over').hover({ position: { x: 2, y: 20 } });
    await plot.getByText('2024-01-01', { exact: true }).waitFor();
    expect(await plot.getByRole('button', { name: /^PHYSICIAN/ }).innerText()).toMatch(/4,000$/);
  });

  it('download: hands over a file of that name and content', async () => {
    await open();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('a.txt');
    await page.getByText('Saved as a.txt.').waitFor();
    expect(complaints).toEqual([]);
  });
});
