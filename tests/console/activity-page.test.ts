import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beyond } from '../support/console/beyond.ts';
import { type ConsoleWorld, openConsole, settled, signInAs } from '../support/console/console-world.ts';
import { graveFindings } from '../support/console/grave-findings.ts';
import { eventually } from '../support/copy-demo.ts';
import { findChromium } from '../support/find-chromium.ts';

const executablePath = findChromium();
const ASKED = '{ patient(id: "demo-ada") { birthDate ssn } }';
const COUNTED = '{ ledger { activity(by: ROLE) { series { name given refused } } } }';

describe.skipIf(executablePath === null)('what was done', () => {
  let world: ConsoleWorld;
  let page: Page;
  let complaints: readonly string[];
  beforeAll(async () => {
    world = await openConsole(executablePath ?? '');
    const { gateway } = world;
    for (const name of ['physician', 'billing']) await gateway.ask(await gateway.persona(name), ASKED);
    const auditor = await gateway.persona('auditor');
    await eventually(
      async () => /PHYSICIAN.*BILLING|BILLING.*PHYSICIAN/.test((await gateway.ask(auditor, COUNTED)).text),
      'the index does not take in what was read',
    );
  });
  afterAll(() => world?.close());
  const open = async (path: string) => {
    await page?.close();
    ({ page, complaints } = await world.open(path, {
      permissions: ['clipboard-read', 'clipboard-write'],
    }));
    await signInAs(page, 'Auditor');
    await settled(page);
  };
  const part = (name: string) => page.getByRole('region', { name, exact: true });
  /** Colours of a picture that are neither paper, grid nor letters. */
  const painted = () =>
    page.evaluate(`[...document.querySelectorAll('canvas')].map((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let coloured = 0;
      for (let at = 0; at < data.length; at += 4) {
        const [red, green, blue, opaque] = data.slice(at, at + 4);
        if (opaque > 200 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) coloured += 1;
      }
      return coloured > 100;
    })`);

  it('is drawn by day, with numbers that are those of the ledger', async () => {
    await open('activity?days=7');
    await eventually(async () => String(await painted()) === 'true,true', 'the plots are empty');
    const overall = part('Given and refused');
    expect(await overall.locator('.legend').innerText()).toMatch(/whole\s*2\s*masked\s*1\s*refused\s*1/);
    await overall.getByText('As a table').click();
    await overall.getByRole('row').first().waitFor();
    expect(await overall.getByRole('row').count()).toBe(8);
    expect(await overall.innerText()).toMatch(/Counted: what was in the log by \d{4}-/);
    expect(await overall.innerText()).toContain('is not over');
    expect(await beyond(page)).toEqual([0, 0]);
    expect(await graveFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is told apart by what somebody chooses, by keyboard, and the address says so', async () => {
    await open('activity');
    const by = part('By whom, for what, of which kind');
    const legend = by.getByRole('list', { name: 'Series' });
    expect(await legend.innerText()).toMatch(/BILLING\s*2\s*PHYSICIAN\s*1/);
    await by.getByRole('radio', { name: 'Role' }).focus();
    await page.keyboard.press('ArrowRight');
    await legend.getByText('HPAYMT').waitFor();
    expect(await legend.innerText()).toMatch(/HPAYMT\s*2\s*TREAT\s*1/);
    await by.getByText('Refused', { exact: true }).click();
    await eventually(
      async () => !(await legend.innerText()).includes('HPAYMT'),
      'a purpose without refusals is still drawn',
    );
    expect(new URL(page.url()).search).toBe('?by=PURPOSE&count=refused');
  });

  it('stands beside what is declared: fields used, refused by reason, and the narrower grant to copy', async () => {
    await open('activity');
    await part('Declared against done').getByText('The record begins on').waitFor();
    const used = part('Fields used');
    await used.getByLabel('Field contains').fill('birth');
    expect((await used.getByRole('row').allInnerTexts()).slice(1).sort()).toEqual([
      expect.stringMatching(/^Patient\.birthDate\s+BILLING\s+1\s+0\s+0\s+1\s/),
      expect.stringMatching(/^Patient\.birthDate\s+PHYSICIAN\s+1\s+0\s+0\s+1\s/),
    ]);
    expect(await part('Refused, by reason').innerText()).toMatch(/ROLE no grant for the role\s+1\s+100\.0 %/);
    const unused = part('Grants that give more than was used');
    await unused.getByText('Used in part').click();
    await unused.getByRole('button', { name: 'PhiCategory.DEMOGRAPHICS#1' }).click();
    const dialog = page.getByRole('dialog', { name: 'PhiCategory.DEMOGRAPHICS#1' });
    await dialog.locator('mark').waitFor();
    await dialog.getByRole('button', { name: 'Copy the narrower grant' }).click();
    await dialog.getByText('Copied.').waitFor();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(copied).toMatch(/^@minimumNecessary\(roles: \[PHYSICIAN\], purposes: \[TREAT\]/);
    expect(await graveFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
