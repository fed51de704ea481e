import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import { openFileLedger } from '../../src/ledger/file-ledger.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { createUlid } from '../../src/ledger/ulid.ts';
import { loadTenants } from '../../src/load-tenants.ts';
import { collectLedger } from '../ledger/collect-ledger.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { createInstallation } from '../ledger/support/seal-batches.ts';
import { tempDirectory } from '../ledger/temp-directory.ts';
import { phield } from './run-phield.ts';

const SSN = ['access', 'explain', '--role', 'BILLING', '--purpose', 'COVERAGE', 'Patient.ssn'];

test('a decision is told step by step, each grant with its line', async () => {
  const { code, out } = await phield(...SSN);
  expect(code).toBe(0);
  expect(out).toMatch(/^Patient\.ssn {2}schema\/patient\.graphql:\d+\n/);
  expect(out).toContain('for COVERAGE (a kind of HPAYMT)');
  expect(out).toMatch(
    /IDENTIFIER: MASK PARTIAL by PhiCategory\.IDENTIFIER#2, schema\/access\.graphql:\d+ \(GRANT\)/,
  );
  const steps = [...out.matchAll(/^ {2}(\d) ([A-Z_]+)/gm)].map(([, number, step]) => `${number} ${step}`);
  expect(steps).toEqual([
    ...['1 ROLE', '2 PURPOSE', '3 SCOPE', '4 ASSURANCE', '5 TENANT'],
    ...['6 RELATIONSHIP', '7 CONSENT', '8 LABEL'],
  ]);
});

test('the same as one JSON object', async () => {
  const { out } = await phield(...SSN, '--json', '--tenant', 'riverside', '--relationship', 'NONE');
  expect(JSON.parse(out)).toMatchObject({
    coordinate: 'Patient.ssn',
    tenant: 'riverside',
    relationship: [],
    serves: ['COVERAGE', 'HPAYMT'],
    rows: [{ category: 'IDENTIFIER', decision: { decision: 'DENY', reason: 'RELATIONSHIP' }, grant: null }],
  });
});

test.each([
  [['--role', 'NURS', '--purpose', 'TREAT', 'Patient.ssn'], '--role: NURS is not declared'],
  [['--role', 'NURSE', '--purpose', 'TREATT', 'Patient.ssn'], '--purpose: TREATT is not declared'],
  [['--role', 'NURSE', '--purpose', 'TREAT', 'Patient.nothing'], 'Patient.nothing is not declared'],
  [
    ['--role', 'NURSE', '--purpose', 'TREAT', '--relationship', 'FRIEND', 'Patient.ssn'],
    'FRIEND is not declared',
  ],
  [['--role', 'NURSE', 'Patient.ssn'], '--purpose is needed'],
  [['--role', 'NURSE', '--purpose', 'TREAT'], 'expected a coordinate'],
  [['--event', 'nonsense'], 'expected the id of an event'],
  [['--event', 'r1.0', 'Patient.ssn'], '--event says itself'],
])('exits with 2 for %j', async (asked, told) => {
  const { code, errors } = await phield('access', 'explain', ...asked);
  expect(code).toBe(2);
  expect(errors).toContain(told);
});

/** A ledger with one record of a nurse of riverside; `over` is what else it says. */
async function recorded(over: (version: string) => Partial<OperationRecord>) {
  const model = readAccessModel(readSdl(await loadSdl('schema')));
  const overlay = (await loadTenants('tenants', model)).get('riverside');
  if (overlay === undefined) throw new Error('no tenant');
  const dataDir = await tempDirectory();
  const ledger = await openFileLedger({
    installation: createInstallation(),
    directory: join(dataDir, 'ledger'),
    clock: Date.now,
    random: randomBytes,
    onFatal: () => undefined,
  });
  const id = createUlid(Date.now, randomBytes)();
  const record = sampleRecord({
    id,
    time: new Date().toISOString(),
    tenant: 'riverside',
    roles: ['NURSE'],
    purpose: 'TREAT',
    shapes: [
      {
        type: 'Observation',
        fields: [['Observation.code', 'LAB', 'PERMIT', 'NONE', 'GRANT', 'PhiCategory.LAB#1']],
        via: null,
      },
    ],
    subjects: [{ subject: 'p1', groups: [{ shape: 0, resources: ['o1'], consent: null, breakGlass: null }] }],
    ...over(createTenantPolicy(overlay, model).version),
  });
  await ledger.append(record);
  await ledger.close();
  return { dataDir, event: `${id}.0` };
}

function explain(dataDir: string, ...asked: readonly string[]) {
  const env = { ...process.env, PHIELD_DATA_DIR: dataDir };
  return new Promise<{ code: number; out: string; errors: string }>((done) => {
    const args = ['src/cli/main.ts', 'access', 'explain', ...asked];
    execFile(process.execPath, args, { env }, (error, out, errors) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, errors }),
    );
  });
}

test('an event is explained by the policy of then, once that is on record', async () => {
  const { dataDir, event } = await recorded((version) => ({ policyVersion: version }));
  const { code, out, errors } = await explain(dataDir, '--event', event, '--json');
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(JSON.parse(out)).toMatchObject({
    event: { id: event, coordinate: 'Observation.code' },
    policy: { same: true, asOf: null },
    agrees: true,
    supposed: { relationships: ['CARE_TEAM', 'TREATING'] },
    explanation: { tenant: 'riverside', rows: [{ decision: { grant: 'PhiCategory.LAB#1' } }] },
  });
  const { records } = await collectLedger(join(dataDir, 'ledger'));
  expect(records.at(-1)?.record).toMatchObject({ kind: 'privileged', operation: 'ledger_query' });
  const text = await explain(dataDir, '--event', event, '--tenant', 'riverside');
  expect(text.out).toContain('This gives what is on record, by CARE_TEAM or TREATING.');
});

test('an event under another policy is not explained by this one', async () => {
  const { dataDir, event } = await recorded(() => ({ policyVersion: 'of-then' }));
  const { code, out } = await explain(dataDir, '--event', event, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    policy: { recorded: 'of-then', same: false },
    explanation: null,
  });
  const text = await explain(dataDir, '--event', event);
  expect(text.out).toMatch(/another than what is declared now, .* --as-of/);
  expect(text.out).not.toContain('This gives');
});

test('an event that the policy of then does not give is a finding', async () => {
  const { dataDir, event } = await recorded((version) => ({ policyVersion: version, roles: ['AUDITOR'] }));
  const { code, out } = await explain(dataDir, '--event', event);
  expect(code).toBe(1);
  expect(out).toContain('does NOT give what is on record');
});

test('what is not on record, or is no decision about a field, is said to be so', async () => {
  const { dataDir, event } = await recorded((version) => ({
    policyVersion: version,
    refusal: 'PERSISTED_QUERY_NOT_FOUND',
    shapes: [],
    subjects: [],
    kind: 'refusal',
  }));
  expect((await explain(dataDir, '--event', event)).out).toContain('No field was decided');
  const none = await explain(dataDir, '--event', event.replace(/\.0$/, '.7'));
  expect(none.code).toBe(2);
  expect(none.errors).toContain('there is no event');
});
