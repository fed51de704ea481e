import type { SealedBatch } from '../chain/batch.ts';

/**
 * What a sink has not got yet, bounded in number and bytes: memory MUST NOT grow with an outage. The newest is always
 * here, since nobody else may have it; of what finds no room the one before is let go, which another sink has.
 */
export class SinkQueue {
  readonly #maxBatches: number;
  readonly #maxBytes: number;
  readonly #batches = new Map<number, SealedBatch>();
  #bytes = 0;
  #newest = 0;

  constructor(maxBatches: number, maxBytes: number) {
    this.#maxBatches = maxBatches;
    this.#maxBytes = maxBytes;
  }

  /** Number of the last batch pushed; 0 before the first. */
  get newest(): number {
    return this.#newest;
  }

  get(seq: number): SealedBatch | null {
    return this.#batches.get(seq) ?? null;
  }

  /** @param batch the one after `newest`. */
  push(batch: SealedBatch): void {
    if (this.#batches.size >= this.#maxBatches || this.#bytes >= this.#maxBytes) this.forget(this.#newest);
    this.#batches.set(batch.head.seq, batch);
    this.#bytes += bytesOf(batch);
    this.#newest = batch.head.seq;
  }

  forget(seq: number): void {
    const batch = this.#batches.get(seq);
    if (batch === undefined) return;
    this.#batches.delete(seq);
    this.#bytes -= bytesOf(batch);
  }
}

function bytesOf({ records, sealed }: SealedBatch): number {
  return records.reduce((sum, record) => sum + record.length, sealed.length);
}
