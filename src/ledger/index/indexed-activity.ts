import type { ActivityByDay } from '../uses/activity-count.ts';

export interface IndexedActivity extends ActivityByDay {
  /** False: something of this time may be missing, since it was pruned or cannot be read. */
  readonly complete: boolean;
}
