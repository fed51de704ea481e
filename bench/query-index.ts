import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { encodeRecord } from '../src/ledger/encode-record.ts';
import type { EventFilter } from '../src/ledger/event-filter.ts';
import type { EntrySource } from '../src/ledger/index/entry-source.ts';
import { LedgerIndex } from '../src/ledger/index/ledger-index.ts';
import { updateIndex } from '../src/ledger/index/update-index.ts';
import type { OperationRecord, RecordedField } from '../src/ledger/operation-record.ts';

/**
 * What an index of ten million events and more costs, and how long it takes to ask it: records of W2's size, one
 * operation over 50 patients, over 90 days. `node bench/query-index.ts [records] [fields of each patient] [patients]`
 */
const RECORDS = Number(process.argv[2] ?? 100_000);
const FIELDS = Number(process.argv[3] ?? 12);
const PATIENTS_IN_ALL = 10_000;
const PATIENTS = Number(process.argv[4] ?? 50);
const DAY_MS = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00Z');

/** Always the same numbers, without a seed to remember. */
let turn = 1;
function next(below: number): number {
  turn = (turn * 48_271) % 2_147_483_647;
  return turn % below;
}

function recordAt(n: number): OperationRecord {
  const operation = n % 40;
  const fields = Array.from({ length: FIELDS }, (_, at): RecordedField => {
    const denied = (operation + at) % 17 === 0;
    return [
      `Patient.field${(operation + at) % 60}`,
      ['DEMOGRAPHICS', 'LAB', 'MEDICATION', 'CONTACT'][at % 4] ?? null,
      denied ? 'DENY' : 'PERMIT',
      denied ? 'REDACT' : 'NONE',
      denied ? 'ROLE' : n % 9973 === 0 ? 'BREAK_GLASS' : 'GRANT',
      denied ? null : `PhiCategory.LAB#${at % 4}`,
    ];
  });
  return {
    v: 1,
    id: `01JD${String(n).padStart(22, '0')}`,
    time: new Date(START + Math.floor((n * 90 * DAY_MS) / RECORDS) + next(900)).toISOString(),
    kind: 'operation',
    tenant: n % 5 === 0 ? 'lakeside' : 'riverside',
    actor: `auth0|staff-${next(800)}`,
    roles: ['NURSE'],
    assurance: ['mfa', 'pwd'],
    client: `portal-${next(6)}`,
    network: 'a1b2c3d4e5f60718',
    address: 'x'.repeat(60),
    purpose: 'TREAT',
    policyVersion: 'sha256:0123456789abcdef0123456789abcdef',
    document: `sha256:${String(operation).padStart(64, '0')}`,
    operation: `Operation${operation}`,
    request: `01JE${String(n).padStart(22, '0')}`,
    session: `session-${next(3000)}`,
    refusal: null,
    count: 1,
    shapes: [{ type: 'Patient', via: null, fields }],
    subjects: Array.from({ length: PATIENTS }, () => {
      const id = `patient-${next(PATIENTS_IN_ALL)}-4f6c`;
      return {
        subject: id,
        groups: [{ shape: 0, resources: [id], consent: null, breakGlass: n % 9973 === 0 ? 'g1' : null }],
      };
    }),
  };
}

let bytes = 0;
const source: EntrySource = {
  size: async () => RECORDS,
  async *entries(from) {
    for (let index = from; index < RECORDS; index += 1) {
      const encoded = encodeRecord(recordAt(index));
      bytes += encoded.length;
      yield { index, bytes: encoded };
    }
  },
};

