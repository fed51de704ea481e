import { Worker } from 'node:worker_threads';
import { PhieldError, RateLimitedError, UpstreamUnavailableError } from '../../errors.ts';
import type { DeskAnswer, DeskJob } from './desk-jobs.ts';

export interface DeskThreadOptions {
  /** Module of the thread: answers each `DeskJob` with one `DeskAnswer`, in turn. */
  readonly worker: URL;
  readonly settings: unknown;
  /** Milliseconds that a job may take: less than an operation. */
  readonly jobMs?: number;
  /** Jobs that may wait. */
  readonly mostWaiting?: number;
  /** Those among them that are of one tenant. */
  readonly mostOfTenant?: number;
  /** Told the name of an error whenever a job fails for no fault of whoever asks. */
  readonly failed: (name: string) => void;
}

interface Waiting {
  readonly tenant: string;
  readonly job: DeskJob;
  readonly resolve: (answer: Exclude<DeskAnswer, { kind: 'failed' }>) => void;
  readonly reject: (error: Error) => void;
}

const JOB_MS = 25_000;
const MOST_WAITING = 16;
const MOST_OF_TENANT = 6;
/** Seconds after which whoever asks for too much may ask again. */
const PAUSE = 5;

/**
 * Makes files of the ledger in a thread of its own, one after the other: what reads a whole record keeps nobody's request
 * waiting. Tenants take turns, so that one that asks for much waits for itself. One that takes too long ends with its
 * thread; the others go on in a new one.
 */
export class DeskThread {
  readonly #options: DeskThreadOptions;
  readonly #waiting: Waiting[] = [];
  #worker: Worker | null = null;
  #busy: Waiting | null = null;
  #lastTenant: string | null = null;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: DeskThreadOptions) {
    this.#options = options;
  }

  /**
   * @param tenant for whom it is.
   * @throws PhieldError OPERATION_TOO_COMPLEX for more than an answer holds; RateLimitedError while the tenant has too many
   * waiting; UpstreamUnavailableError
   */
  ask(tenant: string, job: DeskJob): Promise<Exclude<DeskAnswer, { kind: 'failed' }>> {
    if (this.#closed) return Promise.reject(new UpstreamUnavailableError('the ledger desk has closed'));
    const own = this.#waiting.filter((one) => one.tenant === tenant).length;
    if (own >= (this.#options.mostOfTenant ?? MOST_OF_TENANT)) {
      return Promise.reject(new RateLimitedError('too many of one tenant wait at the ledger desk', PAUSE));
    }
    if (this.#waiting.length >= (this.#options.mostWaiting ?? MOST_WAITING)) {
      return Promise.reject(new UpstreamUnavailableError('too many wait at the ledger desk'));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ tenant, job, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const gone = new UpstreamUnavailableError('the ledger desk has closed');
    for (const { reject } of [...(this.#busy === null ? [] : [this.#busy]), ...this.#waiting]) reject(gone);
    this.#waiting.length = 0;
    this.#busy = null;
    await this.#worker?.terminate();
  }

  #next(): void {
    if (this.#busy !== null || this.#closed) return;
    const next = this.#waiting.find(({ tenant }) => tenant !== this.#lastTenant) ?? this.#waiting[0];
    if (next === undefined) return;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    this.#busy = next;
    this.#lastTenant = next.tenant;
    this.#worker ??= this.#start();
    this.#timer = setTimeout(() => this.#abandon('late'), this.#options.jobMs ?? JOB_MS);
    this.#worker.postMessage(next.job);
  }

  #start(): Worker {
    const { worker, settings } = this.#options;
    const made = new Worker(worker, { workerData: settings, name: 'ledger-desk' });
    made.unref();
    made.on('message', (answer: DeskAnswer) => {
      if (made === this.#worker) this.#answer(answer);
    });
    // Without a listener an error of the thread would end the process.
    made.on('error', () => undefined);
    made.on('exit', () => {
      if (made === this.#worker) this.#abandon('ended');
    });
    return made;
  }

  #answer(answer: DeskAnswer): void {
    const asked = this.#busy;
    this.#settled();
    if (answer.kind !== 'failed') asked?.resolve(answer);
    else if (answer.tooLong) {
      asked?.reject(new PhieldError('OPERATION_TOO_COMPLEX', 'the file is longer than an answer'));
    } else {
      this.#options.failed(answer.name);
      asked?.reject(new UpstreamUnavailableError('the ledger desk does not answer'));
    }
    this.#next();
  }

  /** The thread is of no use any more. */
  #abandon(why: string): void {
    const [asked, worker] = [this.#busy, this.#worker];
    this.#worker = null;
    this.#settled();
    void worker?.terminate();
    if (this.#closed || asked === null) return;
    this.#options.failed(why);
    asked.reject(new UpstreamUnavailableError('the ledger desk does not answer'));
    this.#next();
  }

  #settled(): void {
    clearTimeout(this.#timer);
    this.#busy = null;
  }
}
