import { readFile } from 'node:fs/promises';
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
const ASKED = '{ patient(id: "demo-ada") { birthDate ssn } }';
const COUNTED = '{ ledger { readings(patient: "demo-ada") { edges { node { actor } } } } }';

describe.skipIf(executablePath === null)('who saw the record of a patient', () => {
  let world: ConsoleWorld;
  beforeAll(async () => {
    world = await openConsole(executablePath ?? '');
    const { gateway } = world;
    for (const name of ['physician', 'billing']) await gateway.ask(await gateway.persona(name), ASKED);
    const auditor = await gateway.persona('auditor');
    await eventually(
      async () => (await gateway.ask(auditor, COUNTED)).text.split('"actor"').length > 2,
      'the index does not take the readings in',
    );
  });
  afterAll(() => world?.close());

  it('is shown as a time line and a table, field by field, with the accounting as a file; no address holds it', async () => {
    const { page, complaints } = await world.open('patients');
    await signInAs(page, 'Auditor');
    await page.getByLabel('Patient id').fill('nobody of this kind');
    await page.getByRole('button', { name: 'Look' }).click();
    expect(await page.getByText('A FHIR id').isVisible()).toBe(true);
    await page.getByLabel('Patient id').fill('Patient/demo-ada');
    await page.getByRole('button', { name: 'Look' }).click();
    const line = page.getByRole('list', { name: 'Readings of this record' });
    await line.waitFor();
    expect(await line.innerText()).toMatch(
      /demo-billing, BILLING, for HPAYMT[\s\S]*demo-physician, PHYSICIAN/,
    );
    await page.getByText('Table', { exact: true }).click();
    await page.getByRole('cell', { name: 'demo-physician' }).waitFor();
    await page.getByText('Field by field').first().click();
    await page.getByRole('cell', { name: 'Patient.birthDate' }).first().waitFor();
    await settled(page);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'PDF' }).click();
    const file = await download;
    expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-');
    expect(file.suggestedFilename()).not.toContain('ada');
    expect(page.url()).toBe(`${world.gateway.url}/console/patients`);
    expect(await keptByBrowser(page)).toEqual([]);
    expect(await graveFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    const looks = await world.gateway.events({ actor: 'demo-auditor', patient: 'demo-ada' });
    const names = new Set(looks.map(({ coordinate }) => coordinate));
    expect(names).toContain('Ledger.readings');
    expect(names).toContain('Ledger.events');
    await page.close();
  });
});