const directory = mkdtempSync(join(tmpdir(), 'phield-index-'));
try {
  const path = join(directory, 'ledger.sqlite');
  const index = new LedgerIndex(path, () => undefined);
  const made = performance.now();
  for (let n = 0; n < Math.min(RECORDS, 2000); n += 1) encodeRecord(recordAt(n));
  const perRecord = (performance.now() - made) / Math.min(RECORDS, 2000);
  const started = performance.now();
  await updateIndex(index, source);
  const seconds = (performance.now() - started - perRecord * RECORDS) / 1000;
  const events = RECORDS * PATIENTS * FIELDS;
  const size = statSync(path).size;
  console.log(`${RECORDS} records, ${events} events, ${(bytes / 1e6).toFixed(0)} MB of records`);
  console.log(
    `built in ${seconds.toFixed(1)} s: ${Math.round(RECORDS / seconds)} records/s, ${Math.round(events / seconds)} events/s`,
  );
  console.log(`index: ${(size / 1e6).toFixed(0)} MB, ${(size / events).toFixed(2)} bytes an event`);
  const db = new DatabaseSync(path, { readOnly: true });
  const bodies = db.prepare('SELECT sum(length(bytes)) AS bytes FROM body').get();
  db.close();
  console.log(`of it records as they were stored, deflated: ${(Number(bodies?.bytes) / 1e6).toFixed(0)} MB`);
  const patient = 'patient-4711-4f6c';
  const asked: readonly (readonly [string, EventFilter])[] = [
    ['one patient', { tenant: 'riverside', patient }],
    ['one patient, one field', { tenant: 'riverside', patient, coordinate: 'Patient.field3' }],
    ['one patient, one actor', { tenant: 'riverside', patient, actor: 'auth0|staff-7' }],
    ['one patient, denials', { tenant: 'riverside', patient, decision: 'DENY' }],
    ['one patient, through a glass', { tenant: 'riverside', patient, glass: true }],
    ['everything', { tenant: 'riverside' }],
    ['one actor', { tenant: 'riverside', actor: 'auth0|staff-7' }],
    ['one client', { tenant: 'riverside', client: 'portal-3' }],
    ['one field', { tenant: 'riverside', coordinate: 'Patient.field3' }],
    ['denials', { tenant: 'riverside', decision: 'DENY' }],
    ['through a glass', { tenant: 'riverside', glass: true }],
    ['one request', { tenant: 'riverside', request: `01JE${String(RECORDS >> 1).padStart(22, '0')}` }],
    ['a field nobody has', { tenant: 'riverside', coordinate: 'Patient.nothing' }],
    ['a day', { tenant: 'riverside', since: START, until: START + 3_600_000 }],
  ];
  for (const [what, filter] of asked) {
    const times = Array.from({ length: 9 }, () => {
      const at = performance.now();
      const { events: found } = index.page(filter, 50, null);
      return { took: performance.now() - at, found: found.length };
    });
    const sorted = times.map(({ took }) => took).sort((a, b) => a - b);
    console.log(
      `${what}: first page of ${times[0]?.found} events, first time ${times[0]?.took.toFixed(1)} ms, median ${sorted[4]?.toFixed(1)} ms`,
    );
  }
  const at = performance.now();
  let all = 0;
  for (const _ of index.events({ tenant: 'riverside', patient }, 'oldest')) all += 1;
  console.log(`all ${all} events of one patient: ${(performance.now() - at).toFixed(0)} ms`);
  const day = START / DAY_MS;
  for (const by of ['ROLE', 'CATEGORY', 'CLIENT', 'COORDINATE'] as const) {
    say(`activity by ${by}, 90 days`, () => index.activity('riverside', by, day, day + 90).series.length);
  }
  say('usage, 90 days', () => index.usage('riverside', day, false).cells.length);
  say('usage and for what each person read', () => index.usage('riverside', day, true).mix.length);
  index.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function say(what: string, ask: () => number): void {
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    return { found: ask(), took: performance.now() - started };
  });
  const sorted = times.map(({ took }) => took).sort((a, b) => a - b);
  console.log(
    `${what}: ${times[0]?.found}, first time ${times[0]?.took.toFixed(0)} ms, median ${sorted[2]?.toFixed(0)} ms`,
  );
}
