import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { tempDirectory } from '../temp-directory.ts';
import { verifyLooked, type WholeLedger, writeWholeLedger } from './whole-ledger.ts';

let whole: WholeLedger;

beforeAll(async () => {
  whole = await writeWholeLedger();
});

async function segmentsOf({ segments }: WholeLedger): Promise<string> {
  const directory = await tempDirectory();
  for (const [name, bytes] of segments) await writeFile(join(directory, name), bytes);
  await mkdir(join(directory, 'log'));
  return directory;
}

test('an untouched ledger is whole: log, segments and table', async () => {
  const segments = await segmentsOf(whole);
  const report = await verifyLooked({ trust: whole.trust, log: whole.log, segments, table: whole.table });
  expect(report.findings).toEqual([]);
  const records = whole.batches.reduce((sum, { records: { length } }) => sum + length, 0) - 3;
  expect(report).toMatchObject({
    ok: true,
    origin: 'ledger.test',
    size: records + 3 + whole.batches.length,
    checkpoints: { log: true, witnesses: 2 },
    records,
    events: records * 5,
    batches: whole.batches.length,
    writers: 3,
    writersOpen: 1,
    unsequenced: 0,
    firstBad: null,
  });
  expect(report.notices.map(({ code }) => code)).toEqual(['WRITER_OPEN']);
  expect(whole.segments.size).toBeGreaterThan(5);
  expect(report.size).toBeGreaterThan(256);
});
