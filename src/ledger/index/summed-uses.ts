import type { ActivityByDay } from '../uses/activity-count.ts';
import type { CellUse, GrantUse } from '../uses/usage-count.ts';
import type { PersonalUse } from './read-uses.ts';

export interface IndexedActivity extends ActivityByDay {
  /** False: something of this time may be missing, since it was pruned or cannot be read. */
  readonly complete: boolean;
}

/** What one tenant's records say was used; see `usage-count.ts`. */
export interface IndexedUsage {
  readonly cells: readonly CellUse[];
  readonly grants: readonly GrantUse[];
  /** PHI fields refused, by reason. */
  readonly denials: readonly (readonly [reason: string, count: number])[];
  /** Milliseconds since the epoch of the oldest record from there on; `null`: there was none. */
  readonly knownSince: number | null;
  readonly mix: readonly PersonalUse[];
}
