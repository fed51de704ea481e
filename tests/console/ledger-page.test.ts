import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleWorld, openConsole, settled, signInAs } from '../support/console/console-world.ts';
import { graveFindings } from '../support/console/grave-findings.ts';
import { eventually } from '../support/copy-demo.ts';
import { findChromium } from '../support/find-chromium.ts';

const executablePath = findChromium();
const ASKED = '{ patient(id: "demo-ada") { birthDate ssn } }';
const LISTED =
  '{ ledger { disclosures { edges { node { coordinate } } } denials { edges { node { coordinate } } } } }';

describe.skipIf(executablePath === null)('the page of the ledger', () => {
  let world: ConsoleWorld;
  let page: Page;
  let complaints: readonly string[];
  beforeAll(async () => {
    world = await openConsole(executablePath ?? '');
    const { gateway } = world;
    await gateway.ask(await gateway.persona('physician'), ASKED);
    const auditor = await gateway.persona('auditor');
    // The log seals what is recorded, and the index takes it up, within seconds.
    await eventually(
      async () => (await gateway.ask(auditor, LISTED)).text.includes('Patient.ssn'),
      'what was read is not listed',
    );
    ({ page, complaints } = await world.open('ledger'));
    await signInAs(page, 'Auditor');
    await page.getByText('Fields read').click();
    await settled(page);
  });
  afterAll(() => world?.close());

  const saved = async (name: string, from = page.locator('main')) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      from.getByRole('button', { name, exact: true }).click(),
    ]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  };

  it('narrows its events, opens one with all that is known of it, and proves it', async () => {
    await page.getByLabel('Field', { exact: true }).fill('Patient.ssn');
    await page.getByRole('button', { name: 'Look' }).click();
    await settled(page);
    const rows = page.getByRole('table', { name: 'Events of the ledger' }).locator('tbody tr');
    expect(await rows.count()).toBe(1);
    await rows.getByRole('button').click();
    const dialog = page.getByRole('dialog', { name: 'Event' });
    expect(await dialog.innerText()).toMatch(/demo-physician[\s\S]*TREAT/);
    expect(await graveFindings(page)).toEqual([]);
    const proof = await saved('Save proof', dialog);
    expect([proof.name, proof.text.length > 100]).toEqual([expect.stringMatching(/\w/), true]);
    await dialog.getByRole('link', { name: 'Why it was decided so' }).click();
    await settled(page);
    expect(page.url()).toMatch(/\/console\/access\?view=explain&event=/);
    await page.goBack();
    await settled(page);
  });

  it('verifies the whole log and says what came of it', async () => {
    await page.getByRole('button', { name: 'Verify now' }).click();
    await page.getByText('as it was written', { exact: true }).waitFor();
    expect(await page.locator('.facts').first().innerText()).toMatch(/demo-auditor[\s\S]*Not as written\s+0/);
  });

  it('gives checkpoint, keys and everything listed to take along', async () => {
    expect((await saved('Save checkpoint')).text).toContain('phield.local/');
    expect((await saved('Save public keys')).text).toContain('phield.local/');
    await page.getByText('Fields read').click();
    await settled(page);
    const csv = await saved('CSV');
    expect([csv.name, csv.text.includes('Patient.ssn')]).toEqual(['ledger-events.csv', true]);
    expect(JSON.parse((await saved('JSON lines')).text.split('\n')[0] ?? '')).toHaveProperty('coordinate');
    expect(JSON.parse((await saved('FHIR AuditEvent')).text.split('\n')[0] ?? '')).toHaveProperty(
      'resourceType',
      'AuditEvent',
    );
    expect(complaints).toEqual([]);
  });
});
