import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { BatchHead } from '../chain/batch.ts';
import { readSignedLine } from '../chain/signed-line.ts';
import { type DecodedRecord, decodeRecord } from '../decode-record.ts';
import { leafHash } from '../hash.ts';
import { TILE_WIDTH } from '../log/tile-path.ts';
import type { OperationRecord } from '../operation-record.ts';
import { integerOf } from './column.ts';
import type { LedgerEntry } from './entry-source.ts';
import { KIND_NUMBER } from './index-tables.ts';
import { IndexWords } from './index-words.ts';
import { outlineRecord } from './outline-record.ts';
import { packBody } from './pack-body.ts';
import { pruneIndex, prunes } from './prune-index.ts';
import { UseSums } from './use-sums.ts';

/** Takes entries into the index, a chunk in one transaction, with where it then stands. */
export class EntryAbsorber {
  readonly #db: DatabaseSync;
  readonly #words: IndexWords;
  readonly #uses: UseSums;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#words = new IndexWords(db);
    this.#uses = new UseSums(this.#words);
  }

  /**
   * @param chunk gapless, in log order. What another process has taken in meanwhile is passed over.
   * @returns entries that the index has by now; less than the chunk begins with where another process began anew.
   */
  absorb(chunk: readonly LedgerEntry[]): number {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const position = this.#absorb(chunk);
      this.#uses.write();
      this.#db.exec('COMMIT');
      return position;
    } catch (error) {
      // Ids that were given out within the transaction are nobody's now.
      this.#words.forget();
      this.#uses.forget();
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #absorb(chunk: readonly LedgerEntry[]): number {
    const state = this.#db.prepare('SELECT * FROM state').get();
    this.#words.of(integerOf(state, 'generation'));
    const taken = { position: integerOf(state, 'position'), unreadable: 0, timeless: 0, asOf: 0 };
    let last: LedgerEntry | null = null;
    for (const entry of chunk) {
      if (entry.index < taken.position) continue;
      if (entry.index > taken.position) return taken.position;
      this.#take(entry, taken);
      taken.position += 1;
      last = entry;
    }
    if (last === null) return taken.position;
    this.#db
      .prepare(
        `UPDATE state SET position = ?, last = ?, as_of = max(ifnull(as_of, 0), ?),
           unreadable = unreadable + ?, timeless = timeless + ?`,
      )
      .run(
        taken.position,
        last.bytes === null ? null : leafHash(last.bytes),
        taken.asOf,
        taken.unreadable,
        taken.timeless,
      );
    return taken.position;
  }

  #take({ index, bytes }: LedgerEntry, taken: { unreadable: number; timeless: number; asOf: number }): void {
    if (bytes === null) {
      this.#words.statement('INSERT OR IGNORE INTO absent VALUES (?)').run(Math.floor(index / TILE_WIDTH));
      return;
    }
    const decoded = decodeRecord(bytes);
    if (decoded !== null) {
      const time = Date.parse(decoded.record.time);
      if (Number.isNaN(time)) taken.timeless += 1;
      this.#record(index, bytes, decoded, Number.isNaN(time) ? -1 : time);
      this.#prune(decoded.record);
      return;
    }
    const head = readHead(bytes);
    if (head === 'unreadable') taken.unreadable += 1;
    if (typeof head === 'string') return;
    taken.asOf = Math.max(taken.asOf, Date.parse(head.time) || 0);
    this.#words
      .statement(
        `INSERT INTO writer VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE
           SET seq = max(seq, excluded.seq), closed = max(closed, excluded.closed)`,
      )
      .run(head.writer, head.seq, head.kind === 'close' ? 1 : 0);
  }

  #prune(record: OperationRecord): void {
    if (!prunes(record)) return;
    // What is summed is made anew from what is left, so all of it must be there first.
    this.#uses.write();
    pruneIndex(this.#db, record, this.#uses);
    this.#words.forget();
  }

  #record(index: number, bytes: Uint8Array, { record }: DecodedRecord, time: number): void {
    const words = this.#words;
    const { whole, patients, flags } = outlineRecord(record);
    if (whole === null) return;
    const kind = KIND_NUMBER[record.kind];
    const tenant = words.id(record.tenant);
    const actor = words.id(record.actor);
    this.#uses.add(record, { tenant, actor, time });
    words
      .statement('INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        index,
        time,
        tenant,
        actor,
        words.id(record.client),
        words.id(record.purpose),
        kind,
        requestNumber(record.request),
        words.outline(whole),
        flags,
      );
    const about = words.statement('INSERT INTO about VALUES (?, ?, ?, ?, ?)');
    for (const [subject, outline] of patients) {
      about.run(words.patient(tenant, subject), time, index, kind, words.outline(outline));
    }
    words.statement('INSERT INTO body VALUES (?, ?, ?)').run(index, crc32(bytes), packBody(bytes));
  }
}

/** Requests are looked for by 48 bits of their hash; what is found is held against the request itself. */
export function requestNumber(request: string): number {
  return createHash('sha256').update(request).digest().readUIntBE(0, 6);
}

/** The other leaves: a batch's head says how far its writer is in the log; a writer's certificate nothing of use. */
function readHead(bytes: Uint8Array): BatchHead | 'certificate' | 'unreadable' {
  const line = readSignedLine(bytes);
  if (line === null) return 'unreadable';
  try {
    const value: unknown = JSON.parse(Buffer.from(line.json).toString('utf8'));
    if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'writer') {
      return 'certificate';
    }
    return BatchHead.parse(value);
  } catch {
    return 'unreadable';
  }
}
