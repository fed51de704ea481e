import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { decodeRecord } from '../../../src/ledger/decode-record.ts';
import { expandRecord } from '../../../src/ledger/expand-record.ts';
import { IndexDamagedError } from '../../../src/ledger/index/index-damaged-error.ts';
import { LedgerIndex } from '../../../src/ledger/index/ledger-index.ts';
import { updateIndex } from '../../../src/ledger/index/update-index.ts';
import { BUNDLES, writeRange } from '../../../src/ledger/keep/pruned-things.ts';
import { namingRecord } from '../../../src/ledger/naming-record.ts';
import type { ActivityAxis } from '../../../src/ledger/uses/activity-count.ts';
import { UsageCount } from '../../../src/ledger/uses/usage-count.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { MemoryLog } from './memory-log.ts';
import { anyUse, countedByHand, DAYS, FIRST_DAY, NAME_OF, usedByHand } from './used-world.ts';

const AXES: readonly ActivityAxis[] = Object.freeze([
  'ROLE',
  'PURPOSE',
  'CATEGORY',
  'CLIENT',
  'DECISION',
  'REASON',
  'COORDINATE',
]);
const TENANTS = ['riverside', 'lakeside', 'nowhere'];

async function openIndex() {
  const file = join(await tempDirectory(), 'ledger.sqlite');
  const index = new LedgerIndex(file, () => undefined);
  onTestFinished(() => index.close());
  return { index, file };
}

function logOf(numRuns: number, seed: number): MemoryLog {
  const log = new MemoryLog({ limit: 700 });
  const batches = fc.sample(fc.array(anyUse, { minLength: 1, maxLength: 8 }), { numRuns, seed });
  for (const records of batches) log.add(...records);
  return log;
}

const recordsOf = (log: MemoryLog, from = 0) =>
  log.bytes.slice(from).flatMap((bytes) => decodeRecord(bytes) ?? []);
const eventsOf = (log: MemoryLog, tenant: string, from = 0) =>
  recordsOf(log, from).flatMap(({ record, firstOrdinal }) =>
    record.tenant === tenant ? [...expandRecord(record, firstOrdinal)] : [],
  );

function counted(index: LedgerIndex, tenant: string, by: ActivityAxis) {
  const { days, series } = index.activity(tenant, by, FIRST_DAY, FIRST_DAY + DAYS);
  expect(days).toHaveLength(DAYS);
  return Object.fromEntries(
    series.map(({ name, given, masked, refused }) => [
      name,
      days.map((_, at) => [given[at], masked[at], refused[at]]),
    ]),
  );
}

/** Everything there is to be asked, of every tenant. */
const allOf = (index: LedgerIndex) =>
  TENANTS.map((tenant) => ({
    activity: AXES.map((by) => counted(index, tenant, by)),
    usage: [0, 2].map((day) => index.usage(tenant, FIRST_DAY + day, true)),
  }));

test('sums are what counting every event says, on every axis, for one tenant alone', async () => {
  const { index } = await openIndex();
  const log = logOf(60, 11);
  await updateIndex(index, log);
  for (const tenant of TENANTS) {
    const events = eventsOf(log, tenant);
    for (const by of AXES) expect(counted(index, tenant, by)).toEqual(countedByHand(events, by));
  }
  expect(Object.keys(NAME_OF)).toEqual(AXES);
  expect(eventsOf(log, 'riverside').some(({ count }) => (count ?? 1) > 1)).toBe(true);
});

test('usage is what counting every event says, by field and by grant, from any day on', async () => {
  const { index } = await openIndex();
  const log = logOf(60, 12);
  await updateIndex(index, log);
  for (const tenant of TENANTS) {
    const events = eventsOf(log, tenant);
    for (let day = FIRST_DAY; day < FIRST_DAY + DAYS; day += 1) {
      const { cells, grants, denials } = index.usage(tenant, day, false);
      const inOrder = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
      expect(
        cells
          .map(({ coordinate, role, ...use }) => ({ key: `${coordinate} ${role}`, ...use }))
          .toSorted(inOrder),
      ).toEqual(usedByHand(events, day, ({ coordinate }) => coordinate));
      expect(
        grants
          .map(({ grant, role, purposes: _purposes, ...use }) => ({ key: `${grant} ${role}`, ...use }))
          .toSorted(inOrder),
      ).toEqual(usedByHand(events, day, ({ grant }) => grant));
      const refused = events.filter(
        ({ kind, decision, coordinate, time }) =>
          kind === 'operation' &&
          decision === 'DENY' &&
          coordinate !== null &&
          Date.parse(time) >= day * 86_400_000,
      );
      const byReason = Object.groupBy(refused, ({ reason }) => reason);
      expect(Object.fromEntries(denials)).toEqual(
        Object.fromEntries(Object.entries(byReason).map(([reason, some]) => [reason, some?.length])),
      );
    }
  }
});

test('what the index sums is what reading the records one by one counts', async () => {
  const { index } = await openIndex();
  const log = logOf(40, 13);
  await updateIndex(index, log);
  const read = new UsageCount();
  for (const { record } of recordsOf(log)) if (record.tenant === 'riverside') read.observe(record);
  const { cells, grants } = index.usage('riverside', FIRST_DAY, true);
  const sorted = (uses: readonly object[]) => uses.map((use) => JSON.stringify(use)).toSorted();
  expect(sorted(cells)).toEqual(sorted(read.cells()));
  expect(sorted(grants)).toEqual(sorted(read.grants()));
});

