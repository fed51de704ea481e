import { appendFile, cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../datasources/open-store.ts';
import { openCommandLedger } from '../../src/cli/open-command-ledger.ts';
import { loadConfig } from '../../src/config.ts';
import { createLedgerNames } from '../../src/ledger/ledger-names.ts';
import { readPdf } from '../ledger/export/accounting/read-pdf.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { copyDemo, storeEnded } from '../support/copy-demo.ts';
import { runCommand } from '../support/gateway-process.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const CHART = '{ patient(id: "demo-ada") { birthDate conditions { edges { node { code { text } } } } } }';
const COHORT = '{ patients(first: 100) { edges { node { gender birthDate } } } }';

let gateway: TestGateway;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-accounting-'));
  gateway = await runGateway();
  const ask = async (persona: string, query: string) => gateway.ask(await gateway.persona(persona), query);
  await ask('physician', CHART);
  await ask('billing', CHART);
  await ask('patient', CHART);
  await ask('stranger', CHART);
  await ask('researcher', COHORT);
  await ask('researcher', COHORT);
}, 240_000);
afterAll(async () => {
  await gateway?.close();
  await rm(folder, { recursive: true, force: true });
});

const phield = (...args: readonly string[]) =>
  runCommand(['ledger', 'accounting', '--tenant', 'riverside', '--patient', 'demo-ada', ...args], {
    PHIELD_DATA_DIR: gateway.config.dataDir,
  });
const flow = (text: string) => text.replace(/\s+/g, ' ');

describe('phield ledger accounting, beside a gateway', () => {
  it('has what went to research, says what is left out, and is itself on record', async () => {
    const { code, stdout, stderr } = await phield('--format', 'json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const accounting = JSON.parse(stdout);
    expect(accounting).toMatchObject({
      document: 'accounting of disclosures',
      tenant: 'riverside',
      patient: 'demo-ada',
      complete: true,
      total: 2,
      entries: [
        {
          count: 2,
          recipient: { kind: 'person', id: 'demo-researcher', roles: ['RESEARCHER'], client: 'demo-portal' },
          purpose: { code: 'HRESCH', text: 'Research' },
          categories: ['DEMOGRAPHICS'],
        },
      ],
      leftOut: [
        { ground: 'careAndOperations', uses: 2 },
        { ground: 'individual', uses: 1 },
      ],
    });
    const years = Date.parse(accounting.period.until) - Date.parse(accounting.period.from);
    expect(Math.round(years / 86_400_000 / 365.25)).toBe(6);
    const found = await gateway.events({ kinds: ['operation'], patient: 'demo-ada' });
    const [record] = accounting.entries[0].records;
    expect(found.filter(({ id }) => id.startsWith(record)).map(({ actor }) => actor)).toContain(
      'demo-researcher',
    );
    const last = (await gateway.events({ kinds: ['privileged'] })).at(-1);
    expect(last).toMatchObject({ operation: 'ledger_accounting', tenant: 'riverside', subject: 'demo-ada' });
  });

  it('has nothing of another time', async () => {
    const { stdout } = await phield('--format', 'json', '--until', '1h');
    expect(JSON.parse(stdout)).toMatchObject({ total: 0, entries: [] });
  });

  it('has everybody who saw the record, and nobody who did not', async () => {
    const { stdout } = await phield('--format', 'json', '--all');
    const ids = JSON.parse(stdout).entries.map(
      ({ recipient }: { recipient: { id: string } }) => recipient.id,
    );
    const people = ids.filter((id: string) => id.startsWith('demo-'));
    expect(people.sort()).toEqual(['demo-ada', 'demo-billing', 'demo-physician', 'demo-researcher']);
  });

  it('is a PDF for the patient, for its owner alone', async () => {
    const out = join(folder, 'accounting.pdf');
    const done = await phield('--format', 'pdf', '--out', out, '--json');
    expect(JSON.parse(done.stdout)).toMatchObject({
      ok: true,
      format: 'pdf',
      entries: 1,
      total: 2,
      findings: 0,
    });
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const { pages } = readPdf(await readFile(out));
    const text = flow(pages.join('\n'));
    expect(text).toContain('Organization: riverside Patient ID: demo-ada');
    expect(text).toMatch(
      /demo-researcher \(researcher\) through demo-portal Name, birth date and similar details/,
    );
    expect(text).toContain('Research 2 times');
  });

  it.each([
    [['--format', 'pdf'], '--out'],
    [['--format', 'docx'], '--format'],
    [['--format', 'json', '--from', 'never'], '--from'],
    [['--format', 'json', '--from', '1h', '--until', '2h'], '--from'],
  ])('%j is wrong usage', async (args, option) => {
    const { code, stdout, stderr } = await phield(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${option}:`);
  });

  it('does nothing for a tenant that is none', async () => {
    const { code, stdout, stderr } = await phield('--tenant', 'nowhere', '--format', 'json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('riverside');
  });
});

describe('a patient who stands in the ledger under pseudonyms', () => {
  it('is found under pseudonyms, and the document names the patient as asked', async () => {
    const tenants = join(folder, 'tenants');
    await cp(join(import.meta.dirname, '..', '..', 'tenants'), tenants, { recursive: true });
    await appendFile(join(tenants, 'riverside.yaml'), '\nledger: { pseudonyms: everyone }\n');
    const dataDir = await copyDemo();
    const env = { PHIELD_TENANTS_DIR: tenants, PHIELD_DATA_DIR: dataDir };
    const config = loadConfig(env);
    const store = await openStore(config, Date.now);
    try {
      const [, name = ''] = await createLedgerNames(store.nameKeys('riverside')).patient('demo-ada');
      expect(name).toMatch(/^~/);
      const { shapes } = sampleRecord();
      const groups = [{ shape: 0, resources: [name], consent: null, breakGlass: null }];
      const ledger = await openCommandLedger(config);
      const time = new Date().toISOString();
      await ledger.append(
        sampleRecord({
          time,
          purpose: 'HRESCH',
          actor: '~actor',
          shapes,
          subjects: [{ subject: name, groups }],
        }),
      );
      await ledger.close();
      const run = async (command: string, ...args: readonly string[]) =>
        runCommand(['ledger', command, '--tenant', 'riverside', '--patient', 'demo-ada', ...args], env);
      const { stdout } = await run('accounting', '--format', 'json');
      expect(JSON.parse(stdout)).toMatchObject({ patient: 'demo-ada', total: 1, complete: true });
      const exported = await run('export', '--format', 'auditevent', '--quiet');
      const [event] = exported.stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      const identifier = { system: 'urn:phield:Patient', value: name };
      expect(event.entity[0].what).toEqual({ type: 'Patient', identifier });
      // What is left behind, too, names the patient as the tenant wants it.
      expect(exported.stdout).not.toContain('demo-ada');

      // What is damaged is told, in the document and by the exit code, and what is whole is there.
      await writeFile(join(dataDir, 'ledger', 'no-segment'), 'x');
      const damaged = await run('accounting', '--format', 'json');
      expect(damaged.code).toBe(1);
      expect(damaged.stderr).toContain('STRANGER');
      expect(JSON.parse(damaged.stdout)).toMatchObject({ total: 1, complete: false });
      const out = join(folder, 'damaged.csv');
      const copied = await run('export', '--format', 'csv', '--out', out, '--json');
      expect(copied.code).toBe(1);
      expect(JSON.parse(copied.stdout)).toMatchObject({ ok: false, findings: 1 });
      expect(await readFile(out, 'utf8')).toContain('Patient.name');
    } finally {
      await store.close();
      await storeEnded(dataDir);
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  }, 240_000);
});
