import { Badge } from '../../parts/badge.tsx';
import { sinceWords } from '../../span-words.ts';
import { type Glass, VERDICT_TONES, verdictTitle } from './glass-words.ts';

/** How far the review is, and whether it should be further. */
export function GlassState({
  of: { state, verdict, reviewer, openedAt },
  isOverdue,
  now,
}: {
  readonly of: Glass;
  readonly isOverdue: boolean;
  readonly now: number;
}) {
  if (verdict !== null) {
    return (
      <>
        <Badge tone={VERDICT_TONES[verdict]}>{verdictTitle(verdict).toLowerCase()}</Badge>{' '}
        <span class="quiet">{reviewer}</span>
      </>
    );
  }
  if (state === 'REVIEWED') return <Badge>reviewed</Badge>;
  return (
    <>
      {isOverdue ? <Badge tone="bad">overdue</Badge> : <Badge tone="warn">waits</Badge>}{' '}
      {openedAt !== null && <span class="quiet">for {sinceWords(openedAt, now)}</span>}
    </>
  );
}
