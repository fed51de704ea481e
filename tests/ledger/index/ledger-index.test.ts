import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { decodeRecord } from '../../../src/ledger/decode-record.ts';
import { type EventFilter, eventMatches, recordMatches } from '../../../src/ledger/event-filter.ts';
import { expandRecord } from '../../../src/ledger/expand-record.ts';
import { LedgerIndex, type PlacedEvent } from '../../../src/ledger/index/ledger-index.ts';
import type { Rebuilt } from '../../../src/ledger/index/open-index-file.ts';
import { updateIndex } from '../../../src/ledger/index/update-index.ts';
import type { LedgerEvent } from '../../../src/ledger/ledger-event.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { MemoryLog } from './memory-log.ts';
import { anyFilter, anyRecordOfFew } from './small-world.ts';

async function openIndex(path?: string) {
  const rebuilt: Rebuilt[] = [];
  const file = path ?? join(await tempDirectory(), 'index', 'ledger.sqlite');
  const index = new LedgerIndex(file, (why) => rebuilt.push(why));
  onTestFinished(() => index.close());
  return { index, file, rebuilt };
}

/** What reading the whole log says, in log order. */
function plainScan(log: MemoryLog, filter: EventFilter): readonly LedgerEvent[] {
  return log.bytes.flatMap((bytes) => {
    const decoded = decodeRecord(bytes);
    if (decoded === null || !recordMatches(decoded.record, filter)) return [];
    return [...expandRecord(decoded.record, decoded.firstOrdinal)].filter((event) =>
      eventMatches(event, filter),
    );
  });
}

const lines = (events: readonly LedgerEvent[]) => events.map((event) => JSON.stringify(event)).sort();

test('the index answers as reading everything does, whatever is asked', async () => {
  const { index } = await openIndex();
  const log = new MemoryLog({ limit: 700 });
  const batches = fc.sample(fc.array(anyRecordOfFew, { minLength: 1, maxLength: 8 }), {
    numRuns: 60,
    seed: 6,
  });
  for (const records of batches) log.add(...records);
  await updateIndex(index, log);
  let found = 0;
  fc.assert(
    fc.property(anyFilter, fc.constantFrom('oldest' as const, 'newest' as const), (filter, order) => {
      const events = [...index.events(filter, order)];
      expect(lines(events.map(({ event }) => event))).toEqual(lines(plainScan(log, filter)));
      expect(events).toEqual(events.toSorted(order === 'oldest' ? forwards : backwards));
      found += events.length;
    }),
    { numRuns: 250 },
  );
  expect(found).toBeGreaterThan(500);
});

const forwards = (a: PlacedEvent, b: PlacedEvent) =>
  a.time - b.time || a.entry - b.entry || a.ordinal - b.ordinal;
const backwards = (a: PlacedEvent, b: PlacedEvent) =>
  b.time - a.time || b.entry - a.entry || a.ordinal - b.ordinal;

test('pages give each event once, in order, also while more come in', async () => {
  const { index } = await openIndex();
  const log = new MemoryLog();
  for (const records of fc.sample(fc.array(anyRecordOfFew, { maxLength: 5 }), { numRuns: 30, seed: 7 }))
    log.add(...records);
  await updateIndex(index, log);
  const filter: EventFilter = { tenant: 'riverside' };
  const all = index.page(filter, 10_000, null);
  expect(all.hasNextPage).toBe(false);
  const met: PlacedEvent[] = [];
  for (let more = true; more; ) {
    const page = index.page(filter, 7, met.at(-1) ?? null);
    expect(page.events.length).toBeLessThanOrEqual(7);
    met.push(...page.events);
    more = page.hasNextPage;
    log.add(sampleRecord({ id: `later-${met.length}`, time: '2031-01-01T00:00:00.000Z' }));
    await updateIndex(index, log);
  }
  expect(met).toEqual(all.events);
  expect(index.page(filter, 0, null)).toEqual({ events: [], hasNextPage: true });
});
