import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EventFilter } from '../../../src/ledger/event-filter.ts';
import type { LedgerEntry } from '../../../src/ledger/index/entry-source.ts';
import { folderLog } from '../../../src/ledger/index/folder-log.ts';
import { LedgerIndex } from '../../../src/ledger/index/ledger-index.ts';
import { createLogSource } from '../../../src/ledger/index/log-source.ts';
import { readIndexed } from '../../../src/ledger/index/read-indexed.ts';
import { updateIndex } from '../../../src/ledger/index/update-index.ts';
import { openFolderStore } from '../../../src/ledger/log/folder-store.ts';
import { type QueryItem, queryLedger, queryRecords } from '../../../src/ledger/query-ledger.ts';
import { createFileSource } from '../../../src/ledger/segments/file-source.ts';
import { memoryFile, smallLedger } from '../log/small-ledger.ts';
import { openTestLedger } from '../open-test-ledger.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { anyFilter, anyRecordOfFew } from './small-world.ts';

/** A ledger in files, with its log and index beside it. */
async function smallPlace() {
  const dataDir = await tempDirectory();
  const directory = join(dataDir, 'ledger');
  const logs = join(directory, 'log');
  const small = smallLedger();
  const openWriter = (limits = {}) => openTestLedger(directory, { installation: small.installation, limits });
  const store = await openFolderStore({ directory: logs, state: join(dataDir, 'ledger-state') });
  const sequencer = small.sequencer(store, { sources: [createFileSource(directory)], memory: memoryFile() });
  const file = join(dataDir, 'index', 'ledger.sqlite');
  const index = new LedgerIndex(file, () => undefined);
  onTestFinished(() => index.close());
  const source = createLogSource(folderLog(logs));
  return {
    directory,
    logs,
    file,
    index,
    source,
    openWriter,
    findings: small.findings,
    sequence: () => sequencer.step(),
    update: () => updateIndex(index, source),
    plain: (filter: EventFilter, skip: string | null = null) => collect(queryLedger(directory, filter, skip)),
    byIndex: (filter: EventFilter, skip: string | null = null) =>
      collect(queryRecords(readIndexed(index, directory, filter, skip), filter)),
  };
}

async function collect(items: AsyncIterable<QueryItem>) {
  const events: string[] = [];
  const times: string[] = [];
  const findings: string[] = [];
  for await (const item of items) {
    if (item.kind === 'finding') findings.push(item.code);
    else {
      events.push(JSON.stringify(item.event));
      times.push(item.event.time);
    }
  }
  return { events: events.sort(), times, findings };
}

const anyBatches = (runs: number, seed: number) =>
  fc.sample(fc.array(anyRecordOfFew, { minLength: 1, maxLength: 5 }), { numRuns: runs, seed });

test('index and plain scan say the same, whatever is asked and however far log and index are', async () => {
  const place = await smallPlace();
  const [one, two] = [await place.openWriter(), await place.openWriter({ segmentBytes: 4096 })];
  const batches = anyBatches(60, 11);
  let found = 0;
  const compare = async (runs: number, seed: number) => {
    for (const filter of fc.sample(anyFilter, { numRuns: runs, seed })) {
      const [indexed, plain] = [await place.byIndex(filter), await place.plain(filter)];
      expect(indexed.events).toEqual(plain.events);
      expect(indexed.findings).toEqual([]);
      found += indexed.events.length;
    }
  };
  for (const [turn, records] of batches.entries()) {
    const writer = turn % 3 === 0 ? one : two;
    await Promise.all(records.map((record) => writer.append(record)));
    if (turn % 7 === 3) await place.sequence();
    if (turn % 11 === 5) await place.update();
    if (turn % 6 === 0) await compare(8, turn);
  }
  await one.close();
  await two.close();
  await compare(15, 100);
  await place.sequence();
  await compare(15, 101);
  await place.update();
  await compare(15, 102);
  expect(found).toBeGreaterThan(300);
  expect(place.findings).toEqual([]);
});

test('what was recorded a moment ago is there, oldest first, and what this reading itself left is not', async () => {
  const place = await smallPlace();
  const writer = await place.openWriter();
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  for (const minute of [5, 1, 3]) await writer.append(sampleRecord({ id: `a${minute}`, time: at(minute) }));
  await place.sequence();
  await place.update();
  for (const minute of [2, 4, 9]) await writer.append(sampleRecord({ id: `b${minute}`, time: at(minute) }));
  const reading = await place.openWriter();
  await reading.append(sampleRecord({ id: 'reading', time: at(8) }));
  await reading.close();
  const { events, times } = await place.byIndex({ coordinate: 'Observation.value' }, reading.writer);
  expect(events.map((event) => JSON.parse(event).id).toSorted()).toEqual([
    'a1.2',
    'a3.2',
    'a5.2',
    'b2.2',
    'b4.2',
    'b9.2',
  ]);
  expect(times).toEqual(times.toSorted());
  await writer.close();
});

