import type { ReviewSettings } from '../access/oversight-block.ts';
import type { UnreviewedGlass } from '../ledger/uses/glass-watch.ts';

/** What waits for a person longer than the tenant's file allows. Times are milliseconds since the epoch. */
export interface OverdueReview {
  readonly kind: 'BREAK_GLASS' | 'INSIGHT' | 'DOCUMENT';
  /** Of the glass or the insight; of a document `client/id`. */
  readonly id: string;
  readonly since: number;
  readonly due: number;
  readonly actor: string | null;
}

const DAY_MS = 86_400_000;

/** Those that are overdue, the longest first. */
export function overdueReviews(
  waiting: {
    readonly glasses: readonly UnreviewedGlass[];
    readonly documents?: readonly Omit<OverdueReview, 'kind' | 'due'>[];
  },
  { breakGlassDays, documentDays }: ReviewSettings,
  now: number,
): readonly OverdueReview[] {
  const glasses = waiting.glasses.map(({ glass, opened, actor }): OverdueReview => {
    return { kind: 'BREAK_GLASS', id: glass, since: opened, due: opened + breakGlassDays * DAY_MS, actor };
  });
  const documents = (waiting.documents ?? []).map((document): OverdueReview => {
    return { kind: 'DOCUMENT', ...document, due: document.since + documentDays * DAY_MS };
  });
  return [...glasses, ...documents].filter(({ due }) => due < now).toSorted((a, b) => a.due - b.due);
}