test('what each person read for each purpose is summed, by roles', async () => {
  const { index } = await openIndex();
  const log = logOf(40, 14);
  await updateIndex(index, log);
  const given = eventsOf(log, 'riverside').filter(
    ({ kind, decision, actor, time }) =>
      kind === 'operation' && decision !== 'DENY' && actor !== null && !time.startsWith('no'),
  );
  const byHand = Object.groupBy(given, ({ actor, roles, purpose }) =>
    JSON.stringify([actor, roles, purpose]),
  );
  const { mix } = index.usage('riverside', FIRST_DAY, true);
  expect(
    Object.fromEntries(
      mix.map(({ actor, roles, purpose, given: times }) => [JSON.stringify([actor, roles, purpose]), times]),
    ),
  ).toEqual(Object.fromEntries(Object.entries(byHand).map(([key, some]) => [key, some?.length])));
});

function pruned() {
  const about = { id: 'prune', time: '2027-01-01T00:00:00.000Z', actor: 'os-user:op', client: 'phield-cli' };
  return namingRecord({ ...about, operation: 'retention_pruned', tenant: null, subject: null }, [
    { ...BUNDLES, ids: [writeRange({ from: 0, to: 0, hash: 'A'.repeat(43) })] },
  ]);
}

/** The log without the entries of its first bundle. */
const withoutPast = (log: MemoryLog) => ({
  size: () => log.size(),
  async *entries(from: number) {
    for await (const { index, bytes } of log.entries(from))
      yield { index, bytes: index < 256 ? null : bytes };
  },
});

test('what is pruned leaves the sums, which are then those of an index that never had it', async () => {
  const log = logOf(160, 15);
  expect(log.bytes.length).toBeGreaterThan(512);
  const before = await openIndex();
  await updateIndex(before.index, log);
  const whole = allOf(before.index);
  log.add(pruned());
  await updateIndex(before.index, log);
  const after = await openIndex();
  await updateIndex(after.index, withoutPast(log));
  expect(allOf(before.index)).toEqual(allOf(after.index));
  const atOnce = await openIndex();
  await updateIndex(atOnce.index, log);
  expect(allOf(atOnce.index)).toEqual(allOf(after.index));
  expect(allOf(before.index)).not.toEqual(whole);
  expect(counted(before.index, 'riverside', 'CLIENT')).toEqual(
    countedByHand(eventsOf(log, 'riverside', 256), 'CLIENT'),
  );
  expect(before.index.activity('riverside', 'ROLE', FIRST_DAY, FIRST_DAY + 1).complete).toBe(false);
  expect(before.index.activity('riverside', 'ROLE', FIRST_DAY + 999, FIRST_DAY + 1000).complete).toBe(true);
});

test('a pattern that only the pruned had is not kept', async () => {
  const log = new MemoryLog();
  for (let n = 0; n < 128; n += 1) log.add(sampleRecord({ id: `old${n}`, client: 'client-of-old' }));
  log.add(sampleRecord({ id: 'new' }));
  const { index, file } = await openIndex();
  await updateIndex(index, log);
  log.add(pruned());
  await updateIndex(index, log);
  const db = new DatabaseSync(file, { readOnly: true });
  expect(db.prepare("SELECT count(*) AS n FROM pattern WHERE body LIKE '%client-of-old%'").get()).toEqual({
    n: 0,
  });
  expect(db.prepare('SELECT count(*) AS n FROM pattern').get()).toEqual({ n: 2 });
  db.close();
});

test.each([
  ['a sum', 'UPDATE daily SET times = times + 1'],
  ['when it was', 'UPDATE daily SET last = last + 1'],
  ['who it was', 'UPDATE person SET last = last + 1'],
  ['what for', 'UPDATE mix SET times = times - 1'],
  ['what it was', `UPDATE pattern SET body = replace(body, '"NURSE"', '"CODER"')`],
])(
  '%s that was changed in the index is never told: it is built anew, and says the same',
  async (_what, sql) => {
    const log = logOf(30, 16);
    const { index, file } = await openIndex();
    await updateIndex(index, log);
    const told = allOf(index);
    const db = new DatabaseSync(file);
    expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
    db.close();
    expect(() => index.usage('riverside', FIRST_DAY, true)).toThrow(IndexDamagedError);
    await updateIndex(index, log);
    expect(allOf(index)).toEqual(told);
  },
);

test('entries that could not be taken in are in no sum', async () => {
  const log = logOf(10, 17);
  const { index } = await openIndex();
  const entries = log.bytes.map((bytes, at) => ({ index: at, bytes }));
  const broken = {
    index: entries.length,
    get bytes(): Uint8Array {
      throw new Error('out of reach');
    },
  };
  expect(() => index.absorb([...entries, broken])).toThrow('out of reach');
  await updateIndex(index, log);
  expect(counted(index, 'riverside', 'ROLE')).toEqual(countedByHand(eventsOf(log, 'riverside'), 'ROLE'));
});

test('what is beyond forty names is told together', async () => {
  const log = new MemoryLog();
  const time = new Date(FIRST_DAY * 86_400_000).toISOString();
  for (let n = 0; n < 60; n += 1) log.add(sampleRecord({ id: `r${n}`, time, client: `client-${n}` }));
  for (let n = 0; n < 5; n += 1) log.add(sampleRecord({ id: `m${n}`, time, client: 'most' }));
  const { index } = await openIndex();
  await updateIndex(index, log);
  const { series } = index.activity('riverside', 'CLIENT', FIRST_DAY, FIRST_DAY + 1);
  expect(series).toHaveLength(40);
  expect(series[0]).toEqual({ name: 'most', given: [15], masked: [5], refused: [10] });
  expect(series.at(-1)).toEqual({ name: 'other', given: [66], masked: [22], refused: [44] });
});
