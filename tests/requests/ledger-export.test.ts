import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInstallation } from '../../datasources/keys/open-ledger-keys.ts';
import type { LedgerEvent } from '../../src/ledger/ledger-event.ts';
import { AuditEventJson, balpFindings, codeOf } from '../ledger/export/balp-rules.ts';
import { fhirSchema } from '../ledger/export/fhir-schema.ts';
import { parseCsv } from '../ledger/export/parse-csv.ts';
import { runCommand } from '../support/gateway-process.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const CHART = `query Chart { patient(id: "demo-ada") { name { family } birthDate ssn mrn
  observations(first: 5) { edges { node { id code { text } valueQuantity { value } } } } conditions { edges { node { id code { text } } } } } }`;
const FIND =
  'query Find($search: FindPatientInput!) { findPatient(search: $search) { id name { family } mrn } }';
const INSIGHT = '{ patient(id: "demo-ada") { insights { preVisitSummary { id } } } }';
const LEDGER = 'query Look { ledger { denials(first: 1) { edges { node { id } } } } }';
const BREAK = `mutation Break { breakGlass(patientId: "demo-ada", reason: OVRER, justification: "Unconscious.") { id } }`;
const FORBID = `mutation Forbid { recordConsent(patientId: "demo-ada", input: { decision: DENY }) { id } }`;

let gateway: TestGateway;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-export-'));
  gateway = await runGateway();
  const ask = async (persona: string, query: string, variables = {}) =>
    gateway.ask(await gateway.persona(persona), query, { variables });
  await ask('physician', CHART);
  await ask('billing', CHART);
  await ask('patient', CHART);
  await ask('researcher', CHART);
  await ask('stranger', CHART);
  const { body } = await ask('physician', 'query Mrn { patient(id: "demo-ada") { mrn } }');
  const { mrn } = Object(body?.data?.patient);
  await ask('registration', FIND, { search: { mrn } });
  await ask('stranger', BREAK);
  await ask('stranger', CHART);
  await gateway.ask(
    await gateway.token({
      client: 'outside-app',
      fhirUser: 'Practitioner/demo-physician',
      scope: 'user/*.rs',
    }),
    CHART,
  );
  await ask('physician', INSIGHT);
  await ask('privacy-officer', LEDGER);
  await ask('patient', FORBID);
  await ask('physician', CHART);
}, 240_000);
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true, force: true });
});

const phield = (...args: readonly string[]) =>
  runCommand(['ledger', 'export', '--tenant', 'riverside', ...args], {
    PHIELD_DATA_DIR: gateway.config.dataDir,
  });
const linesOf = (text: string) => text.split('\n').filter(Boolean);

describe('phield ledger export, beside a gateway', () => {
  it('writes AuditEvents that are valid R4, fit their profiles and tell every event', async () => {
    const before = await gateway.events({ tenant: 'riverside' });
    const { code, stdout, stderr } = await phield('--format', 'auditevent', '--quiet');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const valid = fhirSchema('AuditEvent');
    const events = linesOf(stdout).map((line) => {
      const json: unknown = JSON.parse(line);
      expect(valid(json) ? [] : valid.errors).toEqual([]);
      const event = AuditEventJson.parse(json);
      expect(balpFindings(event)).toEqual([]);
      return event;
    });
    const made = new Set(events.map(({ meta }) => meta?.profile[0]?.split('BasicAudit.')[1] ?? null));
    expect(made).toEqual(
      new Set([
        null,
        'AuthZconsent',
        'PatientCreate',
        'PatientQuery',
        'PatientRead',
        'PrivacyDisclosure.Source',
        'Query',
      ]),
    );
    expect(new Set(events.map(({ outcome }) => outcome))).toEqual(new Set(['0', '8']));
    expect(events.some(({ subtype }) => subtype.map(codeOf).some((one) => one.endsWith('DCM#110127')))).toBe(
      true,
    );

    const recipients = events
      .filter(({ type }) => codeOf(type).endsWith('DCM#110106'))
      .map(({ agent }) => agent[1]?.who.identifier);
    expect(recipients).toContainEqual({ system: 'urn:phield:riverside:client', value: 'outside-app' });
    expect(recipients).toContainEqual({ system: 'urn:phield:model', value: 'phield-extractive' });
    expect(events.some(({ type }) => codeOf(type).endsWith('DCM#110101'))).toBe(true);

    // The gateway goes by the name of its log.
    const { origin } = await openInstallation(gateway.config);
    expect(new Set(events.map(({ source }) => source.observer.display))).toEqual(new Set([origin]));

    // Every field the ledger has is told, and nothing that it has not.
    const told = events.flatMap(({ entity, id }) =>
      entity.flatMap(({ detail = [] }) =>
        detail
          .filter(({ type }) => /^gql\.(field|masked|denied)$/.test(type))
          .map(({ valueString }) => `${id.split('.')[0]} ${valueString.split(':')[0]}`),
      ),
    );
    const kept = (one: LedgerEvent) => one.coordinate !== null && one.resource.id !== '';
    const known = before.filter(kept).map(({ id, coordinate }) => `${id.split('.')[0]} ${coordinate}`);
    expect(told.sort()).toEqual(known.sort());
  });

  it('is on record before anything is written, with whom it was asked for', async () => {
    const { code } = await phield('--format', 'csv', '--patient', 'demo-ada', '--quiet');
    expect(code).toBe(0);
    const last = (await gateway.events({ kinds: ['privileged'] })).at(-1);
    expect(last).toMatchObject({
      operation: 'ledger_exported',
      tenant: 'riverside',
      subject: 'demo-ada',
      client: 'phield-cli',
    });
  });

  it('writes CSV and NDJSON of the same events, and of one patient alone', async () => {
    const csv = join(folder, 'events.csv');
    const done = await phield(
      '--format',
      'csv',
      '--patient',
      'demo-ada',
      '--until',
      '0s',
      '--out',
      csv,
      '--json',
    );
    const lines = await phield('--format', 'ndjson', '--patient', 'demo-ada', '--until', '0s', '--quiet');
    const events = linesOf(lines.stdout).map((line): LedgerEvent => JSON.parse(line));
    expect(events.length).toBeGreaterThan(20);
    expect(new Set(events.map(({ subject }) => subject))).toEqual(new Set(['demo-ada']));
    const [, ...rows] = parseCsv(await readFile(csv, 'utf8'));
    expect(rows.map(([id]) => id)).toEqual(events.map(({ id }) => id).slice(0, rows.length));
    expect(JSON.parse(done.stdout)).toMatchObject({
      ok: true,
      format: 'csv',
      events: rows.length,
      findings: 0,
    });
    expect((await stat(csv)).mode & 0o777).toBe(0o600);
  });

  it('gives other tenants’ events to nobody', async () => {
    const { stdout } = await runCommand(
      ['ledger', 'export', '--tenant', 'lakeside', '--format', 'ndjson', '--quiet'],
      { PHIELD_DATA_DIR: gateway.config.dataDir },
    );
    expect(stdout).not.toContain('demo-ada');
  });

  it.each([
    ['--format', 'xml'],
    ['--patient', 'a/b'],
    ['--since', 'yesterday'],
    ['--bundle-size', '0'],
  ])('%s %s is wrong usage and does not repeat the value', async (option, value) => {
    const { code, stdout, stderr } = await phield('--format', 'csv', option, value);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${option}:`);
    expect(stderr).not.toContain(`: ${value}`);
  });

  it('makes no ledger where there is none', async () => {
    const none = await runCommand(['ledger', 'export', '--tenant', 'riverside', '--format', 'csv'], {
      PHIELD_DATA_DIR: join(folder, 'none'),
    });
    expect({ code: none.code, stdout: none.stdout }).toEqual({ code: 1, stdout: '' });
  });
});
