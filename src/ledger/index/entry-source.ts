/** A leaf of the ledger's log: a record's stored bytes, or the sealed head of a batch (see `chain/batch.ts`). */
export interface LedgerEntry {
  /** From 0, in log order. */
  readonly index: number;
  /** `null`: its bundle is gone, and the hashes alone are left. Whether it may be, a later record says. */
  readonly bytes: Uint8Array | null;
}

/**
 * The log's entries, as an index reads them. `entries` MUST give each from `from` up to `size` at the time of the
 * call, in order and without gaps; it MUST reject rather than leave one out.
 */
export interface EntrySource {
  /** Entries that the last checkpoint covers. */
  size(): Promise<number>;
  entries(from: number): AsyncIterable<LedgerEntry>;
}
