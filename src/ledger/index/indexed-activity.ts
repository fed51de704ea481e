import type { ActivityByDay } from '../uses/activity-count.ts';

export interface IndexedActivity extends ActivityByDay {
  /** False: something of this time may be missing, since it was pruned or cannot be read. */
  readonly complete: boolean;
  /** Entries of the log that it was summed from, and their newest batch: as in `IndexState`, of the same moment. */
  readonly size: number;
  readonly asOf: number | null;
}
