import type { DatabaseSync } from 'node:sqlite';
import { decodeRecord } from '../decode-record.ts';
import { DAY_MS } from '../uses/activity-count.ts';
import { bytesOf, integerOf, type SqlRow } from './column.ts';
import { IndexDamagedError } from './index-damaged-error.ts';
import { KIND_NUMBER, NOTHING } from './index-tables.ts';
import { unpackBody } from './pack-body.ts';
import type { UseSums } from './use-sums.ts';

/** By tenant the days of which something is summed. */
export type SummedDays = ReadonlyMap<number, ReadonlySet<number>>;

interface Entries {
  readonly first: number;
  readonly last: number;
}

/** The days of what is about to go. */
export function summedDays(db: DatabaseSync, ranges: readonly Entries[]): SummedDays {
  const days = new Map<number, Set<number>>();
  const find = db.prepare(
    `SELECT DISTINCT tenant, time / ${DAY_MS} AS day FROM record
       WHERE entry BETWEEN ? AND ? AND time >= 0 AND tenant <> ${NOTHING}`,
  );
  for (const { first, last } of ranges) {
    for (const row of find.iterate(first, last)) {
      const tenant = integerOf(row, 'tenant');
      const of = days.get(tenant) ?? new Set<number>();
      days.set(tenant, of.add(integerOf(row, 'day')));
    }
  }
  return days;
}

/**
 * Makes the sums of these days anew from the records that are left of them, so that they are what they would be had
 * nothing else ever been there. Writes them.
 */
export function resumUses(db: DatabaseSync, days: SummedDays, uses: UseSums): void {
  for (const [tenant, of] of days) {
    for (const day of of) {
      for (const table of ['daily', 'mix']) {
        db.prepare(`DELETE FROM ${table} WHERE tenant = ? AND day = ?`).run(tenant, day);
      }
      const left = db
        .prepare(`${RECORDS} WHERE tenant = ? AND time >= ? AND time < ?`)
        .all(tenant, day * DAY_MS, (day + 1) * DAY_MS);
      for (const row of left) uses.addDaily(recordOf(db, row), headOf(row));
    }
    resumPeople(db, tenant, of, uses);
  }
  uses.write();
}

const RECORDS = 'SELECT entry, tenant, actor, time FROM record';

/** Whoever last had something on such a day may have had it before, in a record that is held. */
function resumPeople(db: DatabaseSync, tenant: number, days: ReadonlySet<number>, uses: UseSums): void {
  const actors = new Set<number>();
  const remove = db.prepare('DELETE FROM person WHERE tenant = ? AND pattern = ? AND actor = ?');
  for (const row of db.prepare('SELECT pattern, actor, last FROM person WHERE tenant = ?').all(tenant)) {
    if (!days.has(Math.floor(integerOf(row, 'last') / DAY_MS))) continue;
    actors.add(integerOf(row, 'actor'));
    remove.run(tenant, integerOf(row, 'pattern'), integerOf(row, 'actor'));
  }
  const end = ([...days].reduce((most, day) => Math.max(most, day), 0) + 1) * DAY_MS;
  const records = db.prepare(
    `${RECORDS} WHERE actor = ? AND +tenant = ? AND time < ? AND kind = ${KIND_NUMBER.operation}`,
  );
  for (const actor of actors) {
    for (const row of records.all(actor, tenant, end)) uses.addPerson(recordOf(db, row), headOf(row));
  }
}

function headOf(row: SqlRow) {
  return { tenant: integerOf(row, 'tenant'), actor: integerOf(row, 'actor'), time: integerOf(row, 'time') };
}

function recordOf(db: DatabaseSync, row: SqlRow) {
  const stored = db.prepare('SELECT crc, bytes FROM body WHERE entry = ?').get(integerOf(row, 'entry'));
  const decoded = decodeRecord(unpackBody(bytesOf(stored, 'bytes'), integerOf(stored, 'crc')));
  if (decoded === null) throw new IndexDamagedError('body');
  return decoded.record;
}
