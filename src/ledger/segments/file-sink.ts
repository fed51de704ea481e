import type { Clock } from '../../clock.ts';
import type { SealedBatch } from '../chain/batch.ts';
import type { WriterChain } from '../chain/seal-batch.ts';
import { describeFailure } from '../commit/describe-failure.ts';
import { ForkedChainError, type Sink } from '../commit/sink.ts';
import type { LedgerLimits } from '../ledger-limits.ts';
import type { FileLayer } from './file-layer.ts';
import { createFileSource } from './file-source.ts';
import type { PreviousSegment } from './segment-format.ts';
import { type SegmentPlace, SegmentWriter, SyncFailedError } from './segment-writer.ts';

export interface FileSinkOptions {
  readonly files: FileLayer;
  /** Holds segments and nothing else. Created when missing. */
  readonly directory: string;
  readonly clock: Clock;
  readonly chain: WriterChain;
  readonly limits: Pick<LedgerLimits, 'segmentBytes' | 'segmentMs'>;
  /** fdatasync failed: the kernel may have dropped bytes of the segment in hand, which is given up. */
  readonly onFatal: (detail: string) => void;
}

/** The segments of one writer, one after the other. A segment that failed is given up, never written again. */
export function createFileSink(options: FileSinkOptions): Sink {
  return new FileSink(options);
}

/** What nearly every batch fits in. */
const ROOM_BYTES = 512 * 1024;

class FileSink implements Sink {
  readonly name = 'file';
  readonly #options: FileSinkOptions;
  readonly #place: SegmentPlace;
  #segment: SegmentWriter | null = null;
  #previous: PreviousSegment | null = null;
  #nextSegment = 1;
  /** The last batch that is durable here. */
  #last: SealedBatch | null = null;
  #underWay: Promise<void> = Promise.resolve();

  constructor(options: FileSinkOptions) {
    this.#options = options;
    const { files, directory, clock, chain } = options;
    this.#place = { files, directory, clock, chain, room: Buffer.allocUnsafeSlow(ROOM_BYTES) };
  }

  commit(batch: SealedBatch): Promise<void> {
    const committed = this.#underWay.then(() => this.#commit(batch));
    this.#underWay = committed.catch(() => undefined);
    return committed;
  }

  async close(): Promise<void> {
    await this.#underWay;
    if (this.#segment === null) return;
    if (this.#last?.head.kind === 'close')
      await this.#trying(async (segment) => void (await segment.close(true)));
    else await this.#abandon();
    this.#segment = null;
  }

  async #commit(batch: SealedBatch): Promise<void> {
    const { seq, writer, prev } = batch.head;
    const { chain, limits } = this.#options;
    const last = this.#last?.head.seq ?? 0;
    if (writer !== chain.writer) throw new Error('a batch of another writer');
    if (seq <= last) return this.#confirm(batch);
    if (seq > last + 1) throw new Error('a batch before it is missing');
    if (this.#segment?.isFull(limits.segmentBytes, limits.segmentMs)) {
      await this.#trying(async (segment) => {
        this.#previous = await segment.close(false);
      });
      this.#segment = null;
    }
    this.#segment ??= await this.#open(seq, prev);
    await this.#trying((segment) => segment.commit(batch));
    // Kept without its records: they may be large, and its head tells it from any other.
    this.#last = { ...batch, records: [] };
  }

  /** It counts as taken when it is the one that is there. */
  async #confirm(batch: SealedBatch): Promise<void> {
    const { writer, seq } = batch.head;
    if (this.#last?.head.seq === seq && isSame(batch, this.#last)) return;
    for await (const there of createFileSource(this.#options.directory).batches(writer, seq)) {
      if (isSame(batch, there)) return;
      break;
    }
    throw new ForkedChainError('another batch stands under this number');
  }

  async #open(nextSeq: number, prev: string | null): Promise<SegmentWriter> {
    const number = this.#nextSegment;
    // Never used twice: a file that could not be removed after a failure keeps its name.
    this.#nextSegment += 1;
    try {
      return await SegmentWriter.create(this.#place, { number, previous: this.#previous, nextSeq, prev });
    } catch (error) {
      this.#report(error);
      throw error;
    }
  }

  async #trying(act: (segment: SegmentWriter) => Promise<void>): Promise<void> {
    if (this.#segment === null) throw new Error('no segment is open');
    try {
      await act(this.#segment);
    } catch (error) {
      this.#report(error);
      await this.#abandon();
      throw error;
    }
  }

  async #abandon(): Promise<void> {
    this.#previous = (await this.#segment?.abandon()) ?? this.#previous;
    this.#segment = null;
  }

  #report(error: unknown): void {
    if (error instanceof SyncFailedError) this.#options.onFatal(describeFailure(error));
  }
}

function isSame(one: SealedBatch, other: SealedBatch): boolean {
  return Buffer.from(one.sealed).equals(other.sealed);
}
