import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ConsoleWorld,
  keptByBrowser,
  openConsole,
  settled,
  signInAs,
} from '../support/console/console-world.ts';
import { graveFindings } from '../support/console/grave-findings.ts';
import { eventually } from '../support/copy-demo.ts';
import { findChromium } from '../support/find-chromium.ts';

const executablePath = findChromium();
const EXPORTED = '{ ledger { accounting(patient: "demo-ada", format: JSON) { name } } }';
const FOUND = '{ findings { edges { node { actor } } } }';

describe.skipIf(executablePath === null)('findings', () => {
  let world: ConsoleWorld;
  beforeAll(async () => {
    world = await openConsole(executablePath ?? '', { env: { PHIELD_SIGNALS_SECONDS: '1' } });
    const { gateway } = world;
    const officer = await gateway.persona('privacy-officer');
    // Neither is named in the tenant's file as somebody who exports.
    await gateway.ask(officer, EXPORTED);
    await gateway.ask(await gateway.persona('auditor'), EXPORTED);
    await eventually(async () => {
      const { text } = await gateway.ask(officer, FOUND);
      return text.includes('demo-auditor') && text.includes('demo-privacy-officer');
    }, 'nothing is found');
  });
  afterAll(() => world?.close());

  /** The one about this actor, opened from the queue. */
  async function openFinding(page: Page, actor: string): Promise<void> {
    const row = page.getByRole('row').filter({ hasText: actor });
    await row.getByRole('button', { name: 'An unusual export' }).click();
    await page.getByRole('heading', { name: 'An unusual export' }).waitFor();
    await settled(page);
  }

  it('are read by an auditor, and judged by nobody whom they are about', async () => {
    const { page, complaints } = await world.open('findings');
    await signInAs(page, 'Auditor');
    await openFinding(page, 'demo-auditor');
    expect(await page.getByText('Privacy officers judge findings').isVisible()).toBe(true);
    expect(await page.getByText('GDPR Art. 33(1)').isVisible()).toBe(true);
    await page.getByRole('cell', { name: 'Ledger.accounting' }).first().waitFor();
    expect(await graveFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signInAs(page, 'Privacy officer');
    await page.getByRole('button', { name: 'Back to the queue' }).click();
    await openFinding(page, 'demo-privacy-officer');
    expect(await page.getByText('This finding is about you').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'I look into it' }).count()).toBe(0);
    expect(new URL(page.url()).search).toMatch(/^\?id=[0-9a-f]{32}$/);
    expect(await keptByBrowser(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('two who judge one at once: the second is told, reads it again, and may open it again', async () => {
    const pages: Page[] = [];
    for (let who = 0; who < 2; who += 1) {
      const { page } = await world.open('findings');
      await signInAs(page, 'Privacy officer');
      await openFinding(page, 'demo-auditor');
      pages.push(page);
    }
    const [first, second] = pages;
    if (first === undefined || second === undefined) throw new Error('no pages');
    await first.getByRole('button', { name: 'I look into it' }).click();
    await first.getByText('assigned').first().waitFor();
    await first.getByLabel('Judged to be').selectOption('VIOLATION');
    await first.getByRole('button', { name: 'Close with this' }).click();
    await first.getByText('Against the rules, no breach, by demo-privacy-officer').waitFor();

    await second.getByRole('button', { name: 'I look into it' }).click();
    await second.getByText('Somebody was faster').waitFor();
    await second.getByRole('button', { name: 'Try again' }).click();
    await second.getByRole('button', { name: 'Open it again' }).click();
    await second.getByRole('button', { name: 'I look into it' }).waitFor();
    const acts = await world.gateway.events({ actor: 'demo-privacy-officer' });
    const done = acts.filter(({ resource }) => resource.type === 'SignalFinding');
    const judged = ['assignFinding', 'closeFinding', 'reopenFinding'].map((name) => `Mutation.${name}`);
    expect(done.map(({ coordinate }) => coordinate)).toEqual(expect.arrayContaining(judged));
    for (const page of pages) await page.close();
  });
});
