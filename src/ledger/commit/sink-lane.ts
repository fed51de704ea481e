import { setTimeout as delay } from 'node:timers/promises';
import { DataIntegrityError, UpstreamUnavailableError } from '../../errors.ts';
import type { SealedBatch } from '../chain/batch.ts';
import type { ChainCheck, ChainPlace } from '../chain/check-chain.ts';
import { leafHash } from '../hash.ts';
import { type BatchSource, ForkedChainError, type Sink } from './sink.ts';
import { SinkQueue } from './sink-queue.ts';

/** Milliseconds, batches and bytes. */
export interface LaneLimits {
  /** What is kept in memory for a sink that has not got it. */
  readonly queueBatches: number;
  readonly queueBytes: number;
  /** Pause after a failure: the first, doubled up to the longest. */
  readonly retryMs: number;
  readonly retryMostMs: number;
}

export interface LaneOptions {
  readonly writer: string;
  readonly sink: Sink;
  /** What the other sink holds: batches that memory let go of are read from there. */
  readonly other: BatchSource;
  /** Judges what is read from there. */
  readonly checkFrom: (place: Omit<ChainPlace, 'certificate'>) => ChainCheck;
  readonly limits: LaneLimits;
  /** The first failure since it had everything. */
  readonly onBehind: (from: number, error: unknown) => void;
  /** It has again everything that it missed and the other had. */
  readonly onHealed: (from: number, to: number) => void;
  /** It holds another chain under this writer, and gets nothing more. */
  readonly onForked: (seq: number) => void;
}

interface Waiter {
  readonly seq: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Batches of which a sink that is behind gets several under way. */
const AT_ONCE = 16;

/** One sink of several, at its own pace: it gets every batch of a writer in order, late if need be. */
export class SinkLane {
  readonly #options: LaneOptions;
  readonly #queue: SinkQueue;
  readonly #ending = new AbortController();
  readonly #closed = new AbortController();
  /** Behind the last batch that is durable here. */
  #place: Omit<ChainPlace, 'certificate'> = { nextSeq: 1, prev: null, total: 0 };
  #waiters: Waiter[] = [];
  #moved: (() => void)[] = [];
  /** Why the last attempt failed. */
  #failure: unknown = null;
  #failedFrom: number | null = null;
  #heldElsewhere = 0;
  #running: Promise<void> | null = null;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#queue = new SinkQueue(options.limits.queueBatches, options.limits.queueBytes);
  }

  /** Number of the batch that it needs next. */
  get nextSeq(): number {
    return this.#place.nextSeq;
  }

