import { UpstreamUnavailableError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { EventFilter } from '../event-filter.ts';
import type { ActivityAxis } from '../uses/activity-count.ts';
import type { CountedUsage } from '../uses/usage-tally.ts';
import type { EntrySource } from './entry-source.ts';
import { IndexDamagedError } from './index-damaged-error.ts';
import { IndexThread } from './index-thread.ts';
import type { IndexedActivity } from './indexed-activity.ts';
import type { EventPage, IndexState, PlacedEvent } from './ledger-index.ts';
import type { ReadingPage } from './read-readings.ts';
import { updateIndex } from './update-index.ts';

type After = Omit<PlacedEvent, 'event'> | null;

/** An index that is kept up with the log, for as long as the gateway runs. */
export interface KeptIndex {
  state(): Promise<IndexState>;
  page(filter: EventFilter, first: number, after: After): Promise<EventPage>;
  readings(filter: EventFilter, first: number, after: After): Promise<ReadingPage>;
  activity(tenant: string, by: ActivityAxis, from: number, to: number): Promise<IndexedActivity>;
  usage(tenant: string, from: number, mix: boolean): Promise<CountedUsage>;
  close(): Promise<void>;
}

export interface LedgerIndexOptions {
  /** `index/ledger.sqlite` in the data directory. */
  readonly path: string;
  readonly source: EntrySource;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Milliseconds between two looks at the log while nobody asks. */
  readonly everyMs?: number;
  /** How long somebody who asks waits for the newest entries; then the answer is as of what is there. */
  readonly patienceMs?: number;
  /** Before a thread that has ended is started again. */
  readonly restartMs?: number;
}

const EVERY_MS = 5_000;
/** Whoever starts serves before it looks back. */
const FIRST_MS = 2_000;
const PATIENCE_MS = 2_000;
const RESTART_MS = 5_000;

/**
 * Opens the index in a thread of its own, feeds it from soon on, and brings it up to the log's last
 * checkpoint before each answer, as far as that takes no longer than `patienceMs`. A log that cannot be read leaves
 * answers as of what is there.
 */
export function openLedgerIndex(options: LedgerIndexOptions): KeptIndex {
  const { path, source, log, everyMs = EVERY_MS, patienceMs = PATIENCE_MS, restartMs = RESTART_MS } = options;
  let closed = false;
  let startedAt = 0;
  let running: Promise<void> | null = null;
  let isBehind = false;
  /** Unreadable entries that the log was told of. */
  let told = 0;
  const start = (): IndexThread => {
    startedAt = performance.now();
    return new IndexThread(
      path,
      (why) => {
        // That there was none yet is no news.
        if (why !== 'absent') log.warn('ledger.index.rebuilt', { code: why });
      },
      () => log.warn('ledger.index.ended'),
    );
  };
  let thread: IndexThread | null = null;
  const alive = (): IndexThread => {
    // One that cannot live must not be born at every question.
    const isDue = thread?.ended === true && !closed && performance.now() - startedAt >= restartMs;
    if (thread === null || isDue) thread = start();
    return thread;
  };
  const update = (): Promise<void> => {
    running ??= updateIndex(alive(), source)
      .then(
        ({ unreadable }) => {
          if (isBehind) log.info('ledger.index.caught-up');
          if (unreadable > 0 && unreadable !== told)
            log.warn('ledger.index.unreadable', { count: unreadable });
          told = unreadable;
          isBehind = false;
        },
        () => {
          if (!isBehind && !closed) log.warn('ledger.index.behind');
          isBehind = true;
        },
      )
      .finally(() => {
        running = null;
      });
    return running;
  };
  const timer = setInterval(() => void update(), everyMs);
  timer.unref();
  const first = setTimeout(() => void update(), Math.min(everyMs, FIRST_MS));
  first.unref();

  const upToDate = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    await within(update(), patienceMs);
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof IndexDamagedError)) throw error;
    }
    // It is empty now: what it says is worth something once it is fed again.
    await within(update(), patienceMs);
    return ask().catch((error: unknown) => {
      throw error instanceof IndexDamagedError ? new UpstreamUnavailableError('the index is damaged') : error;
    });
  };
  return Object.freeze({
    state: () => upToDate(() => alive().state()),
    page: (filter: EventFilter, first: number, after: After) =>
      upToDate(() => alive().page(filter, first, after)),
    readings: (filter: EventFilter, first: number, after: After) =>
      upToDate(() => alive().readings(filter, first, after)),
    activity: (tenant: string, by: ActivityAxis, from: number, to: number) =>
      upToDate(() => alive().activity(tenant, by, from, to)),
    usage: (tenant: string, from: number, mix: boolean) => upToDate(() => alive().usage(tenant, from, mix)),
    close: async () => {
      closed = true;
      clearInterval(timer);
      clearTimeout(first);
      // An update under way ends with its thread, or with its store's time-out: nobody waits for that.
      await thread?.close();
    },
  });
}

async function within(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
