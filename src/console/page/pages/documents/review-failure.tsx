import type { AskFailure } from '../../ask.ts';
import { Failure } from '../../parts/failure.tsx';

/** Why a decision was not taken. `onRead`: the document is read again. */
export function ReviewFailure({
  failure,
  onRead,
}: {
  readonly failure: AskFailure;
  readonly onRead: () => void;
}) {
  if (failure.code === 'CONFLICT') {
    return (
      <div class="failure" role="alert">
        <p>
          <strong>It is not what you have read.</strong> Somebody decided on it meanwhile, or schema or policy
          changed what it reaches. Nothing was decided.
        </p>
        <button type="button" onClick={onRead}>
          Read it again
        </button>
      </div>
    );
  }
  if (failure.code === 'FORBIDDEN') {
    return (
      <div class="failure" role="alert">
        <p>
          <strong>Not permitted.</strong> Nobody approves what they proposed themselves, and only privacy
          officers decide on documents.
        </p>
      </div>
    );
  }
  if (failure.code === 'BAD_USER_INPUT') {
    return (
      <div class="failure" role="alert">
        <p>
          <strong>It cannot be decided so.</strong> The reason has to be one line of plain text; or the
          document no longer fits the schema and has to be published again.
        </p>
      </div>
    );
  }
  return <Failure failure={failure} />;
}
