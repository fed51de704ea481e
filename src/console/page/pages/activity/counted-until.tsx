import { Moment } from '../../parts/moment.tsx';
import type { Activity } from './plot-series.ts';

export interface CountedUntilProps {
  readonly activity: Pick<Activity, 'asOf' | 'complete' | 'days'>;
  /** Counts again. */
  readonly onAgain: () => void;
}

/** What is in the sums and what may not be, in words. */
export function CountedUntil({ activity: { asOf, complete, days }, onAgain }: CountedUntilProps) {
  const last = days.at(-1);
  return (
    <>
      {!complete && (
        <div class="notice incomplete" role="status">
          <p>
            <strong>Not complete.</strong> Something of this time may be missing from the sums: it was pruned
            after its retention, cannot be read, or is not taken in yet.
          </p>
          <button type="button" onClick={onAgain}>
            Count again
          </button>
        </div>
      )}
      <p class="quiet">
        {asOf === null ? (
          'Nothing is in the log yet.'
        ) : (
          <>
            Counted: what was in the log by <Moment at={asOf} />.
          </>
        )}{' '}
        Days are in UTC{last !== undefined && `; the last, ${last}, is not over`}.
      </p>
    </>
  );
}
