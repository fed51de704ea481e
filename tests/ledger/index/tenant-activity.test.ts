import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import { createTenantLedger } from '../../../src/ledger/index/create-tenant-ledger.ts';
import type { EntrySource } from '../../../src/ledger/index/entry-source.ts';
import { openLedgerIndex } from '../../../src/ledger/index/open-ledger-index.ts';
import { createLedgerNames } from '../../../src/ledger/ledger-names.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { MemoryLog } from './memory-log.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-21T00:00:00Z');

/** Through the gateway's thread. @param checkpoint of a log of so many entries; `null`: out of reach. */
async function ledgerOf(log: MemoryLog, checkpoint: () => number | null) {
  const index = openLedgerIndex({
    path: join(await tempDirectory(), 'ledger.sqlite'),
    source: log,
    log: { info: () => undefined, warn: () => undefined },
    everyMs: 3_600_000,
  });
  onTestFinished(() => index.close());
  const signed = async () => {
    const size = checkpoint();
    if (size === null) throw new UpstreamUnavailableError('gone');
    return signedOf(size);
  };
  return createTenantLedger('riverside', { index, checkpoint: signed, names: createLedgerNames(null) });
}

function signedOf(size: number): string {
  const bytes = (length: number) => Buffer.alloc(length).toString('base64');
  return `ledger.test\n${size}\n${bytes(32)}\n\n\u2014 ledger.test ${bytes(68)}\n`;
}

test('sums come from the thread as of everything that the log had, and say so', async () => {
  const log = new MemoryLog();
  let size: number | null = 2;
  const ledger = await ledgerOf(log, () => size);
  log.add(sampleRecord({ id: 'r1' }));
  expect(await ledger.activity('CLIENT', START + 1, START + 2)).toEqual({
    days: ['2026-11-21'],
    series: [{ name: 'portal', given: [3], masked: [1], refused: [2] }],
    complete: true,
    asOf: '1970-01-01T00:00:01.000Z',
  });
  log.add(sampleRecord({ id: 'r2' }), sampleRecord({ id: 'x1', tenant: 'lakeside' }));
  size = 5;
  const { series, complete } = await ledger.activity('CLIENT', START, START + 2 * DAY);
  expect({ given: series[0]?.given, complete }).toEqual({ given: [6, 0], complete: true });
  const { cells, mix } = await ledger.usage(START + DAY / 2, { mix: true });
  expect(cells.map(({ coordinate, given }) => [coordinate, given])).toEqual([
    ['Observation.value', 2],
    ['Patient.name', 4],
    ['Patient.ssn', 0],
  ]);
  expect(mix).toEqual([{ actor: 'dr-one', roles: ['PHYSICIAN'], purpose: 'TREAT', given: 6 }]);
  expect((await ledger.usage(START, { mix: false })).mix).toEqual([]);
});

test('sums that were made before the log was taken in do not say that they have it', async () => {
  const log = new MemoryLog();
  log.add(sampleRecord({ id: 'r1' }));
  const held = Promise.withResolvers<undefined>();
  const slow: EntrySource = {
    size: () => log.size(),
    async *entries(from) {
      await held.promise;
      yield* log.entries(from);
    },
  };
  const index = openLedgerIndex({
    ...{
      path: join(await tempDirectory(), 'ledger.sqlite'),
      source: slow,
      everyMs: 3_600_000,
      patienceMs: 1,
    },
    log: { info: () => undefined, warn: () => undefined },
  });
  onTestFinished(() => index.close());
  const ledger = createTenantLedger('riverside', {
    index: {
      ...index,
      // Whoever asks afterwards finds the log taken in.
      activity: async (...asked) => {
        const found = await index.activity(...asked);
        held.resolve(undefined);
        await expect.poll(async () => (await index.state()).size).toBe(2);
        return found;
      },
    },
    checkpoint: async () => signedOf(2),
    names: createLedgerNames(null),
  });
  expect(await ledger.activity('CLIENT', START, START + DAY)).toEqual({
    ...{ days: ['2026-11-21'], series: [], complete: false, asOf: null },
  });
  const later = await ledger.activity('CLIENT', START, START + DAY);
  expect(later).toMatchObject({ complete: true, series: [{ given: [3] }] });
});

test('a log whose checkpoint is gone leaves an answer as of what is there, and that says so', async () => {
  const log = new MemoryLog();
  let size = 2;
  const ledger = await ledgerOf(log, () => size);
  log.add(sampleRecord({ id: 'r1' }));
  expect(await ledger.activity('CLIENT', START, START + DAY)).toMatchObject({ complete: true });
  log.bytes.length = 0;
  size = 0;
  const { series, complete } = await ledger.activity('CLIENT', START, START + DAY);
  expect({ given: series[0]?.given, complete }).toEqual({ given: [3], complete: false });
});

test.each([
  ['a log that is ahead', 3],
  ['a log out of reach', null],
])('%s makes an answer incomplete', async (_what, size) => {
  const log = new MemoryLog();
  log.add(sampleRecord({ id: 'r1' }));
  const ledger = await ledgerOf(log, () => size);
  const { series, complete } = await ledger.activity('CLIENT', START, START + DAY);
  expect({ given: series[0]?.given, complete }).toEqual({ given: [3], complete: false });
});
