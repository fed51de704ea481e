import type { LedgerLimits } from '../ledger-limits.ts';
import type { PreviousSegment } from './segment-format.ts';
import { type SegmentPlace, SegmentWriter } from './segment-writer.ts';

/**
 * The segments of one writer, one after the other. After `commit` rejects, the segment in hand is given up:
 * the caller MUST call `abandon`, then `open` until it resolves.
 */
export class SegmentSequence {
  readonly #place: SegmentPlace;
  readonly #limits: LedgerLimits;
  #segment: SegmentWriter | null = null;
  #previous: PreviousSegment | null = null;
  #next = 1;
  #batch = 1;

  constructor(place: SegmentPlace, limits: LedgerLimits) {
    this.#place = place;
    this.#limits = limits;
  }

  get isOpen(): boolean {
    return this.#segment !== null;
  }

  /** @param room bytes the device must be able to take before the segment counts as open. */
  async open(room: number): Promise<void> {
    const number = this.#next;
    // Never used twice: a file that could not be removed after a failure keeps its name.
    this.#next += 1;
    this.#segment = await SegmentWriter.create(this.#place, number, this.#previous, room);
  }

  /** Resolves when the records are durable. Begins a new segment first where the old one is full. */
  async commit(payloads: readonly Uint8Array[]): Promise<void> {
    const { segmentBytes, segmentMs } = this.#limits;
    if (this.#segment?.isFull(segmentBytes, segmentMs)) {
      this.#previous = await this.#segment.close(false);
      this.#segment = null;
      await this.open(0);
    }
    if (this.#segment === null) throw new Error('no segment is open');
    await this.#segment.commit(payloads, this.#batch);
    this.#batch += 1;
  }

  async abandon(): Promise<void> {
    if (this.#segment === null) return;
    this.#previous = await this.#segment.abandon();
    this.#segment = null;
  }

  async close(): Promise<void> {
    await this.#segment?.close(true);
    this.#segment = null;
  }
}
