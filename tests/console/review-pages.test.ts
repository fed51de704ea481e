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
import {
  documentId,
  JUSTIFIED_BY,
  leaveWaiting,
  NAMES,
  setClock,
  WIDER,
} from '../support/console/waiting-reviews.ts';
import { findChromium } from '../support/find-chromium.ts';

const executablePath = findChromium();
const OFFICER = { actor: 'demo-privacy-officer' };

describe.skipIf(executablePath === null)('what waits for a review', () => {
  let world: ConsoleWorld;
  let summary = '';
  beforeAll(async () => {
    const clock = setClock();
    world = await openConsole(executablePath ?? '', { clock: clock.now });
    summary = await leaveWaiting(world.gateway, clock);
  });
  afterAll(() => world?.close());

  /** Of a page that is done: quiet, accessible, kept nowhere, no wider than the window. */
  async function expectClean(page: Page, complaints: readonly string[]): Promise<void> {
    expect(await graveFindings(page)).toEqual([]);
    for (const width of [800, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    }
    expect(await keptByBrowser(page)).toEqual([]);
    expect(page.url()).not.toContain('ada');
    expect(complaints).toEqual([]);
  }

  const acts = async (name: string) =>
    (await world.gateway.events(OFFICER)).filter(({ coordinate }) => coordinate === `Mutation.${name}`);

  it('glasses: by keyboard the overdue one is opened, looked into and judged, once', async () => {
    const { page, complaints } = await world.open('break-glass');
    await signInAs(page, 'Privacy officer');
    await page.getByText('1 review overdue').waitFor();
    const row = page.getByRole('row').filter({ hasText: 'dr-late' });
    expect(await row.innerText()).toMatch(/overdue[\s\S]*for 15 days[\s\S]*60 minutes/);
    await row.getByRole('button').focus();
    await page.keyboard.press('Enter');
    const detail = page.getByRole('article', { name: 'Glass of dr-late' });
    await detail.getByText(JUSTIFIED_BY).waitFor();
    expect(await detail.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    await detail.getByRole('button', { name: 'Look in the ledger' }).click();
    await detail.getByRole('cell', { name: 'Patient.birthDate' }).waitFor();
    const review = detail.getByRole('button', { name: 'Review' });
    await review.press('Enter');
    await page.keyboard.press('Escape');
    expect(await review.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    await review.press('Enter');
    const dialog = page.getByRole('dialog');
    expect(await graveFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Record the verdict' }).click();
    await dialog.getByText('Choose a verdict first.').waitFor();
    await dialog.getByText('Not justified').click();
    await dialog.getByRole('button', { name: 'Record the verdict' }).click();
    await dialog.getByText('Say why').waitFor();
    expect(await acts('reviewBreakGlass')).toEqual([]);
    await dialog.getByLabel('Comment').fill('The patient was awake, and her list was at hand.');
    await dialog.getByRole('button', { name: 'Record the verdict' }).click();
    await page.getByText('The verdict is recorded.').waitFor();
    await detail.getByText('her list was at hand').waitFor();
    expect(await detail.getByText('not justified').isVisible()).toBe(true);
    expect(await review.count()).toBe(0);
    await settled(page);
    expect(await row.count()).toBe(0);
    await detail.getByRole('button', { name: 'Back to the queue' }).press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate("document.activeElement.closest('section')?.innerText")).toContain(
      'Opened glasses',
    );
    expect(await acts('reviewBreakGlass')).toMatchObject([{ subject: 'demo-ada', decision: 'PERMIT' }]);
    await expectClean(page, complaints);
    await page.close();
  });

  it('glasses: the second of two reviewers is told and shown the first one’s verdict; nobody judges their own', async () => {
    const pages: Page[] = [];
    for (let who = 0; who < 2; who += 1) {
      const { page } = await world.open('break-glass');
      await signInAs(page, 'Privacy officer');
      await page.getByRole('button', { name: 'dr-one' }).click();
      await page.getByRole('button', { name: 'Review', exact: true }).click();
      await page
        .getByRole('dialog')
        .getByText(who === 0 ? 'Handed on' : 'Not justified')
        .click();
      await page.getByLabel('Comment').fill(who === 0 ? 'To the ward’s head.' : 'Never called.');
      pages.push(page);
    }
    const [first, second] = pages;
    if (first === undefined || second === undefined) throw new Error('no pages');
    await first.getByRole('button', { name: 'Record the verdict' }).click();
    await first.getByText('The verdict is recorded.').waitFor();
    await second.getByRole('button', { name: 'Record the verdict' }).click();
    await second.getByText('Somebody was faster.').waitFor();
    await second.getByRole('button', { name: 'Read it again' }).click();
    await second.getByText('To the ward’s head.').waitFor();
    expect(await second.getByRole('dialog').count()).toBe(0);
    await second.getByRole('button', { name: 'demo-privacy-officer' }).click();
    await second.getByText('You opened this glass yourself').waitFor();
    expect(await second.getByRole('button', { name: 'Review', exact: true }).count()).toBe(0);
    for (const page of pages) await page.close();
  });

  it('glasses: an auditor has the record of them, no justification and nothing to judge', async () => {
    const { page, complaints } = await world.open('break-glass');
    await signInAs(page, 'Auditor');
    await page.getByRole('cell', { name: 'dr-two' }).waitFor();
    await page.getByText('Read through one').click();
    await page.getByRole('cell', { name: 'Patient.birthDate' }).first().waitFor();
    await page.getByText('Reviewed', { exact: true }).click();
    await page.getByRole('cell', { name: 'demo-privacy-officer' }).first().waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain(JUSTIFIED_BY);
    expect(await page.getByRole('button', { name: 'Review', exact: true }).count()).toBe(0);
    await expectClean(page, complaints);
    await page.close();
  });

  it('documents: approved is the footprint that was read; who decides on something else is told', async () => {
    const { page, complaints } = await world.open('documents');
    await signInAs(page, 'Privacy officer');
    await page.getByText('1 overdue').waitFor();
    const late = page.getByRole('row').filter({ hasText: 'late-builder' });
    expect(await late.innerText()).toMatch(/overdue[\s\S]*for 15 days/);
    await late.getByRole('button').click();
    await page.getByRole('heading', { name: 'Header' }).waitFor();
    expect(await page.getByRole('button', { name: 'Patient.birthDate, RESEARCHER: masked' }).count()).toBe(1);
    const { page: other } = await world.open(`documents?id=demo-portal/${documentId(NAMES)}`);
    await signInAs(other, 'Privacy officer');
    await other.getByRole('button', { name: 'Reject', exact: true }).click();
    await other.getByLabel('Reason').fill('Not needed.');

    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    const sent = page.waitForRequest((request) => request.postData()?.includes('"footprint"') ?? false);
    await page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click();
    expect((await sent).postData()).toMatch(/"footprint":"[0-9a-f]{64}"/);
    await page.getByText('It is approved and may be run.').waitFor();
    expect(await acts('approveDocument')).toHaveLength(1);
    await other.getByRole('dialog').getByRole('button', { name: 'Reject', exact: true }).click();
    await other.getByText('It is not what you have read.').waitFor();
    await other.getByRole('button', { name: 'Read it again' }).click();
    await other.getByRole('button', { name: 'Retire', exact: true }).waitFor();
    expect(await other.getByRole('button', { name: 'Reject', exact: true }).count()).toBe(0);
    await other.close();

    await page.getByRole('row').filter({ hasText: 'by builder' }).getByRole('button').click();
    await page.getByText('coordinate Patient.ssn').waitFor();
    expect(await page.getByText('coordinate Patient.name').count()).toBe(0);
    await page.getByRole('button', { name: 'Reject', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reject', exact: true }).click();
    await page.getByText('Say why').waitFor();
    await page.getByLabel('Reason').fill('No screen shows this number.');
    await page.getByRole('dialog').getByRole('button', { name: 'Reject', exact: true }).click();
    await page.getByText('It is rejected.').waitFor();
    await page.getByText('No screen shows this number.').waitFor();
    const rejected = (await acts('rejectDocument')).filter(({ decision }) => decision === 'PERMIT');
    expect(rejected).toMatchObject([{ resource: { id: `demo-portal/${documentId(WIDER)}` } }]);
    await settled(page);
    await expectClean(page, complaints);
    await page.close();
  });

  it('documents: nobody approves their own; a cell leads to what decides it', async () => {
    const { page, complaints } = await world.open('documents');
    await signInAs(page, 'Privacy officer');
    await page.getByRole('row').filter({ hasText: 'by you' }).getByRole('button').click();
    await page.getByText('You proposed this document yourself').waitFor();
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Reject', exact: true }).count()).toBe(1);
    await page.getByRole('button', { name: 'Patient.birthDate, NURSE: whole' }).click();
    await page.getByRole('heading', { name: 'Explain a decision' }).waitFor();
    expect(page.url()).toContain('coordinate=Patient.birthDate&role=NURSE');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('insights: an auditor sees which wait too long, nothing of what they say and nothing to judge', async () => {
    const { page, complaints } = await world.open('insights');
    await signInAs(page, 'Auditor');
    const row = page.getByRole('row').filter({ hasText: 'Summary before a visit' });
    expect(await row.innerText()).toMatch(/overdue[\s\S]*for 15 days[\s\S]*nurses[\s\S]*phield-extractive/);
    const shown = await page.getByRole('main').innerText();
    expect(shown).not.toMatch(/ada|diabetes|penicillin/i);
    expect(summary).toMatch(/diabetes|penicillin/i);
    expect(await row.getByRole('button').count()).toBe(0);
    await expectClean(page, complaints);
    await page.getByText('Rejected', { exact: true }).click();
    await page.getByText('No insights').waitFor();
    await page.close();
  });
});
