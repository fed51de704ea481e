import type { DatabaseSync } from 'node:sqlite';
import { readEndedWriters, readRanges } from '../keep/pruned-things.ts';
import { TILE_WIDTH } from '../log/tile-path.ts';
import type { OperationRecord } from '../operation-record.ts';
import { resumUses, summedDays } from './resum-uses.ts';
import type { UseSums } from './use-sums.ts';

/** Whether a record says that something may be gone. */
export function prunes(record: OperationRecord): boolean {
  return readRanges(record).length > 0 || readEndedWriters(record).length > 0;
}

/**
 * What a record says may be gone from the log goes from the index too, whether or not its bundle still lies there: so an
 * index that was built before and one that is built after are the same, and none keeps what nobody keeps any more.
 * Ids of words, patterns and patients count no more then. @param uses with nothing in it that is not written.
 */
export function pruneIndex(db: DatabaseSync, record: OperationRecord, uses: UseSums): void {
  for (const { writer, lastSeq } of readEndedWriters(record)) {
    db.prepare(
      `INSERT INTO writer VALUES (?, ?, 1) ON CONFLICT (id) DO UPDATE
         SET seq = max(seq, excluded.seq), closed = 1`,
    ).run(writer, lastSeq);
  }
  const ranges = readRanges(record).map(({ from, to }) => ({
    from,
    to,
    first: from * TILE_WIDTH,
    last: (to + 1) * TILE_WIDTH - 1,
  }));
  const days = summedDays(db, ranges);
  for (const { from, to, first, last } of ranges) {
    for (const table of ['record', 'about', 'body']) {
      db.prepare(`DELETE FROM ${table} WHERE entry BETWEEN ? AND ?`).run(first, last);
    }
    db.prepare('DELETE FROM absent WHERE bundle BETWEEN ? AND ?').run(from, to);
  }
  if (ranges.length === 0) return;
  resumUses(db, days, uses);
  db.exec(`
    DELETE FROM pattern WHERE id NOT IN (SELECT pattern FROM daily UNION SELECT pattern FROM person);
    DELETE FROM patient WHERE NOT EXISTS (SELECT 1 FROM about WHERE about.patient = patient.id);
    DELETE FROM word WHERE id NOT IN (
      SELECT tenant FROM record UNION SELECT actor FROM record UNION SELECT client FROM record
      UNION SELECT purpose FROM record UNION SELECT tenant FROM patient
      UNION SELECT roles FROM mix UNION SELECT purpose FROM mix
      UNION SELECT coordinate FROM facet UNION SELECT category FROM facet
    );
    UPDATE state SET generation = abs(random() % 9007199254740991);
  `);
}
