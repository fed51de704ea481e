import type { DatabaseSync } from 'node:sqlite';
import { readEndedWriters, readRanges } from '../keep/pruned-things.ts';
import { TILE_WIDTH } from '../log/tile-path.ts';
import type { OperationRecord } from '../operation-record.ts';

/**
 * What a record says may be gone from the log goes from the index too, whether or not its bundle still lies there: so an
 * index that was built before and one that is built after are the same, and none keeps what nobody keeps any more.
 * @returns whether anything may have gone; ids of words and patients then count no more.
 */
export function pruneIndex(db: DatabaseSync, record: OperationRecord): boolean {
  for (const { writer, lastSeq } of readEndedWriters(record)) {
    db.prepare(
      `INSERT INTO writer VALUES (?, ?, 1) ON CONFLICT (id) DO UPDATE
         SET seq = max(seq, excluded.seq), closed = 1`,
    ).run(writer, lastSeq);
  }
  const ranges = readRanges(record);
  for (const { from, to } of ranges) {
    const [first, last] = [from * TILE_WIDTH, (to + 1) * TILE_WIDTH - 1];
    for (const table of ['record', 'about', 'body']) {
      db.prepare(`DELETE FROM ${table} WHERE entry BETWEEN ? AND ?`).run(first, last);
    }
    db.prepare('DELETE FROM absent WHERE bundle BETWEEN ? AND ?').run(from, to);
  }
  if (ranges.length === 0) return false;
  db.exec(`
    DELETE FROM patient WHERE NOT EXISTS (SELECT 1 FROM about WHERE about.patient = patient.id);
    DELETE FROM word WHERE id NOT IN (
      SELECT tenant FROM record UNION SELECT actor FROM record UNION SELECT client FROM record
      UNION SELECT purpose FROM record UNION SELECT tenant FROM patient
      UNION SELECT coordinate FROM facet UNION SELECT category FROM facet
    );
    UPDATE state SET generation = abs(random() % 9007199254740991);
  `);
  return true;
}
