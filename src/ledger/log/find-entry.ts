import { existsSync } from 'node:fs';
import { LedgerIndex } from '../index/ledger-index.ts';
import { indexPath } from '../index/open-tenant-ledgers.ts';
import { entriesFrom, type LogPlace } from '../verify/name-entry.ts';
import { summarizeRecord } from '../verify/read-record.ts';
import { ulidTime } from '../verify/ulid-time.ts';

export interface WantedEvent {
  /** Of its record. */
  readonly id: string;
  readonly ordinal: number;
}

/** Milliseconds by which a record's time and that in its id may be apart for the index to be of use. */
const APART = 60_000;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/**
 * Where in the log the record, or the part of it, stands that has an event. The index says where to look, if there is
 * one; what it says is looked up in the log, which is read from its beginning where that is no help.
 * @returns `null`: the log has no such event.
 */
export async function findEntry(log: LogPlace, dataDir: string, wanted: WantedEvent): Promise<number | null> {
  for (const index of likely(dataDir, wanted.id)) if (await isAt(log, index, wanted)) return index;
  for await (const { entry, index } of entriesFrom(log, 0)) if (has(entry, wanted)) return index;
  return null;
}

async function isAt(log: LogPlace, index: number, wanted: WantedEvent): Promise<boolean> {
  if (index >= log.size) return false;
  for await (const { entry, index: at } of entriesFrom(log, index)) return at === index && has(entry, wanted);
  return false;
}

function has(entry: Uint8Array, { id, ordinal }: WantedEvent): boolean {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.length);
  const record = bytes.includes(JSON.stringify(id)) ? summarizeRecord(entry) : null;
  if (record?.id !== id) return false;
  const { firstOrdinal: first, events } = record;
  return ordinal >= first && ordinal < first + (events ?? 0);
}

/** Entries of the record's parts, as the index has them. An id begins with the time at which it was made. */
function likely(dataDir: string, id: string): readonly number[] {
  const path = indexPath(dataDir);
  if (!ULID.test(id) || !existsSync(path)) return [];
  try {
    const index = new LedgerIndex(path, () => undefined);
    try {
      const made = ulidTime(id);
      const found: number[] = [];
      for (const { record, entry } of index.records({ since: made - APART, until: made + APART }))
        if (record.id === id) found.push(entry);
      return found;
    } finally {
      index.close();
    }
  } catch {
    return [];
  }
}