test('both are as of one moment, whoever feeds the index meanwhile', async () => {
  const place = await smallPlace();
  const writer = await place.openWriter();
  await writer.append(sampleRecord({ id: 'r1' }));
  await place.sequence();
  await place.update();
  await writer.append(sampleRecord({ id: 'r2', request: 'req-2' }));
  await place.sequence();
  const other = new LedgerIndex(place.file, () => undefined);
  const fresh: LedgerEntry[] = [];
  for await (const entry of place.source.entries(place.index.state().size)) fresh.push(entry);
  const { index } = place;
  const writers = index.writers.bind(index);
  index.writers = () => {
    other.absorb(fresh);
    return writers();
  };
  // Nothing of the log passes as it was; what does comes in between the two looks.
  const filter = { patient: 'p1', request: 'req-2' };
  const ids: string[] = [];
  for await (const item of queryRecords(readIndexed(index, place.directory, filter, null), filter)) {
    if (item.kind === 'event') ids.push(item.event.id);
  }
  expect(other.state().size).toBeGreaterThan(0);
  other.close();
  expect(ids).toEqual(['r2.0', 'r2.1', 'r2.2']);
  await writer.close();
});

describe('the tail', () => {
  test('opens no segment that the log has wholly', async () => {
    const place = await smallPlace();
    const writer = await place.openWriter({ segmentBytes: 2048 });
    for (let n = 0; n < 12; n += 1) await writer.append(sampleRecord({ id: `r${n}` }));
    await writer.close();
    await place.sequence();
    await place.update();
    const segments = (await readdir(place.directory)).filter((name) => name.endsWith('.log'));
    expect(segments.length).toBeGreaterThan(2);
    for (const name of segments) await writeFile(join(place.directory, name), 'gone');
    const { events, findings } = await place.byIndex({ patient: 'p1' });
    expect({ events: events.length, findings }).toEqual({ events: 36, findings: [] });
  });

  test('says what is damaged in it, and goes on behind', async () => {
    const place = await smallPlace();
    const writer = await place.openWriter();
    await writer.append(sampleRecord({ id: 'logged' }));
    await place.sequence();
    await place.update();
    for (const id of ['r1', 'r2', 'r3']) await writer.append(sampleRecord({ id }));
    const [name = ''] = (await readdir(place.directory)).filter((file) => file.endsWith('.log'));
    const path = join(place.directory, name);
    const bytes = await readFile(path);
    const at = bytes.indexOf('"id":"r2"');
    bytes[at + 7] = (bytes[at + 7] ?? 0) ^ 1;
    await writeFile(path, bytes);
    const { events, findings } = await place.byIndex({ patient: 'p1' });
    expect(findings).toEqual(['DAMAGED']);
    expect(events.map((event) => JSON.parse(event).id)).toEqual(
      ['logged', 'r1', 'r3'].flatMap((id) => [0, 1, 2].map((ordinal) => `${id}.${ordinal}`)),
    );
    await writer.close();
  });
});

test('a log that grows while it is read is read as far as it was, and a bundle that went is looked for anew', async () => {
  const place = await smallPlace();
  const writer = await place.openWriter();
  await writer.append(sampleRecord({ id: 'r0' }));
  await place.sequence();
  const stale = folderLog(place.logs);
  const before = await stale.get('checkpoint');
  for (let n = 1; n < 300; n += 1) await writer.append(sampleRecord({ id: `r${n}` }));
  await place.sequence();
  let asked = 0;
  const source = createLogSource({
    get: async (path) => {
      // The first look at the checkpoint is from before the log grew.
      if (path === 'checkpoint' && asked < 2) {
        asked += 1;
        return before;
      }
      return stale.get(path);
    },
  });
  const small = await source.size();
  const read: number[] = [];
  for await (const { index } of source.entries(0)) read.push(index);
  expect(read).toEqual(Array.from({ length: small }, (_, at) => at));
  await place.update();
  expect(place.index.state().size).toBeGreaterThan(600);
  await writer.close();
});

test('a log that is not there is empty; a checkpoint that is none is no size', async () => {
  const empty = createLogSource({ get: async () => null });
  expect([await empty.size(), await empty.checkpoint()]).toEqual([0, null]);
  await expect(createLogSource({ get: async () => Buffer.from('12') }).size()).rejects.toThrow();
});
