import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import { LedgerUnavailableError } from '../../errors.ts';
import type { BatchKind, SealedBatch } from '../chain/batch.ts';
import type { WriterChain } from '../chain/seal-batch.ts';
import type { Ledger } from '../ledger.ts';
import type { LedgerLimits } from '../ledger-limits.ts';
import type { OperationRecord } from '../operation-record.ts';
import { describeFailure } from './describe-failure.ts';
import { recordBytes } from './record-bytes.ts';
import { ForkedChainError, type Sink } from './sink.ts';
import { type Waiting, WaitingQueue } from './waiting-queue.ts';
import { within } from './within.ts';

/** A writer's chain and where its batches go. One sink: several are made one by whoever weighs them. */
export interface Committing {
  readonly chain: WriterChain;
  readonly sink: Sink;
}

export interface GroupCommitOptions {
  /** Asked until it succeeds: the installation's key may be out of reach for a while. */
  readonly begin: () => Promise<Committing>;
  readonly limits: LedgerLimits;
  /** Called on each change; `detail` is a system error code or a constant: no PHI, no path. */
  readonly onAvailability: (available: boolean, detail: string) => void;
  /** The chain is forked: nothing of ours does that, and this writer writes no more. */
  readonly onFatal: (detail: string) => void;
  /** It ended without its close batch, and reads as one that was killed: nothing acknowledged is lost. `detail` as above. */
  readonly onUnclosed: (detail: string) => void;
}

/** Whoever ends does not wait longer than this before the second try. */
const END_PAUSE_MS = 250;

/**
 * One batch at a time for all who wait. A batch that failed is owed: its number is taken, so it comes again with
 * the same bytes until the sink has it, and nothing is believed to be durable before. Those who waited for it were
 * refused at once; that their records are there all the same is lawful.
 */
