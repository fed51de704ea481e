import { DatabaseSync } from 'node:sqlite';
import { decodeRecord } from '../../ledger/decode-record.ts';
import { bytesOf, integerOf } from '../../ledger/index/column.ts';
import { INDEX_VERSION } from '../../ledger/index/index-tables.ts';
import { unpackBody } from '../../ledger/index/pack-body.ts';
import type { OperationRecord } from '../../ledger/operation-record.ts';

/** A record, or a part of one, at its place in the log. */
export interface LogRecord {
  readonly entry: number;
  /** Of its stored bytes. */
  readonly crc: number;
  readonly record: OperationRecord;
}

/** How long it waits for who writes. */
const BUSY_MS = 5_000;

/**
 * What of the log is in an index, in the order of the log, which never changes: so that whoever reads on from a place
 * misses nothing and meets nothing twice, however late a record came into the log. For reading alone: who keeps the index
 * mends it.
 */
export class LogRecords {
  readonly #db: DatabaseSync;

  /** @throws whatever SQLite throws, RangeError for an index of another version: there is nothing to be read for now. */
  constructor(path: string) {
    this.#db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
    if (integerOf(this.#db.prepare('PRAGMA user_version').get(), 'user_version') === INDEX_VERSION) return;
    this.#db.close();
    throw new RangeError('an index of another version');
  }

  /** Entries of the log that it has. */
  size(): number {
    return integerOf(this.#db.prepare('SELECT position FROM state').get(), 'position');
  }

  /** Of the record at a place; `null`: there is none, or no more. */
  crcAt(entry: number): number | null {
    const row = this.#db.prepare('SELECT crc FROM body WHERE entry = ?').get(entry);
    return row === undefined ? null : integerOf(row, 'crc');
  }

  /** @throws IndexDamagedError */
  *from(entry: number): Generator<LogRecord> {
    const rows = this.#db
      .prepare('SELECT entry, crc, bytes FROM body WHERE entry >= ? ORDER BY entry')
      .iterate(entry);
    for (const row of rows) {
      const crc = integerOf(row, 'crc');
      const decoded = decodeRecord(unpackBody(bytesOf(row, 'bytes'), crc));
      if (decoded === null) continue;
      yield { entry: integerOf(row, 'entry'), crc, record: decoded.record };
    }
  }

  close(): void {
    this.#db.close();
  }
}
