import type { Pages } from '../use-pages.ts';
import { Failure } from './failure.tsx';
import { Loading } from './loading.tsx';

export interface PagerProps {
  readonly pages: Pick<Pages<unknown>, 'rows' | 'failure' | 'loading' | 'hasMore' | 'more' | 'refresh'>;
  /** What is listed, in the plural, such as `events`. */
  readonly what: string;
}

/** Below a list: what it waits for, why there is none, and the way to more of it. */
export function Pager({ pages: { rows, failure, loading, hasMore, more, refresh }, what }: PagerProps) {
  if (failure !== null) return <Failure failure={failure} onAgain={rows === null ? refresh : more} />;
  if (rows === null || loading) return <Loading label={`Reading ${what}`} />;
  if (rows.length === 0) {
    return (
      <p class="empty" role="status">
        No {what}.
      </p>
    );
  }
  return (
    <p class="pager">
      <span role="status">
        {what} shown: {rows.length.toLocaleString('en-GB')}
        {hasMore ? '' : ', these are all'}
      </span>
      {hasMore && (
        <button type="button" onClick={more}>
          Show more
        </button>
      )}
    </p>
  );
}