  /** Batches that it has not got. */
  get lag(): number {
    return Math.max(0, this.#queue.newest + 1 - this.#place.nextSeq);
  }

  get isFailing(): boolean {
    return this.#failure !== null;
  }

  get isForked(): boolean {
    return this.#failure instanceof ForkedChainError;
  }

  /** Resolves when the batch is durable here. Rejects when an attempt fails; it is then made again by itself. */
  async take(batch: SealedBatch): Promise<void> {
    const { seq } = batch.head;
    if (this.isForked) throw this.#failure;
    if (seq === this.#place.nextSeq - 1 && this.#place.prev === linkOf(batch)) return;
    if (seq < this.#place.nextSeq) return this.#options.sink.commit(batch);
    if (seq > this.#queue.newest) this.#queue.push(batch);
    this.#run();
    // It is tried at its own pace: neither hammered nor waited for.
    if (this.isFailing) throw this.#failure;
    await new Promise<void>((resolve, reject) => {
      this.#waiters.push({ seq, resolve, reject });
    });
  }

  /** What is not here is not lost. */
  heldElsewhere(seq: number): void {
    if (seq >= this.#place.nextSeq) this.#heldElsewhere = seq;
  }

  /** Resolves when it has got on, or failed. */
  moved(): Promise<void> {
    return new Promise((resolve) => this.#moved.push(resolve));
  }

  /** Gives it a last while to get everything. @param patience milliseconds */
  async close(patience: number): Promise<void> {
    const timer = setTimeout(() => this.#closed.abort(), patience);
    this.#ending.abort();
    await this.#running;
    clearTimeout(timer);
    this.#closed.abort();
    await this.#options.sink.close();
  }

  #run(): void {
    this.#running ??= this.#pump();
  }

  async #pump(): Promise<void> {
    const { retryMs, retryMostMs } = this.#options.limits;
    let pause = retryMs;
    while (this.lag > 0 && !this.#closed.signal.aborted) {
      const from = this.#place.nextSeq;
      try {
        await this.#step();
        pause = retryMs;
        // Under load one is always under way: who has all but that has caught up.
        if (this.lag <= 1) this.#settle();
      } catch (error) {
        this.#fail(error);
        if (this.isForked) break;
        if (this.#place.nextSeq > from) pause = retryMs;
        await this.#rest(pause);
        pause = Math.min(pause * 2, retryMostMs);
      }
    }
    // In the same turn as the last look at the lag, or a batch could be left waiting.
    this.#running = null;
    if (this.lag === 0) this.#settle();
  }

  /** Cut short when everything ends, and then as short as can be. */
  async #rest(pause: number): Promise<void> {
    const isEnding = this.#ending.signal.aborted;
    const { signal } = isEnding ? this.#closed : this.#ending;
    const wait = isEnding ? this.#options.limits.retryMs : pause;
    await delay(wait, undefined, { signal, ref: false }).catch(() => undefined);
  }

  async #step(): Promise<void> {
    const waiting: SealedBatch[] = [];
    for (let next = this.#queue.get(this.#place.nextSeq); next !== null; ) {
      waiting.push(next);
      next = waiting.length < AT_ONCE ? this.#queue.get(next.head.seq + 1) : null;
    }
    if (waiting.length === 0) await this.#copy();
    else await this.#hand(waiting);
  }

  /** What memory let go of, up to where memory goes on. */
  async #copy(): Promise<void> {
    const { other, writer, checkFrom } = this.#options;
    const from = this.#place.nextSeq;
    const check = checkFrom(this.#place);
    let read: SealedBatch[] = [];
    for await (const batch of other.batches(writer, from)) {
      if (this.#closed.signal.aborted || this.#queue.get(batch.head.seq) !== null) break;
      if (check.accept(batch) !== null) {
        await this.#hand(read);
        throw new DataIntegrityError('a batch read back is not the one written');
      }
      read.push(batch);
      if (read.length < AT_ONCE) continue;
      await this.#hand(read);
      read = [];
    }
    await this.#hand(read);
    if (this.#place.nextSeq > from || this.#closed.signal.aborted) return;
    throw new UpstreamUnavailableError('what a sink missed cannot be read from the other');
  }

  /** Several under way at once; each counts when those before it do. */
  async #hand(batches: readonly SealedBatch[]): Promise<void> {
    const handed = batches.map((batch) => {
      const commit = this.#options.sink.commit(batch);
      // Looked at below, in order; until then a failure is nobody's.
      commit.catch(() => undefined);
      return { batch, commit };
    });
    for (const { batch, commit } of handed) {
      await commit;
      this.#advance(batch);
    }
  }

  #advance(batch: SealedBatch): void {
    const { seq, total } = batch.head;
    this.#place = { nextSeq: seq + 1, prev: linkOf(batch), total };
    this.#failure = null;
    this.#queue.forget(seq);
    const done = this.#waiters.filter((one) => one.seq <= seq);
    this.#waiters = this.#waiters.filter((one) => one.seq > seq);
    for (const { resolve } of done) resolve();
    this.#tellMoved();
  }

  #fail(error: unknown): void {
    const { onBehind, onForked } = this.#options;
    this.#failure = error ?? new Error('failed');
    const refused = this.#waiters;
    this.#waiters = [];
    for (const { reject } of refused) reject(this.#failure);
    this.#tellMoved();
    const first = this.#failedFrom === null;
    this.#failedFrom ??= this.#place.nextSeq;
    if (this.isForked) onForked(this.#place.nextSeq);
    else if (first) onBehind(this.#failedFrom, error);
  }

  #settle(): void {
    const from = this.#failedFrom;
    this.#failedFrom = null;
    if (from !== null && this.#heldElsewhere >= from) this.#options.onHealed(from, this.#place.nextSeq - 1);
  }

  #tellMoved(): void {
    const told = this.#moved;
    this.#moved = [];
    for (const resolve of told) resolve();
  }
}

function linkOf({ sealed }: SealedBatch): string {
  return Buffer.from(leafHash(sealed)).toString('base64');
}
