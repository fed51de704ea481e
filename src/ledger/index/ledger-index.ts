import type { DatabaseSync } from 'node:sqlite';
import { decodeRecord } from '../decode-record.ts';
import { type EventFilter, eventMatches, recordMatches } from '../event-filter.ts';
import { expandRecord } from '../expand-record.ts';
import { leafHash } from '../hash.ts';
import { BUNDLES, readRanges } from '../keep/pruned-things.ts';
import type { LedgerEvent } from '../ledger-event.ts';
import { TILE_WIDTH } from '../log/tile-path.ts';
import type { OperationRecord } from '../operation-record.ts';
import { type ActivityAxis, DAY_MS } from '../uses/activity-count.ts';
import { GLASS_ACTS } from '../uses/glass-watch.ts';
import { type CountedUsage, UsageTally } from '../uses/usage-tally.ts';
import { EntryAbsorber } from './absorb-entries.ts';
import { bytesOf, integerOf, textOf } from './column.ts';
import type { LedgerEntry } from './entry-source.ts';
import { hasNames } from './has-names.ts';
import { IndexDamagedError, isDamage } from './index-damaged-error.ts';
import type { IndexedActivity } from './indexed-activity.ts';
import { openIndexFile, type Rebuilt, startOver } from './open-index-file.ts';
import { unpackBody } from './pack-body.ts';
import { type ReadingPage, readReadings } from './read-readings.ts';
import { readActivity, readMix, readUsage } from './read-uses.ts';
import { type RowOrder, type RowPosition, selectRows } from './select-rows.ts';

/** How far the index has come in the log. */
export interface IndexState {
  /** Entries of the log that it has. */
  readonly size: number;
  /** Milliseconds since the epoch of the newest batch among them; `null`: none. */
  readonly asOf: number | null;
  /**
   * Entries that are neither record nor head nor certificate, or whose bundle is gone though no record says that it
   * may be: something is wrong with the log.
   */
  readonly unreadable: number;
}

/** A record part, with its place. */
export interface PlacedRecord extends RowPosition {
  readonly record: OperationRecord;
  /** Ordinal of its first event within the whole record. */
  readonly firstOrdinal: number;
}

export interface WriterInLog {
  /** Its last batch. */
  readonly seq: number;
  /** It has no further batch. */
  readonly closed: boolean;
}

/** An event with its place: its record's, and its own among the record's events. */
export interface PlacedEvent extends RowPosition {
  readonly ordinal: number;
  readonly event: LedgerEvent;
}

export interface EventPage {
  readonly events: readonly PlacedEvent[];
  readonly hasNextPage: boolean;
}

/**
 * The index over one data directory's log: a SQLite file, which several processes may have open at once. What it
 * answers is as of `state()`. Everything here blocks its thread.
 */
export class LedgerIndex {
  readonly #path: string;
  readonly #onRebuild: (why: Rebuilt) => void;
  #db: DatabaseSync;
  #absorber: EntryAbsorber;

  /** @param onRebuild told why, whenever it is begun anew. */
  constructor(path: string, onRebuild: (why: Rebuilt) => void) {
    this.#path = path;
    this.#onRebuild = onRebuild;
    const { db, rebuilt } = openIndexFile(path);
    if (rebuilt !== null) onRebuild(rebuilt);
    this.#db = db;
    this.#absorber = new EntryAbsorber(db);
  }

