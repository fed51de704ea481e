import type { DatabaseSync } from 'node:sqlite';

const PATIENT = `SELECT 1 FROM patient WHERE subject >= '~' AND subject < '\x7f'
  AND (?1 IS NULL OR tenant = (SELECT id FROM word WHERE text = ?1)) LIMIT 1`;
const ACTOR = `SELECT 1 FROM word WHERE text >= '~' AND text < '\x7f'
  AND EXISTS (SELECT 1 FROM record WHERE actor = word.id) LIMIT 1`;

/** Whether a patient of a tenant (`null`: of any) or an actor stands under a pseudonym. */
export function hasNames(db: DatabaseSync, tenant: string | null): boolean {
  return (db.prepare(PATIENT).get(tenant) ?? db.prepare(ACTOR).get()) !== undefined;
}
