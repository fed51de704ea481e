import { LedgerUnavailableError } from '../../errors.ts';

/** A record on its way: its stored pieces and who waits for them. */
export interface Waiting {
  readonly records: readonly Uint8Array[];
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: LedgerUnavailableError) => void;
}

/** Records waiting for a flush, bounded in number and bytes: memory MUST NOT grow with a slow device. */
export class WaitingQueue {
  readonly #maxRecords: number;
  readonly #maxBytes: number;
  #waiting: Waiting[] = [];
  #bytes = 0;

  constructor(maxRecords: number, maxBytes: number) {
    this.#maxRecords = maxRecords;
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** @throws LedgerUnavailableError when full. */
  push(one: Waiting): void {
    if (this.#waiting.length >= this.#maxRecords || this.#bytes + one.bytes > this.#maxBytes) {
      throw new LedgerUnavailableError('queue full');
    }
    this.#waiting.push(one);
    this.#bytes += one.bytes;
  }

  /** Takes the oldest records up to `maxBytes`, at least one. */
  take(maxBytes: number): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const one of this.#waiting) {
      if (count > 0 && bytes + one.bytes > maxBytes) break;
      bytes += one.bytes;
      count += 1;
    }
    this.#bytes -= bytes;
    const taken = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return taken;
  }

  rejectAll(error: LedgerUnavailableError): void {
    const all = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    for (const one of all) one.reject(error);
  }
}
