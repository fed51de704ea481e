/** Bounds of the ledger. Times in milliseconds. */
export interface LedgerLimits {
  /** A segment is ended after this many bytes or milliseconds, whichever comes first. */
  readonly segmentBytes: number;
  readonly segmentMs: number;
  /** What may wait for a flush. */
  readonly queueRecords: number;
  readonly queueBytes: number;
  /** What one flush takes, unless a single record is larger. */
  readonly batchBytes: number;
  /** Pause between attempts while writes fail. */
  readonly retryMs: number;
  /** A flush that takes longer is taken for failed by those who wait for it. */
  readonly stallMs: number;
  /** After so long without a record the writer says that it lives. */
  readonly heartbeatMs: number;
}

export const LEDGER_LIMITS: LedgerLimits = Object.freeze({
  segmentBytes: 64 * 1024 * 1024,
  segmentMs: 60 * 60 * 1000,
  queueRecords: 4096,
  queueBytes: 32 * 1024 * 1024,
  batchBytes: 4 * 1024 * 1024,
  retryMs: 250,
  stallMs: 5000,
  heartbeatMs: 5000,
});
