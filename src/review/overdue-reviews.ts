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

type Waiting = Omit<OverdueReview, 'kind' | 'due'>;

const DAY_MS = 86_400_000;

/** Those that are overdue, the longest first. */
export function overdueReviews(
  waiting: {
    readonly glasses: readonly UnreviewedGlass[];
    readonly insights?: readonly Waiting[];
    readonly documents?: readonly Waiting[];
  },
  { breakGlassDays, insightDays, documentDays }: ReviewSettings,
  now: number,
): readonly OverdueReview[] {
  const { glasses, insights = [], documents = [] } = waiting;
  const opened = glasses.map(({ glass, opened: since, actor }) => ({ id: glass, since, actor }));
  const of = (kind: OverdueReview['kind'], some: readonly Waiting[], days: number) =>
    some.map((one): OverdueReview => ({ kind, ...one, due: one.since + days * DAY_MS }));
  return [
    ...of('BREAK_GLASS', opened, breakGlassDays),
    ...of('INSIGHT', insights, insightDays),
    ...of('DOCUMENT', documents, documentDays),
  ]
    .filter(({ due }) => due < now)
    .toSorted((a, b) => a.due - b.due);
}
