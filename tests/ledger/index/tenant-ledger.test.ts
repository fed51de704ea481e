import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BadUserInputError } from '../../../src/errors.ts';
import { createTenantLedger } from '../../../src/ledger/index/create-tenant-ledger.ts';
import { LedgerIndex } from '../../../src/ledger/index/ledger-index.ts';
import { updateIndex } from '../../../src/ledger/index/update-index.ts';
import { createLedgerNames, type NameKeys } from '../../../src/ledger/ledger-names.ts';
import type { OperationRecord } from '../../../src/ledger/operation-record.ts';
import { pseudonymiseRecord } from '../../../src/ledger/pseudonymise-record.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { MemoryLog } from './memory-log.ts';

const PAGE = { first: 200, after: null };
const KEYS: NameKeys = {
  tenant: async () => Buffer.alloc(32, 1),
  patients: async (ids) => new Map(ids.map((id) => [id, Buffer.alloc(32, id.charCodeAt(1))])),
};
const MET = { keyOf: () => undefined, lookUpOthers: true };

async function indexOf(log: MemoryLog) {
  const index = new LedgerIndex(join(await tempDirectory(), 'ledger.sqlite'), () => undefined);
  onTestFinished(() => index.close());
  await updateIndex(index, log);
  const kept = {
    state: async () => index.state(),
    page: async (...args: Parameters<LedgerIndex['page']>) => index.page(...args),
    readings: async (...args: Parameters<LedgerIndex['readings']>) => index.readings(...args),
    activity: async (...args: Parameters<LedgerIndex['activity']>) => index.activity(...args),
    usage: async (...args: Parameters<LedgerIndex['usage']>) => index.usage(...args),
  };
  const open = (keys: NameKeys | null) =>
    createTenantLedger('riverside', {
      index: kept,
      checkpoint: async () => null,
      names: createLedgerNames(keys),
    });
  return { index, kept, open };
}

const named = (record: OperationRecord) => pseudonymiseRecord(record, 'everyone', KEYS, MET);

test('whoever stands under a pseudonym is found by the id, and so is what is from before', async () => {
  const log = new MemoryLog();
  log.add(sampleRecord({ id: 'plain' }));
  log.add(await named(sampleRecord({ id: 'named' })));
  const { index, open } = await indexOf(log);
  const ids = async (narrowing: Record<string, string>, keys: NameKeys | null = KEYS) =>
    (await open(keys).events('events', narrowing, PAGE)).rows.map(({ record }) => record.id).toSorted();
  const both = ['named.0', 'named.1', 'named.2', 'plain.0', 'plain.1', 'plain.2'];
  expect(await ids({ patient: 'p1' })).toEqual(both);
  expect(await ids({ patient: 'p1', actor: 'dr-one' })).toEqual(both);
  expect(await ids({ patient: 'p1' }, null)).toEqual(both.slice(3));
  expect(await ids({ patient: 'p3' })).toEqual([]);
  const { rows } = await open(KEYS).readings('p2', PAGE);
  expect(rows.map(({ record }) => record.fields)).toEqual(Array(2).fill([['DEMOGRAPHICS', 1]]));
  expect([index.hasNames('riverside'), index.hasNames('lakeside')]).toEqual([true, true]);
});

test('the checkpoint that goes with a size covers it, also while the log grows', async () => {
  const log = new MemoryLog();
  log.add(sampleRecord({ id: 'first' }));
  const { kept } = await indexOf(log);
  let covered = 0;
  const state = async () => {
    const known = await kept.state();
    covered = known.size;
    return known;
  };
  const checkpoint = async () => String(covered);
  const parts = { index: { ...kept, state }, checkpoint, names: createLedgerNames(null) };
  const standing = await createTenantLedger('riverside', parts).standing();
  expect(standing.size).toBeGreaterThan(0);
  expect(standing.checkpoint).toBe(String(standing.size));
});

test('without pseudonyms there are none', async () => {
  const log = new MemoryLog();
  log.add(sampleRecord({ id: 'plain' }));
  const { index } = await indexOf(log);
  expect(index.hasNames('riverside')).toBe(false);
});

test('a record that is split into parts is one reading, and its pages lose nothing', async () => {
  const log = new MemoryLog({ limit: 900 });
  const resources = Array.from({ length: 60 }, (_, n) => `observation-${n}`);
  const group = { shape: 1, resources, consent: null, breakGlass: null };
  log.add(sampleRecord({ id: 'r1', subjects: [{ subject: 'p1', groups: [group] }] }));
  log.add(sampleRecord({ id: 'r2', time: '2026-11-21T11:00:00.000Z' }));
  expect(log.bytes.length).toBeGreaterThan(5);
  const { open } = await indexOf(log);
  const ledger = open(null);
  const { rows, hasNextPage } = await ledger.readings('p1', PAGE);
  expect(rows.map(({ record }) => record.fields.map(([, count]) => count))).toEqual([[1, 1], [60]]);
  expect(hasNextPage).toBe(false);
  const first = await ledger.readings('p1', { first: 1, after: null });
  const second = await ledger.readings('p1', { first: 1, after: first.rows.at(-1)?.position ?? null });
  expect([first.hasNextPage, second.hasNextPage]).toEqual([true, false]);
  expect([...first.rows, ...second.rows]).toEqual(rows);
  const met: string[] = [];
  let after: string | null = null;
  for (let more = true; more; ) {
    const page = await ledger.events('events', { patient: 'p1' }, { first: 7, after });
    met.push(...page.rows.map(({ record }) => record.id));
    after = page.rows.at(-1)?.position ?? null;
    more = page.hasNextPage;
  }
  expect(met).toHaveLength(63);
  expect(new Set(met).size).toBe(63);
});

test('what nobody gave out is no position', async () => {
  const { open } = await indexOf(new MemoryLog());
  for (const after of ['', '1.2', 'a.b.c', '1.2.3.4', `1.${'9'.repeat(20)}.0`]) {
    await expect(open(null).events('events', {}, { first: 1, after })).rejects.toThrow(BadUserInputError);
  }
});
