/** The index is not what we wrote. It holds nothing that the log does not: whoever meets this builds it anew. */
export class IndexDamagedError extends Error {}

/** SQLITE_CORRUPT and SQLITE_NOTADB (sqlite.org/rescode.html), and what does not read back as it was written. */
export function isDamage(error: unknown): boolean {
  if (error instanceof IndexDamagedError) return true;
  if (!(error instanceof Error) || !('errcode' in error)) return false;
  const { errcode } = error;
  return typeof errcode === 'number' && DAMAGED.has(errcode & 0xff);
}

const SQLITE_ERROR = 1;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
/** The first is what a statement meets whose tables are gone. */
const DAMAGED: ReadonlySet<number> = new Set([SQLITE_ERROR, SQLITE_CORRUPT, SQLITE_NOTADB]);
