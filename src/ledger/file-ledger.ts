import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { LedgerUnavailableError } from '../errors.ts';
import type { Ledger } from './ledger.ts';
import { LEDGER_LIMITS, type LedgerLimits } from './ledger-limits.ts';
import type { OperationRecord } from './operation-record.ts';
import type { FileLayer } from './segments/file-layer.ts';
import { FRAME_PAYLOAD_BYTES } from './segments/frame.ts';
import { nodeFiles } from './segments/node-files.ts';
import { SegmentSequence } from './segments/segment-sequence.ts';
import { SyncFailedError } from './segments/segment-writer.ts';
import { encodeParts } from './split-record.ts';
import { createUlid, type RandomBytes } from './ulid.ts';
import { type Waiting, WaitingQueue } from './waiting-queue.ts';

export interface FileLedgerOptions {
  /** Holds segments and nothing else. Created when missing. */
  readonly directory: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** fdatasync failed: the kernel may have dropped bytes of the segment in hand, which is given up. */
  readonly onFatal: (detail: string) => void;
  /** Called on each change; `detail` is a system error code or a constant: no PHI, no path. */
  readonly onAvailability?: (available: boolean, detail: string) => void;
  readonly files?: FileLayer;
  readonly limits?: Partial<LedgerLimits>;
}

export interface FileLedger extends Ledger {
  /** ULID of this writer, in the names of its segments. */
  readonly writer: string;
}

/**
 * Opens the ledger for one writer; each opening is a new writer, none is resumed. A device that fails does
 * not reject: the ledger is then unavailable and keeps trying.
 */
export async function openFileLedger(options: FileLedgerOptions): Promise<FileLedger> {
  const ledger = new GroupCommitLedger(options);
  await ledger.start();
  return ledger;
}

/** Most that a recovering device must show room for, in bytes. */
const ROOM_BYTES = 1024 * 1024;

class GroupCommitLedger implements FileLedger {
  readonly writer: string;
  readonly #options: FileLedgerOptions;
  readonly #limits: LedgerLimits;
  readonly #queue: WaitingQueue;
  readonly #segments: SegmentSequence;
  readonly #closed = new AbortController();
  #available = false;
  /** The loop under way; `null` when there is nothing to do. */
  #running: Promise<void> | null = null;
  #closing: Promise<void> | null = null;
  /** Bytes that a recovered device must have room for. */
  #room = 0;

  constructor(options: FileLedgerOptions) {
    const { directory, clock, random, files = nodeFiles } = options;
    this.#options = options;
    this.#limits = { ...LEDGER_LIMITS, ...options.limits };
    this.#queue = new WaitingQueue(this.#limits.queueRecords, this.#limits.queueBytes);
    this.writer = createUlid(clock, random)();
    this.#segments = new SegmentSequence({ files, directory, clock, writer: this.writer }, this.#limits);
  }

  get available(): boolean {
    return this.#available;
  }

  async start(): Promise<void> {
    try {
      await this.#segments.open(0);
      this.#available = true;
    } catch (error) {
      this.#fail(error, []);
      this.#run();
    }
  }

  async append(record: OperationRecord): Promise<void> {
    if (this.#closing !== null) throw new LedgerUnavailableError('closed');
    if (!this.#available) throw new LedgerUnavailableError('writes fail');
    const payloads = encode(record);
    const bytes = payloads.reduce((sum, payload) => sum + payload.length, 0);
    await new Promise<void>((resolve, reject) => {
      this.#queue.push({ payloads, bytes, resolve, reject });
      this.#run();
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  /** Starts the loop unless it runs: it recovers while writes fail and flushes while records wait. */
  #run(): void {
    this.#running ??= this.#loop();
  }

  async #loop(): Promise<void> {
    // Lets everything of the same turn into the first flush.
    await Promise.resolve();
    while (!this.#segments.isOpen || this.#queue.length > 0) {
      if (this.#segments.isOpen) await this.#flush(this.#queue.take(this.#limits.batchBytes));
      else if (!(await this.#recover())) break;
    }
    // In the same turn as the last look at the queue, or a record could be left waiting.
    this.#running = null;
  }

  async #flush(batch: readonly Waiting[]): Promise<void> {
    const stall = setTimeout(() => this.#refuse('stalled', batch), this.#limits.stallMs);
    try {
      await this.#segments.commit(batch.flatMap((one) => one.payloads));
      for (const one of batch) one.resolve();
      this.#setAvailable(true, 'written');
    } catch (error) {
      const bytes = batch.reduce((sum, one) => sum + one.bytes, 0);
      this.#room = Math.min(bytes, ROOM_BYTES);
      this.#fail(error, batch);
      await this.#segments.abandon();
    } finally {
      clearTimeout(stall);
    }
  }

  #fail(error: unknown, batch: readonly Waiting[]): void {
    const detail = describe(error);
    this.#refuse(detail, batch);
    if (error instanceof SyncFailedError) this.#options.onFatal(detail);
  }

  /** Turns away everybody who waits: whether their records are durable is unknown or denied. */
  #refuse(detail: string, batch: readonly Waiting[]): void {
    this.#setAvailable(false, detail);
    const error = new LedgerUnavailableError(detail);
    for (const one of batch) one.reject(error);
    this.#queue.rejectAll(error);
  }

  /** One pause and one attempt. @returns false when the ledger was closed meanwhile. */
  async #recover(): Promise<boolean> {
    const { signal } = this.#closed;
    await delay(this.#limits.retryMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return false;
    try {
      await this.#segments.open(this.#room);
      this.#setAvailable(true, 'recovered');
    } catch (error) {
      this.#fail(error, []);
    }
    return true;
  }

  async #finish(): Promise<void> {
    this.#closed.abort();
    await this.#running;
    // Told to nobody: it was closed on purpose, and an operator who is told of failures would be told of this one.
    this.#available = false;
    // Without its close frame the segment reads as one of a writer that was killed: nothing acknowledged is lost.
    await this.#segments.close().catch(() => undefined);
  }

  #setAvailable(available: boolean, detail: string): void {
    if (this.#available === available) return;
    this.#available = available;
    this.#options.onAvailability?.(available, detail);
  }
}

/** @throws LedgerUnavailableError for what cannot be stored: no record, no disclosure. */
function encode(record: OperationRecord): readonly Uint8Array[] {
  let payloads: readonly Uint8Array[];
  try {
    payloads = encodeParts(record);
  } catch (error) {
    if (error instanceof LedgerUnavailableError) throw error;
    throw new LedgerUnavailableError('record not serialisable');
  }
  if (payloads.some((payload) => payload.length > FRAME_PAYLOAD_BYTES)) {
    throw new LedgerUnavailableError('record too large');
  }
  return payloads;
}

/** The system's error code, or a constant: messages carry paths. */
function describe(error: unknown): string {
  const cause = error instanceof SyncFailedError ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const name = typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'write failed';
  return error instanceof SyncFailedError ? `fdatasync: ${name}` : name;
}
