import type { DecodedRecord } from '../decode-record.ts';

/**
 * `DAMAGED`: bytes inside the acknowledged part that are no frame. `TRUNCATED`: fewer bytes than the next
 * segment says were durable. `BAD_HEADER`, `BAD_RECORD`: a whole frame whose payload is not of the stored
 * form. `BATCH_ORDER`, `RECORD_COUNT`: numbers that do not follow. `CHAIN`: a link or a
 * root that is not that of what stands there. `MISSING_SEGMENT`: named by its successor
 * and absent. `AFTER_CLOSE`: bytes behind the close frame. `STRANGER`: a file that is no segment. `LOG_UNREAD`: there is a
 * log, or was one, and what was asked for was read without it: what was pruned from the segments is missing.
 */
export type FindingCode =
  | 'DAMAGED'
  | 'TRUNCATED'
  | 'BAD_HEADER'
  | 'BAD_RECORD'
  | 'BATCH_ORDER'
  | 'RECORD_COUNT'
  | 'CHAIN'
  | 'MISSING_SEGMENT'
  | 'AFTER_CLOSE'
  | 'STRANGER'
  | 'LOG_UNREAD';

/** Something that cannot be in an untouched ledger. */
export interface Finding {
  readonly kind: 'finding';
  readonly code: FindingCode;
  /** File name within the ledger directory. */
  readonly file: string;
  /** Byte offset of the first bad byte's frame. */
  readonly offset: number;
  /** Id of the last whole record before it in this writer's segments, or `null`. */
  readonly after: string | null;
}

/** Something that a crash or a failing device leaves behind, or a write under way: nothing acknowledged is concerned. */
export interface Notice {
  readonly kind: 'notice';
  /** `TORN_TAIL`: the end of a writer's last segment is not whole. `UNBORN`: a segment that never got its header. `NOT_CLOSED`: the writer runs or was killed. */
  readonly code: 'TORN_TAIL' | 'UNBORN' | 'NOT_CLOSED';
  readonly file: string;
  readonly offset: number;
}

export interface RecordItem extends DecodedRecord {
  readonly kind: 'record';
  readonly file: string;
  readonly offset: number;
  /** Number of its batch; `null`: the batch's head cannot be read. */
  readonly seq: number | null;
}

export type LedgerItem = RecordItem | Finding | Notice;
