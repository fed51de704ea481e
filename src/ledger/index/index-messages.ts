import type { EventFilter } from '../event-filter.ts';
import type { ActivityAxis } from '../uses/activity-count.ts';
import type { CountedUsage } from '../uses/usage-tally.ts';
import type { LedgerEntry } from './entry-source.ts';
import type { IndexedActivity } from './indexed-activity.ts';
import type { EventPage, IndexState, PlacedEvent } from './ledger-index.ts';
import type { Rebuilt } from './open-index-file.ts';
import type { ReadingPage } from './read-readings.ts';

type After = Omit<PlacedEvent, 'event'> | null;

/** What is asked of the index's thread. */
export type IndexQuestion =
  | { readonly ask: 'state' }
  | { readonly ask: 'absorb'; readonly chunk: readonly LedgerEntry[] }
  | { readonly ask: 'expectLast'; readonly entry: LedgerEntry | null }
  | { readonly ask: 'page'; readonly filter: EventFilter; readonly first: number; readonly after: After }
  | { readonly ask: 'readings'; readonly filter: EventFilter; readonly first: number; readonly after: After }
  | {
      readonly ask: 'activity';
      readonly tenant: string;
      readonly by: ActivityAxis;
      readonly from: number;
      readonly to: number;
    }
  | { readonly ask: 'usage'; readonly tenant: string; readonly from: number; readonly mix: boolean };

export type IndexAnswer =
  | { readonly ask: 'state'; readonly state: IndexState }
  | { readonly ask: 'absorb'; readonly position: number }
  | { readonly ask: 'expectLast' }
  | { readonly ask: 'page'; readonly page: EventPage }
  | { readonly ask: 'readings'; readonly page: ReadingPage }
  | { readonly ask: 'activity'; readonly activity: IndexedActivity }
  | { readonly ask: 'usage'; readonly usage: CountedUsage };

/** What the thread says: an answer, or that there is none; and, unasked, that the index was begun anew. */
export type IndexMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: IndexAnswer }
  | { readonly kind: 'failed'; readonly id: number; readonly damaged: boolean; readonly code: string }
  | { readonly kind: 'rebuilt'; readonly why: Rebuilt };

export interface IndexCall {
  readonly id: number;
  readonly question: IndexQuestion;
}
