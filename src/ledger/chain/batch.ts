import { z } from 'zod';

/**
 * `open`: the first of a writer; its one record is the writer's certificate. `records`: what operations left.
 * `heartbeat`: nothing happened, and here is the proof. `close`: the writer has ended in order, and has no further
 * batch.
 */
export const BATCH_KINDS = Object.freeze(['open', 'records', 'heartbeat', 'close'] as const);
export type BatchKind = (typeof BATCH_KINDS)[number];

const hash = z.base64().length(44);

/** What a writer signs of each batch. Keys stand in this order, without white space. */
export const BatchHead = z.strictObject({
  v: z.literal(1),
  /** ULID, made at process start and never used again. */
  writer: z.ulid(),
  /** From 1, gapless. */
  seq: z.number().int().positive(),
  kind: z.enum(BATCH_KINDS),
  /** RFC 3339, UTC, milliseconds: when it was sealed. */
  time: z.string(),
  /** Records in this batch, and in all of this writer's up to and with it. */
  records: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
  /** RFC 6962 root over the records' bytes as leaves, base64. */
  root: hash,
  /** `leafHash` of the sealed head before it, base64; `null` for the first. */
  prev: hash.nullable(),
});
export type BatchHead = z.infer<typeof BatchHead>;

/** What goes before a batch's head under its signature, so that no other signed text can be taken for one. */
export const BATCH_DOMAIN = 'phield-ledger-batch-v1\n';

/**
 * A batch as it is stored, everywhere with the same bytes. Whatever stores it MUST NOT serialise anything anew.
 */
export interface SealedBatch {
  readonly head: BatchHead;
  /** The signed line of `head` (see `signed-line.ts`): what the next batch links to, and a leaf of the log. */
  readonly sealed: Uint8Array;
  /** Each record's stored bytes: leaves of the log too, in this order, before the head's. */
  readonly records: readonly Uint8Array[];
}