  state(): IndexState {
    return this.#mending(() => {
      const row = this.#db
        .prepare(`SELECT *, unreadable + ${TILE_WIDTH} * (SELECT count(*) FROM absent) AS unread FROM state`)
        .get();
      const asOf = row?.as_of;
      return Object.freeze({
        size: integerOf(row, 'position'),
        asOf: typeof asOf === 'number' && asOf > 0 ? asOf : null,
        unreadable: integerOf(row, 'unread'),
      });
    });
  }

  /** @returns entries it has by now; see `EntryAbsorber.absorb`. */
  absorb(chunk: readonly LedgerEntry[]): number {
    return this.#mending(() => this.#absorber.absorb(chunk));
  }

  /**
   * Begins anew unless `entry` is the last one that the index has: then the log is not the one it was built from.
   * An index that another process has moved meanwhile is not judged by it: who moved it has compared for itself.
   */
  expectLast(entry: LedgerEntry | null): void {
    this.#mending(() => {
      const last = this.#db.prepare('SELECT position, last FROM state').get();
      const position = integerOf(last, 'position');
      if (position === 0 || (entry !== null && entry.index !== position - 1)) return;
      if (entry?.bytes != null && Buffer.compare(bytesOf(last, 'last'), leafHash(entry.bytes)) === 0) return;
      throw new IndexDamagedError('of another log');
    });
  }

  /** How far each writer is in the index. */
  writers(): ReadonlyMap<string, WriterInLog> {
    return this.#mending(() => {
      const rows = this.#db.prepare('SELECT id, seq, closed FROM writer').all();
      return new Map(
        rows.map((row) => [
          textOf(row, 'id'),
          { seq: integerOf(row, 'seq'), closed: integerOf(row, 'closed') > 0 },
        ]),
      );
    });
  }

  /** Whether any of a tenant's patients or actors stands under a pseudonym (see `ledger-names.ts`); `null`: any tenant's. */
  hasNames(tenant: string | null): boolean {
    return this.#mending(() => hasNames(this.#db, tenant));
  }

  /**
   * Up to when records may be missing because they were pruned, milliseconds; `null`: none were. What stood before a record
   * in the log is hardly younger than it (docs/retention.md).
   */
  prunedUntil(): number | null {
    return this.#mending(() => {
      const behind = this.#db.prepare('SELECT time FROM record WHERE entry >= ? ORDER BY entry LIMIT 1');
      const times: number[] = [];
      for (const { record, time } of this.#records({ coordinate: BUNDLES.coordinate }, 'oldest', null)) {
        for (const { to } of readRanges(record)) {
          const kept = integerOf(behind.get((to + 1) * TILE_WIDTH), 'time');
          times.push(kept < 0 ? time : kept);
        }
      }
      return times.length === 0 ? null : Math.max(...times);
    });
  }

  /** What is asked between this and `endReading` is answered as of one moment, whoever feeds the index meanwhile. */
  beginReading(): void {
    this.#mending(() => this.#db.exec('BEGIN'));
  }

  endReading(): void {
    if (this.#db.isTransaction) this.#db.exec('COMMIT');
  }

  /**
   * Records with an event that passes the filter, oldest first.
   * @throws IndexDamagedError where that is met on the way; the index has then begun anew.
   */
  *records(filter: EventFilter): Generator<PlacedRecord> {
    try {
      yield* this.#records(filter, 'oldest', null);
    } catch (error) {
      if (isDamage(error)) this.#startOver();
      throw error;
    }
  }

  /** As `records`, and of them the events that pass. */
  *events(filter: EventFilter, order: RowOrder): Generator<PlacedEvent> {
    try {
      yield* this.#events(filter, order, null);
    } catch (error) {
      if (isDamage(error)) this.#startOver();
      throw error;
    }
  }

  /** @param after the last event of the page before, newest first; within a record by ordinal. */
  page(filter: EventFilter, first: number, after: Omit<PlacedEvent, 'event'> | null): EventPage {
    return this.#mending(() => {
      const events: PlacedEvent[] = [];
      for (const event of this.#behind(filter, after)) {
        if (events.length === first) return { events, hasNextPage: true };
        events.push(event);
      }
      return { events, hasNextPage: false };
    });
  }

  /** As `page`, by operation. @param filter names one patient. */
  readings(filter: EventFilter, first: number, after: Omit<PlacedEvent, 'event'> | null): ReadingPage {
    return this.#mending(() => readReadings(this.#behind(filter, after), first));
  }

  /** What a tenant's records say was given and refused, by day and one axis. Days since the epoch: `to` is not included. */
  activity(tenant: string, by: ActivityAxis, from: number, to: number): IndexedActivity {
    return this.#atOneMoment(() => {
      const { size, asOf, unreadable } = this.state();
      const complete = unreadable === 0 && (this.prunedUntil() ?? 0) <= from * DAY_MS;
      return { ...readActivity(this.#db, tenant, by, from, to), complete, size, asOf };
    });
  }

  /** What they say was used from a day on. @param from day since the epoch. */
  usage(tenant: string, from: number, mix: boolean): CountedUsage {
    const tally = new UsageTally({ mix });
    this.#atOneMoment(() => this.countUsage(tenant, from, tally));
    return tally.usage(from * DAY_MS);
  }

  countUsage(tenant: string, from: number, { count, mix, glasses }: UsageTally): void {
    this.#mending(() => {
      readUsage(this.#db, tenant, from, count);
      if (mix !== null) readMix(this.#db, tenant, from, mix);
      for (const coordinate of Object.values(GLASS_ACTS)) {
        // Also from before: a review counts for the glass that was open by then.
        const filter: EventFilter = { tenant, coordinate, kinds: ['privileged'] };
        for (const { record } of this.#records(filter, 'oldest', null)) glasses.observe(record);
      }
    });
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  *#behind(filter: EventFilter, after: Omit<PlacedEvent, 'event'> | null): Generator<PlacedEvent> {
    for (const event of this.#events(filter, 'newest', after)) {
      if (after === null || event.entry !== after.entry || event.ordinal > after.ordinal) yield event;
    }
  }

  *#events(filter: EventFilter, order: RowOrder, from: RowPosition | null): Generator<PlacedEvent> {
    for (const { record, firstOrdinal, time, entry } of this.#records(filter, order, from)) {
      let ordinal = firstOrdinal;
      for (const event of expandRecord(record, firstOrdinal)) {
        if (eventMatches(event, filter)) yield { event, time, entry, ordinal };
        ordinal += 1;
      }
    }
  }

  *#records(filter: EventFilter, order: RowOrder, from: RowPosition | null): Generator<PlacedRecord> {
    const state = this.#db.prepare('SELECT timeless FROM state').get();
    const query = selectRows(this.#db, filter, order, from, integerOf(state, 'timeless') > 0);
    if (query === null) return;
    const body = this.#db.prepare('SELECT crc, bytes FROM body WHERE entry = ?');
    let last = -1;
    for (const row of this.#db.prepare(query.sql).iterate(...query.values)) {
      const entry = integerOf(row, 'entry');
      // Found once for each name that it has the patient under.
      if (entry === last) continue;
      last = entry;
      const stored = body.get(entry);
      const decoded = decodeRecord(unpackBody(bytesOf(stored, 'bytes'), integerOf(stored, 'crc')));
      if (decoded === null) throw new IndexDamagedError('body');
      const { record, firstOrdinal } = decoded;
      if (recordMatches(record, filter)) yield { record, firstOrdinal, time: integerOf(row, 'time'), entry };
    }
  }

  /** Another process may feed the index between two questions. */
  #atOneMoment<Answer>(ask: () => Answer): Answer {
    this.beginReading();
    try {
      return this.#mending(ask);
    } finally {
      this.endReading();
    }
  }

  /** What is damaged is begun anew, at once and empty; whoever asked is told, and asks again once it is fed. */
  #mending<Answer>(ask: () => Answer): Answer {
    try {
      return ask();
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#startOver();
      throw error instanceof IndexDamagedError ? error : new IndexDamagedError('the file');
    }
  }

  #startOver(): void {
    try {
      this.#db.close();
    } catch {
      // Nothing of it is needed any more.
    }
    this.#db = startOver(this.#path);
    this.#absorber = new EntryAbsorber(this.#db);
    this.#onRebuild('damaged');
  }
}
