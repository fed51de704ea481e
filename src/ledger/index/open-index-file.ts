import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { integerOf } from './column.ts';
import { isDamage } from './index-damaged-error.ts';
import { INDEX_TABLES, INDEX_VERSION } from './index-tables.ts';

/** Why an index was begun anew. */
export type Rebuilt = 'absent' | 'version' | 'damaged';

export interface IndexFile {
  readonly db: DatabaseSync;
  /** `null`: it was there, whole and of our version. */
  readonly rebuilt: Rebuilt | null;
}

/** How long one process waits while another writes a chunk. */
const BUSY_MS = 10_000;

/** Opens the index, beside other processes; what cannot be used is removed and begun anew, empty. */
export function openIndexFile(path: string): IndexFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const { db, found } = openAt(path);
    if (found === INDEX_VERSION) return { db, rebuilt: null };
    if (found === 0 && create(db)) return { db, rebuilt: 'absent' };
    if (versionOf(db) === INDEX_VERSION) return { db, rebuilt: null };
    db.close();
    return { db: startOver(path), rebuilt: 'version' };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { db: startOver(path), rebuilt: 'damaged' };
  }
}

/** Removes the file whatever is in it. Another process that has it open goes on with what it has. */
export function startOver(path: string): DatabaseSync {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  const { db } = openAt(path);
  create(db);
  return db;
}

function openAt(path: string): { readonly db: DatabaseSync; readonly found: number } {
  // For its owner alone, as all of the ledger; what SQLite puts beside it takes the file's mode.
  closeSync(openSync(path, 'a', 0o600));
  const db = new DatabaseSync(path, { timeout: BUSY_MS, defensive: true });
  try {
    // What is pruned is overwritten. A power cut may cost the last chunks, which come again; never the order of what is there.
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; PRAGMA secure_delete = ON',
    );
    return { db, found: versionOf(db) };
  } catch (error) {
    db.close();
    throw error;
  }
}

function versionOf(db: DatabaseSync): number {
  return integerOf(db.prepare('PRAGMA user_version').get(), 'user_version');
}

/** @returns false when another process has made it meanwhile. */
function create(db: DatabaseSync): boolean {
  db.exec('BEGIN IMMEDIATE');
  try {
    const mine = versionOf(db) === 0;
    if (mine) {
      db.exec(INDEX_TABLES);
      // Tells one build from another to whoever remembers ids of the one before.
      db.exec('INSERT INTO state VALUES (1, abs(random() % 9007199254740991), 0, NULL, NULL, 0, 0)');
      db.exec(`PRAGMA user_version = ${INDEX_VERSION}`);
    }
    db.exec('COMMIT');
    return mine;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
