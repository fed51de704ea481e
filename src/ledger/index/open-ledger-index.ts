import { UpstreamUnavailableError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { EventFilter } from '../event-filter.ts';
import type { EntrySource } from './entry-source.ts';
import { IndexDamagedError } from './index-damaged-error.ts';
import { IndexThread } from './index-thread.ts';
import type { EventPage, IndexState, PlacedEvent } from './ledger-index.ts';
import type { ReadingPage } from './read-readings.ts';
import { updateIndex } from './update-index.ts';

type After = Omit<PlacedEvent, 'event'> | null;

/** An index that is kept up with the log, for as long as the gateway runs. */
export interface KeptIndex {
  state(): Promise<IndexState>;
  page(filter: EventFilter, first: number, after: After): Promise<EventPage>;
  readings(filter: EventFilter, first: number, after: After): Promise<ReadingPage>;
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
}

const EVERY_MS = 5_000;
const PATIENCE_MS = 2_000;

/**
 * Opens the index in a thread of its own, feeds it now and from then on, and brings it up to the log's last
 * checkpoint before each answer, as far as that takes no longer than `patienceMs`. A log that cannot be read leaves
 * answers as of what is there.
 */
export function openLedgerIndex(options: LedgerIndexOptions): KeptIndex {
  const { path, source, log, everyMs = EVERY_MS, patienceMs = PATIENCE_MS } = options;
  const thread = new IndexThread(
    path,
    (why) => log[why === 'absent' ? 'info' : 'warn']('ledger.index.rebuilt', { code: why }),
    () => log.warn('ledger.index.ended'),
  );
  let running: Promise<void> | null = null;
  let isBehind = false;
  const update = (): Promise<void> => {
    running ??= updateIndex(thread, source)
      .then(
        ({ unreadable }) => {
          if (isBehind) log.info('ledger.index.caught-up');
          if (unreadable > 0 && !isBehind) log.warn('ledger.index.unreadable', { count: unreadable });
          isBehind = false;
        },
        () => {
          if (!isBehind) log.warn('ledger.index.behind');
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
  void update();

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
    state: () => upToDate(() => thread.state()),
    page: (filter: EventFilter, first: number, after: After) =>
      upToDate(() => thread.page(filter, first, after)),
    readings: (filter: EventFilter, first: number, after: After) =>
      upToDate(() => thread.readings(filter, first, after)),
    close: async () => {
      clearInterval(timer);
      await thread.close();
      await running;
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
