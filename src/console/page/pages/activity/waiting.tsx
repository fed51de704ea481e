import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import type { Answered } from '../../use-answer.ts';

export interface WaitingProps {
  readonly answer: Pick<Answered<unknown>, 'data' | 'failure' | 'loading' | 'refresh'>;
  readonly label: string;
}

/** In place of what is not there yet, or cannot be. Keeps the room, so that nothing jumps. */
export function Waiting({ answer: { data, failure, loading, refresh }, label }: WaitingProps) {
  if (failure !== null) return <Failure failure={failure} onAgain={refresh} />;
  if (data !== null || !loading) return null;
  return (
    <div class="waiting">
      <Loading label={label} />
    </div>
  );
}
