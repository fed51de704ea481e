import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { executeInProcess, type InProcess } from '../../bench/execute-in-process.ts';
import { governRecords } from '../../bench/govern-records.ts';
import { makeRecords } from '../../bench/make-records.ts';
import { VERSION_WORKLOADS } from '../../bench/version-workloads.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';

let directory: string;
let plain: InProcess;
let governed: InProcess;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'phield-bench-'));
  plain = await executeInProcess(directory);
  governed = await executeInProcess(directory, { governed: true });
});
afterAll(() => rm(directory, { recursive: true }));

test('one row in ten bears a label, and every patient has a consent', () => {
  const records = governRecords(makeRecords());
  const consents = records.filter(({ resourceType }) => resourceType === 'Consent');
  const rows = records.filter(({ resourceType }) => resourceType !== 'Consent');
  expect(consents).toHaveLength(50);
  expect(rows.filter(({ labels }) => labels.length > 0)).toHaveLength(rows.length / 10);
});

test.each(VERSION_WORKLOADS)(
  '$name gives the same answer with consents, labels and scopes',
  async (workload) => {
    const document = parse(workload.query);
    const [expected, answer] = await Promise.all([
      plain.phield(document, workload.variables),
      governed.phield(document, workload.variables),
    ]);
    expect(answer).toEqual(expected);
    const record = await governed.recordOf(document, workload.variables);
    const events = record === null ? [] : [...expandRecord(record)];
    expect(events).toHaveLength(workload.phiFields);
    expect(new Set(events.map(({ subject }) => subject)).size).toBe(workload.patients);
    expect(events.every(({ decision }) => decision === 'PERMIT')).toBe(true);
    expect(new Set(events.map(({ consent }) => consent)).size).toBe(workload.patients);
  },
);
