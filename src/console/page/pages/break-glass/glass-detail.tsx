import { useEffect, useRef, useState } from 'preact/hooks';
import { useConsole } from '../../console-context.ts';
import { Facts } from '../../parts/facts.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { OpenFor } from './glass-queue.tsx';
import { GlassReads } from './glass-reads.tsx';
import { GlassReview } from './glass-review.tsx';
import { GlassState } from './glass-state.tsx';
import { type Glass, reasonTitle } from './glass-words.ts';

export interface GlassDetailProps {
  readonly glass: Glass;
  readonly isOverdue: boolean;
  readonly now: number;
  readonly onClose: () => void;
  readonly onReviewed: (glass: Glass | null) => void;
  /** Somebody else has reviewed it meanwhile. */
  readonly onStale: () => void;
}

/** One glass: who opened what and why, what was read through it, and the verdict. */
export function GlassDetail({ glass, isOverdue, now, onClose, onReviewed, onStale }: GlassDetailProps) {
  const { me } = useConsole();
  const [isReviewing, setReviewing] = useState(false);
  const place = useRef<HTMLElement>(null);
  // Whoever opened it from below, or hears the page, is brought here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each glass anew
  useEffect(() => place.current?.focus(), [glass.fhirId]);
  const isOwn = glass.actor === me.id;
  const waits = glass.state === 'OPEN';
  return (
    <article ref={place} tabIndex={-1} class="opened" aria-label={`Glass of ${glass.actor ?? 'somebody'}`}>
      <Section
        title={`Opened by ${glass.actor ?? 'somebody'}`}
        actions={
          <>
            {waits && !isOwn && (
              <button type="button" class="primary" onClick={() => setReviewing(true)}>
                Review
              </button>
            )}
            <button type="button" onClick={onClose}>
              Back to the queue
            </button>
          </>
        }
      >
        {waits && isOwn && (
          <p class="notice">
            You opened this glass yourself, so it is not yours to judge: another privacy officer has to review
            it.
          </p>
        )}
        <Facts facts={factsOf(glass, isOverdue, now)} />
        <h3>Justification</h3>
        {glass.justification === null ? (
          <p class="quiet">Not shown: it goes with its patient, or this sign-in does not reach it.</p>
        ) : (
          <blockquote class="block">{glass.justification}</blockquote>
        )}
        {glass.comment !== null && (
          <>
            <h3>What the reviewer says</h3>
            <blockquote class="block">{glass.comment}</blockquote>
          </>
        )}
        <GlassReads key={glass.fhirId} glass={glass} />
      </Section>
      <GlassReview
        glass={glass}
        open={isReviewing}
        onClose={() => setReviewing(false)}
        onReviewed={(reviewed) => {
          setReviewing(false);
          onReviewed(reviewed);
        }}
        onStale={() => {
          setReviewing(false);
          onStale();
        }}
      />
    </article>
  );
}

function factsOf(glass: Glass, isOverdue: boolean, now: number) {
  const { roles, client, patient, reason, openedAt, reviewedAt, reviewer } = glass;
  return [
    ['Review', <GlassState key="review" of={glass} isOverdue={isOverdue} now={now} />],
    ...(reviewedAt === null
      ? []
      : [
          [
            'Reviewed',
            <>
              <Moment at={reviewedAt} /> by {reviewer ?? 'somebody'}
            </>,
          ] as const,
        ]),
    ['Role then', (roles ?? []).join(', ')],
    ['Through', client ?? 'not shown'],
    ['Patient', patient ?? 'not shown'],
    ['Reason', reasonTitle(reason)],
    ['Opened', <Moment key="opened" at={openedAt} />],
    ['Open for', <OpenFor key="for" glass={glass} now={now} />],
  ] as const;
}