export class GroupCommit implements Ledger {
  readonly #options: GroupCommitOptions;
  readonly #limits: LedgerLimits;
  readonly #queue: WaitingQueue;
  readonly #closed = new AbortController();
  readonly #heart: NodeJS.Timeout;
  #committing: Committing | null = null;
  /** Sealed, and not known to be durable. */
  #owed: SealedBatch | null = null;
  #beat = false;
  #forked = false;
  #available = false;
  /** What whoever watches was told last; that it begins well is no news. */
  #told = true;
  /** The loop under way; `null` when there is nothing to do. */
  #running: Promise<void> | null = null;
  #closing: Promise<void> | null = null;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
    this.#limits = options.limits;
    this.#queue = new WaitingQueue(this.#limits.queueRecords, this.#limits.queueBytes);
    this.#heart = setTimeout(() => this.#heartbeat(), this.#limits.heartbeatMs).unref();
  }

  get available(): boolean {
    return this.#available;
  }

  /** Resolves when the writer's first batch is durable, or was tried once: it goes on trying by itself. */
  async start(): Promise<void> {
    if (!(await this.#settle())) this.#run();
  }

  async append(record: OperationRecord): Promise<void> {
    if (this.#closing !== null) throw new LedgerUnavailableError('closed');
    if (!this.#available) throw new LedgerUnavailableError('writes fail');
    const { records, bytes } = recordBytes(record);
    await new Promise<void>((resolve, reject) => {
      this.#queue.push({ records, bytes, resolve, reject });
      this.#run();
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  /** Starts the loop unless it runs: it settles what is owed and flushes while records wait. */
  #run(): void {
    this.#running ??= this.#loop();
  }

  async #loop(): Promise<void> {
    for (;;) {
      // Whatever is ready in this turn of the event loop shares the batch: its signature, its write and its sync.
      await setImmediate();
      if (this.#committing === null || !this.#available) {
        if (!(await this.#recover())) break;
      } else if (this.#queue.length > 0) {
        await this.#flush(this.#committing, 'records', this.#queue.take(this.#limits.batchBytes));
      } else if (this.#beat) {
        await this.#flush(this.#committing, 'heartbeat', []);
      } else break;
    }
    // In the same turn as the last look at the queue, or a record could be left waiting.
    this.#running = null;
  }

  async #flush({ chain, sink }: Committing, kind: BatchKind, waiting: readonly Waiting[]): Promise<void> {
    const stall = setTimeout(() => this.#refuse('stalled', waiting), this.#limits.stallMs);
    try {
      const batch = chain.seal(
        kind,
        waiting.flatMap(({ records }) => records),
      );
      this.#owed = batch;
      await sink.commit(batch);
      this.#owed = null;
      for (const one of waiting) one.resolve();
      this.#live('written');
    } catch (error) {
      this.#fail(error, waiting);
    } finally {
      clearTimeout(stall);
    }
  }

  /** One pause and one attempt. @returns false when there is nothing to go on with. */
  async #recover(): Promise<boolean> {
    const { signal } = this.#closed;
    await delay(this.#limits.retryMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted || this.#forked) return false;
    await this.#settle();
    return true;
  }

  /** Begins the chain where there is none yet, and hands over what is owed. @returns whether that succeeded. */
  async #settle(): Promise<boolean> {
    try {
      if (this.#committing === null) {
        const begun = await this.#options.begin();
        this.#owed = begun.chain.seal('open', [begun.chain.certificate]);
        this.#committing = begun;
      }
      if (this.#owed !== null) await this.#committing.sink.commit(this.#owed);
      this.#owed = null;
      this.#live('recovered');
      return true;
    } catch (error) {
      this.#fail(error, []);
      return false;
    }
  }

  #live(detail: string): void {
    if (this.#closing !== null) return;
    this.#beat = false;
    this.#heart.refresh();
    this.#setAvailable(true, detail);
  }

  #fail(error: unknown, waiting: readonly Waiting[]): void {
    this.#forked ||= error instanceof ForkedChainError;
    if (this.#forked) this.#options.onFatal('chain forked');
    this.#refuse(describeFailure(error), waiting);
  }

  /** Turns away everybody who waits: whether their records are durable is unknown or denied. */
  #refuse(detail: string, batch: readonly Waiting[]): void {
    this.#setAvailable(false, detail);
    const error = new LedgerUnavailableError(detail);
    for (const one of batch) one.reject(error);
    this.#queue.rejectAll(error);
  }

  #heartbeat(): void {
    if (this.#closing !== null) return;
    this.#heart.refresh();
    if (!this.#available) return;
    this.#beat = true;
    this.#run();
  }

  async #finish(): Promise<void> {
    this.#closed.abort();
    const { stallMs } = this.#limits;
    const idle = Promise.resolve(this.#running).then(() => true);
    const isIdle = await within(stallMs, idle, false);
    clearTimeout(this.#heart);
    // Told to nobody: it was closed on purpose, and an operator who is told of failures would be told of this one.
    this.#available = false;
    if (this.#committing === null) return;
    // A device that hangs has refused everybody by now, and does not hold up the end for long.
    const unclosed = isIdle ? await within(2 * stallMs, this.#end(this.#committing), 'stalled') : 'stalled';
    if (unclosed !== null) this.#options.onUnclosed(unclosed);
  }

  /** What is owed goes before the close batch: a chain has no hole. @returns what went wrong; `null`: it is closed. */
  async #end({ chain, sink }: Committing): Promise<string | null> {
    try {
      if (this.#forked) throw new ForkedChainError();
      await this.#handOver(sink);
      this.#owed = chain.seal('close', []);
      await this.#handOver(sink);
      return null;
    } catch (error) {
      return describeFailure(error);
    } finally {
      await sink.close().catch(() => undefined);
    }
  }

  /** Hands over what is owed; what fails is tried once more after a pause. @throws what the sink throws. */
  async #handOver(sink: Sink): Promise<void> {
    const owed = this.#owed;
    if (owed === null) return;
    await sink.commit(owed).catch(async () => {
      await delay(Math.min(this.#limits.retryMs, END_PAUSE_MS));
      await sink.commit(owed);
    });
    this.#owed = null;
  }

  #setAvailable(available: boolean, detail: string): void {
    this.#available = available;
    if (this.#told === available) return;
    this.#told = available;
    this.#options.onAvailability(available, detail);
  }
}
