import { Worker } from 'node:worker_threads';
import { UpstreamUnavailableError } from '../../errors.ts';
import type { EventFilter } from '../event-filter.ts';
import type { ActivityAxis } from '../uses/activity-count.ts';
import type { CountedUsage } from '../uses/usage-tally.ts';
import type { LedgerEntry } from './entry-source.ts';
import { IndexDamagedError } from './index-damaged-error.ts';
import type { IndexAnswer, IndexMessage, IndexQuestion } from './index-messages.ts';
import type { IndexedActivity } from './indexed-activity.ts';
import type { EventPage, IndexState, PlacedEvent } from './ledger-index.ts';
import type { Rebuilt } from './open-index-file.ts';
import type { ReadingPage } from './read-readings.ts';

type After = Omit<PlacedEvent, 'event'> | null;
type Waiting = (message: IndexMessage & { readonly kind: 'answer' | 'failed' }) => void;

const WORKER = new URL('./index-worker.ts', import.meta.url);

/**
 * The index in a thread of its own. What fails there rejects with IndexDamagedError where it has begun anew, else
 * with UpstreamUnavailableError. A thread that ends by itself tells `onEnd`, and has ended for good.
 */
export class IndexThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #ended = false;

  constructor(path: string, onRebuild: (why: Rebuilt) => void, onEnd: () => void) {
    this.#worker = new Worker(WORKER, { workerData: { path } });
    this.#worker.unref();
    this.#worker.on('message', (message: IndexMessage) => {
      if (message.kind === 'rebuilt') return onRebuild(message.why);
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      waiting?.(message);
    });
    // Without a listener an error of the thread would end the process.
    this.#worker.on('error', () => undefined);
    this.#worker.on('exit', () => {
      const wasClosed = this.#ended;
      this.#ended = true;
      for (const [id, waiting] of this.#waiting) {
        waiting({ kind: 'failed', id, damaged: false, code: 'ended' });
      }
      this.#waiting.clear();
      if (!wasClosed) onEnd();
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  state(): Promise<IndexState> {
    return this.#ask({ ask: 'state' }, (answer) => (answer.ask === 'state' ? answer.state : null));
  }

  absorb(chunk: readonly LedgerEntry[]): Promise<number> {
    return this.#ask({ ask: 'absorb', chunk }, (answer) =>
      answer.ask === 'absorb' ? answer.position : null,
    );
  }

  async expectLast(entry: LedgerEntry | null): Promise<void> {
    await this.#ask({ ask: 'expectLast', entry }, ({ ask }) => (ask === 'expectLast' ? true : null));
  }

  page(filter: EventFilter, first: number, after: After): Promise<EventPage> {
    const question = { ask: 'page' as const, filter, first, after };
    return this.#ask(question, (answer) => (answer.ask === 'page' ? answer.page : null));
  }

  readings(filter: EventFilter, first: number, after: After): Promise<ReadingPage> {
    const question = { ask: 'readings' as const, filter, first, after };
    return this.#ask(question, (answer) => (answer.ask === 'readings' ? answer.page : null));
  }

  activity(tenant: string, by: ActivityAxis, from: number, to: number): Promise<IndexedActivity> {
    const question = { ask: 'activity' as const, tenant, by, from, to };
    return this.#ask(question, (answer) => (answer.ask === 'activity' ? answer.activity : null));
  }

  usage(tenant: string, from: number, mix: boolean): Promise<CountedUsage> {
    return this.#ask({ ask: 'usage', tenant, from, mix }, (answer) =>
      answer.ask === 'usage' ? answer.usage : null,
    );
  }

  async close(): Promise<void> {
    this.#ended = true;
    await this.#worker.terminate();
  }

  #ask<Answer>(question: IndexQuestion, read: (answer: IndexAnswer) => Answer | null): Promise<Answer> {
    if (this.#ended) return Promise.reject(new UpstreamUnavailableError('the ledger index has ended'));
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (message) => {
        const answer = message.kind === 'answer' ? read(message.answer) : null;
        if (answer !== null) return resolve(answer);
        const isDamaged = message.kind === 'failed' && message.damaged;
        reject(
          isDamaged
            ? new IndexDamagedError('begun anew')
            : new UpstreamUnavailableError('the ledger index does not answer'),
        );
      });
      this.#worker.postMessage({ id, question });
    });
  }
}
