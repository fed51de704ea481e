import { expect, test } from 'vitest';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import { LedgerIndex } from '../../../src/ledger/index/ledger-index.ts';
import { createLogSource } from '../../../src/ledger/index/log-source.ts';
import { indexPath } from '../../../src/ledger/index/open-tenant-ledgers.ts';
import { updateIndex } from '../../../src/ledger/index/update-index.ts';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { findEntry } from '../../../src/ledger/log/find-entry.ts';
import { writeNote } from '../../../src/ledger/log/note.ts';
import { createUlid } from '../../../src/ledger/ulid.ts';
import { MemoryLog } from '../keep/log-of.ts';
import { sampleRecord } from '../sample-record.ts';
import { TEST_ORIGIN } from '../support/seal-batches.ts';
import { tempDirectory } from '../temp-directory.ts';
import { oneLedger } from '../verify/one-ledger.ts';
import { readObjects } from '../verify/reference-log.ts';

const { clock, installation, keys, trust } = oneLedger();
const newId = createUlid(
  () => clock.now,
  (count) => Buffer.alloc(count, 7),
);

const RECORDS = Array.from({ length: 1000 }, () => {
  clock.now += 1_000;
  const id = newId();
  return { id, bytes: encodeRecord(sampleRecord({ id, time: new Date(clock.now).toISOString() })) };
});

/** A log of a thousand records behind some heartbeats, and the paths that were asked for. */
async function thousand(heartbeats = 0) {
  const chain = await installation.writer();
  const log = new MemoryLog().append(chain.seal('open', [chain.certificate]));
  for (let at = 0; at < heartbeats; at += 1) log.append(chain.seal('heartbeat', []));
  for (const { bytes } of RECORDS) log.append(chain.seal('records', [bytes]));
  log.objects.set(
    'checkpoint',
    writeNote(await signCheckpoint({ origin: TEST_ORIGIN, ...log.head }, keys.log)),
  );
  const asked: string[] = [];
  const { get, ...reader } = readObjects(log.objects);
  const counted = {
    ...reader,
    get: (path: string) => {
      asked.push(path);
      return get(path);
    },
  };
  return { log, asked, place: { reader: counted, trust: trust({ quorum: 0 }), size: log.head.size } };
}

async function indexOf(log: MemoryLog): Promise<string> {
  const dataDir = await tempDirectory();
  const index = new LedgerIndex(indexPath(dataDir), () => undefined);
  await updateIndex(index, createLogSource(log));
  index.close();
  return dataDir;
}

test('an event is found by the index, in one bundle; without one the log is read', async () => {
  const { log, asked, place } = await thousand();
  const wanted = { id: RECORDS[900]?.id ?? '', ordinal: 4 };
  const entry = 2 + 900 * 2;
  expect(await findEntry(place, await indexOf(log), wanted)).toBe(entry);
  expect(asked).toEqual(['tile/entries/007.p/210']);
  asked.length = 0;
  expect(await findEntry(place, await tempDirectory(), wanted)).toBe(entry);
  expect(asked.length).toBeGreaterThan(7);
  expect(await findEntry(place, await tempDirectory(), { ...wanted, ordinal: 5 })).toBeNull();
});

test('an index of another log, or one that is behind, does not mislead', async () => {
  const { place } = await thousand();
  const other = await thousand(7);
  const wanted = { id: RECORDS[900]?.id ?? '', ordinal: 0 };
  expect(await findEntry(place, await indexOf(other.log), wanted)).toBe(2 + 900 * 2);
  const behind = new MemoryLog();
  behind.objects.set(
    'checkpoint',
    writeNote(await signCheckpoint({ origin: TEST_ORIGIN, ...behind.head }, keys.log)),
  );
  expect(await findEntry(place, await indexOf(behind), wanted)).toBe(2 + 900 * 2);
});
