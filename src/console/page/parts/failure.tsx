import { type AskFailure, failureText } from '../failure-text.ts';

export interface FailureProps {
  readonly failure: AskFailure;
  readonly onAgain?: () => void;
}

/** Why there is no answer, in plain words, and a way on where there is one. */
export function Failure({ failure, onAgain }: FailureProps) {
  const { title, text, again, reload = false } = failureText(failure);
  const wait = failure.retryAfter === null ? '' : ` Ask again in ${failure.retryAfter} seconds.`;
  return (
    <div class="failure" role="alert">
      <p>
        <strong>{title}.</strong> {text}
        {wait}
      </p>
      {again && onAgain !== undefined && (
        <button type="button" onClick={onAgain}>
          Try again
        </button>
      )}
      {reload && (
        <button type="button" onClick={() => window.location.reload()}>
          Load anew
        </button>
      )}
    </div>
  );
}
