import type { SealedBatch } from '../chain/batch.ts';

/**
 * A place where sealed batches become durable.
 *
 * `commit` MUST resolve only when the batch is durable and all before it, and takes one writer's batches in their
 * order; the next may come while one is under way. It MUST
 * reject when they are not or when that is unknown; the same batch, with the same bytes, then comes again, and
 * one that is there already counts as taken. A sink MUST reject a batch that differs from the one it has under
 * the same writer and number with ForkedChainError, and one that leaves a gap. It MUST NOT retry by itself for
 * longer than its own time-out.
 */
export interface Sink {
  readonly name: SinkName;
  commit(batch: SealedBatch): Promise<void>;
  /** Waits for what is under way, lets go of everything; the last batch is then of kind `close`, or lost its turn. */
  close(): Promise<void>;
}

/** `any`: both, of which one is enough. */
export type SinkName = 'file' | 'dynamodb' | 'any';

/** Reads what a sink holds, for the log, for healing another sink, and for whoever verifies. */
export interface BatchSource {
  readonly name: SinkName;
  /** ULIDs of all writers that ever opened here, oldest first. */
  writers(): Promise<readonly string[]>;
  /**
   * A writer's whole batches from number `from` on, in order, up to what is durable now. Stops before the first
   * that is not whole or does not follow; what that means is for the verifier to say.
   */
  batches(writer: string, from: number): AsyncIterable<SealedBatch>;
}

/** Two different batches under one writer and number: the chain is forked, which nothing of ours does. */
export class ForkedChainError extends Error {}
