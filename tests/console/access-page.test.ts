import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beyond } from '../support/console/beyond.ts';
import { type ConsoleWorld, openConsole, settled, signInAs } from '../support/console/console-world.ts';
import { graveFindings } from '../support/console/grave-findings.ts';
import { eventually } from '../support/copy-demo.ts';
import { findChromium } from '../support/find-chromium.ts';

const executablePath = findChromium();
const NARROWER = '\nremove:\n  - { coordinates: [Patient.ssn], roles: [BILLING] }\n';

describe.skipIf(executablePath === null)('what is declared', () => {
  let world: ConsoleWorld;
  let tenants: string;
  let page: Page;
  let complaints: readonly string[];
  beforeAll(async () => {
    tenants = await mkdtemp(join(tmpdir(), 'tenants-'));
    await cp('tenants', tenants, { recursive: true });
    world = await openConsole(executablePath ?? '', { env: { PHIELD_TENANTS_DIR: tenants } });
    const { gateway } = world;
    await gateway.ask(await gateway.persona('billing'), '{ patient(id: "demo-ada") { ssn } }');
    const file = join(tenants, 'riverside.yaml');
    await writeFile(file, (await readFile(file, 'utf8')) + NARROWER);
    expect(await gateway.reloadTenants()).toBe(true);
  });
  afterAll(async () => {
    await world?.close();
    await rm(tenants, { recursive: true, force: true });
  });
  const open = async (path: string) => {
    await page?.close();
    ({ page, complaints } = await world.open(path));
    await signInAs(page, 'Auditor');
    await settled(page);
  };
  const focusedCell = () => page.evaluate('document.activeElement.innerText.trim()');
  const cells = (name: RegExp) => page.getByRole('gridcell').filter({ hasText: name });

  it('is walked through by keyboard: from a cell to the grant in the schema, from a category to its fields', async () => {
    await open('access');
    await page.getByRole('grid').first().locator('[tabindex="0"]').focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    const dialog = page.getByRole('dialog', { name: 'CONTACT, NURSE' });
    await dialog.locator('mark').waitFor();
    expect(await dialog.getByRole('cell').allInnerTexts()).toEqual([
      ...['TREAT, COC, CLINTRL, ETREAT, BTG', 'whole'],
      ...['CARE_TEAM, TREATING', expect.stringMatching(/^schema\/access\.graphql:\d+$/)],
    ]);
    expect(await dialog.locator('mark').innerText()).toMatch(
      /@minimumNecessary\(roles: \[PHYSICIAN, NURSE\]/,
    );
    expect(await graveFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await focusedCell()).toMatch(/CONTACT, NURSE: whole/);
    for (const key of ['Home', 'ArrowLeft', 'Enter']) await page.keyboard.press(key);
    await page.getByRole('heading', { name: 'Fields of CONTACT by role' }).waitFor();
    await page.getByRole('rowheader', { name: 'Patient.address' }).waitFor();
    expect(new URL(page.url()).search).toBe('?category=CONTACT');
    expect(await beyond(page)).toEqual([0, 0]);
    expect(complaints).toEqual([]);
  });

  it('is narrowed by purpose, decision and identifier, and can be linked to so', async () => {
    await open('access?purpose=HRESCH');
    expect(await cells(/^DEMOGRAPHICS, NURSE: denied/).count()).toBe(1);
    expect(await cells(/^DEMOGRAPHICS, RESEARCHER: masked \(GENERALIZE\), for HRESCH/).count()).toBe(1);
    await page.getByLabel('Cells').selectOption('MASKED');
    await settled(page);
    await page.getByRole('grid').first().waitFor();
    expect(await cells(/denied/).count()).toBe(0);
    expect(await page.getByRole('rowheader', { name: 'CLINICAL_NOTE' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByLabel('Identifier').selectOption('SSN');
    await eventually(
      async () => (await page.getByRole('rowheader').allInnerTexts()).join() === 'IDENTIFIER',
      'the matrix is not narrowed to what an identifier stands in',
    );
    expect(new URL(page.url()).search).toBe('?identifier=SSN');
  });

  it('is explained step by step, and where it ends in words', async () => {
    await open('access?view=explain&coordinate=Patient.birthDate&role=BILLING');
    await page.getByLabel('Purpose').selectOption('HPAYMT');
    await page.getByRole('button', { name: 'Explain', exact: true }).click();
    const steps = page.locator('.steps > li');
    await steps.first().waitFor();
    expect(await page.locator('summary').allInnerTexts()).toEqual([
      expect.stringMatching(/^DEMOGRAPHICS whole by schema\/access\.graphql:\d+ \(GRANT\)/),
    ]);
    expect((await steps.allInnerTexts()).map((text) => text.split(/\s/)[0])).toEqual([
      ...['Declared', 'ROLE', 'PURPOSE', 'SCOPE', 'ASSURANCE'],
      ...['TENANT', 'RELATIONSHIP', 'CONSENT', 'LABEL'],
    ]);
    await page.getByLabel('Relationship').selectOption('NONE');
    await page.getByRole('button', { name: 'Explain', exact: true }).click();
    const ended = page.locator('.steps > .none');
    await ended.waitFor();
    expect(await ended.innerText()).toMatch(/^RELATIONSHIP none left: denied here/);
    await page.getByLabel('Role').selectOption('NURSE');
    await page.getByLabel('Purpose').selectOption('BTG');
    await page.getByLabel('A glass is open').check();
    await page.getByRole('button', { name: 'Explain', exact: true }).click();
    await page.locator('.steps > li', { hasText: 'BREAK_GLASS' }).getByText('1 grant given back').waitFor();
    expect(await page.locator('summary').innerText()).toMatch(/^DEMOGRAPHICS whole/);
  });

  it('is shown as it was, with words that say so', async () => {
    await open('access?category=IDENTIFIER');
    expect(await cells(/^Patient\.ssn, BILLING: denied/).count()).toBe(1);
    const earlier = page.getByLabel('Policy').locator('option').nth(1);
    await page.getByLabel('Policy').selectOption((await earlier.getAttribute('value')) ?? '');
    await page.getByText('This is an earlier policy').waitFor();
    await cells(/^Patient\.ssn, BILLING: masked \(PARTIAL\)/).click();
    await page.getByRole('dialog', { name: 'Patient.ssn, BILLING' }).locator('mark').waitFor();
  });

  it('explains an event by the policy of then, which is not the one in force', async () => {
    const [event] = await world.gateway.events({ actor: 'demo-billing', coordinate: 'Patient.ssn' });
    await open(`access?view=explain&event=${event?.id}`);
    const told = page.getByRole('region', { name: 'Explain an event of the ledger' });
    await told.getByText('What was declared then gives what is on record.').waitFor();
    expect(await told.innerText()).toContain('not in force any more');
    expect(await told.locator('summary').innerText()).toMatch(/^IDENTIFIER masked PARTIAL/);
  });

  it('compares what was in force: what changed for whom, or in a sentence that nothing did', async () => {
    await open('access?view=compare');
    const changes = page.getByRole('region', { name: 'Changes' });
    await page.getByRole('button', { name: 'Compare' }).click();
    await changes.waitFor({ timeout: 30_000 });
    const row = changes.getByRole('row').filter({ hasText: 'Patient.ssn' });
    expect(await changes.innerText()).toMatch(/no sign-off needed[\s\S]*Narrowed/);
    expect(await row.innerText()).toMatch(/Patient\.ssn\s+BILLING\s+HPAYMT\s+ORG\s+PARTIAL → DENIED/);
    await row
      .getByRole('button', { name: /^schema\/access\.graphql/ })
      .first()
      .click();
    await page.getByRole('dialog').locator('mark').waitFor();
    expect(await graveFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    const [, before] = await page.getByLabel('From').locator('option').all();
    await page.getByLabel('To').selectOption((await before?.getAttribute('value')) ?? '');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByText(/^Nothing changed: under both versions everybody/).waitFor({ timeout: 30_000 });
    expect(complaints).toEqual([]);
  });
});
