import type { OperationRecord } from './operation-record.ts';

/**
 * The append-only record of disclosures, denials and privileged acts (design §7).
 *
 * `append` MUST resolve only after the record is durable, and MUST reject with LedgerUnavailableError
 * when it is not or when that is unknown. After a rejection the ledger MUST recover by itself as soon as
 * the device does, without a restart. `close` MUST wait for appends under way.
 */
export interface Ledger {
  append(record: OperationRecord): Promise<void>;
  /** False while writes fail; PHI is not served then. */
  readonly available: boolean;
  close(): Promise<void>;
}
