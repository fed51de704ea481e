import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LedgerIndex } from '../../../src/ledger/index/ledger-index.ts';
import { tallyIndexed, tallyRecords } from '../../../src/ledger/index/read-indexed.ts';
import { updateIndex } from '../../../src/ledger/index/update-index.ts';
import type { OperationRecord } from '../../../src/ledger/operation-record.ts';
import { DAY_MS } from '../../../src/ledger/uses/activity-count.ts';
import { UsageTally } from '../../../src/ledger/uses/usage-tally.ts';
import { openTestLedger } from '../open-test-ledger.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { MemoryLog } from './memory-log.ts';

const FROM = Date.parse('2026-04-01T00:00:00Z') / DAY_MS;
const name = (letter: string) => `~${letter.repeat(22)}`;

function act(day: number, coordinate: string, id: string, glass: string | null): OperationRecord {
  const time = new Date((FROM + day) * DAY_MS).toISOString();
  return sampleRecord({
    ...{ kind: 'privileged', id: `r${day}`, request: `q${day}`, time },
    shapes: [
      { type: 'BreakGlass', via: null, fields: [[coordinate, null, 'PERMIT', 'NONE', 'PRIVILEGED', null]] },
    ],
    subjects: [
      { subject: name('P'), groups: [{ shape: 0, resources: [id], consent: null, breakGlass: glass }] },
    ],
  });
}
/** The one review is that of the glass that was opened before. */
const RECORDS = [
  act(-9, 'Mutation.breakGlass', name('P'), name('A')),
  act(1, 'Mutation.breakGlass', name('P'), name('B')),
  act(2, 'Mutation.reviewBreakGlass', name('r'), null),
];

const read = {
  sums: async (directory: string, tally: UsageTally) => {
    const log = new MemoryLog();
    for (const record of RECORDS) log.add(record);
    return tallyIndexed(
      await indexed(directory, log),
      directory,
      { tenant: 'riverside', from: FROM },
      null,
      tally,
    );
  },
  tail: async (directory: string, tally: UsageTally) => {
    await written(directory);
    const index = await indexed(directory, new MemoryLog());
    return tallyIndexed(index, directory, { tenant: 'riverside', from: FROM }, null, tally);
  },
  records: async (directory: string, tally: UsageTally) => {
    await written(directory);
    return tallyRecords(directory, { tenant: 'riverside', from: FROM }, null, tally);
  },
};

async function indexed(directory: string, log: MemoryLog): Promise<LedgerIndex> {
  const index = new LedgerIndex(join(directory, '..', 'ledger.sqlite'), () => undefined);
  onTestFinished(() => index.close());
  await updateIndex(index, log);
  return index;
}

async function written(directory: string): Promise<void> {
  const ledger = await openTestLedger(directory);
  for (const record of RECORDS) await ledger.append(record);
  await ledger.close();
}

test.each(['sums', 'tail', 'records'] as const)(
  'a review counts for the glass it may be of, opened before or not: %s',
  async (by) => {
    const directory = join(await tempDirectory(), 'ledger');
    await mkdir(directory);
    const tally = new UsageTally({ mix: false });
    for await (const finding of await read[by](directory, tally)) expect(finding).toBeNull();
    expect(tally.usage(FROM * DAY_MS).unreviewed).toMatchObject([{ glass: name('B') }]);
    // What was given before is not counted, whoever is told of the glasses.
    expect(tally.usage().knownSince).toBe((FROM + 1) * DAY_MS);
  },
);

test('what was opened before is no glass of the time that is asked for', () => {
  const tally = new UsageTally({ mix: false });
  for (const record of RECORDS.slice(0, 1)) tally.before(record);
  expect(tally.usage(FROM * DAY_MS).unreviewed).toEqual([]);
  expect(tally.usage().unreviewed).toMatchObject([{ glass: name('A') }]);
});
