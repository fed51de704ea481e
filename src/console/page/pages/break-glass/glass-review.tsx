import { useState } from 'preact/hooks';
import { reviewGlass } from '../../generated/break-glass-review.ts';
import { Choice } from '../../parts/choice.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Failure } from '../../parts/failure.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAct } from '../../use-act.ts';
import { type Glass, VERDICTS } from './glass-words.ts';

const LONGEST = 2000;

export interface GlassReviewProps {
  readonly glass: Glass;
  readonly open: boolean;
  readonly onClose: () => void;
  /** `null`: its patient has been erased, and the glass with them. */
  readonly onReviewed: (glass: Glass | null) => void;
  readonly onStale: () => void;
}

/** A verdict and why. It is given once, so what is missing is said before it is sent. */
export function GlassReview({ glass, open, onClose, onReviewed, onStale }: GlassReviewProps) {
  return (
    <Dialog title={`Review the glass of ${glass.actor ?? 'somebody'}`} open={open} onClose={onClose}>
      <Form glass={glass} onReviewed={onReviewed} onStale={onStale} />
    </Dialog>
  );
}

function Form({ glass, onReviewed, onStale }: Pick<GlassReviewProps, 'glass' | 'onReviewed' | 'onStale'>) {
  const [verdict, setVerdict] = useState('');
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState<string | null>(null);
  const { run, busy, failure } = useAct(reviewGlass);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const chosen = VERDICTS.find(([code]) => code === verdict)?.[0];
    if (chosen === undefined) return setMissing('Choose a verdict first.');
    const { length } = [...comment.trim()];
    if (length === 0) return setMissing('Say why: the comment stands beside the verdict for good.');
    if (length > LONGEST)
      return setMissing(`The comment has ${length} characters; at most ${LONGEST} are kept.`);
    setMissing(null);
    const { data } = await run({ id: glass.id, verdict: chosen, comment });
    if (data !== null) onReviewed(data.reviewBreakGlass);
  };
  const isStale = failure?.code === 'CONFLICT';
  return (
    <form class="form" onSubmit={(event) => void send(event)}>
      <Choice label="Verdict" value={verdict} onChange={setVerdict} options={VERDICTS} />
      <TextField
        label="Comment"
        value={comment}
        onInput={setComment}
        rows={5}
        hint="Kept with the patient’s data, and not in the ledger."
      />
      {isStale && (
        <div class="failure" role="alert">
          <p>
            <strong>Somebody was faster.</strong> This glass has a verdict by now, and a verdict is given
            once.
          </p>
          <button type="button" onClick={onStale}>
            Read it again
          </button>
        </div>
      )}
      {failure?.code === 'FORBIDDEN' && (
        <div class="failure" role="alert">
          <p>
            <strong>Not permitted.</strong> Nobody reviews a glass that they opened themselves, and only
            privacy officers review any.
          </p>
        </div>
      )}
      {failure !== null && !isStale && failure.code !== 'FORBIDDEN' && <Failure failure={failure} />}
      {missing !== null && (
        <p class="missing" role="alert">
          {missing}
        </p>
      )}
      <div class="actions">
        <button type="submit" class="primary" disabled={busy || isStale}>
          {busy ? 'Recording…' : 'Record the verdict'}
        </button>
        <span class="quiet">It cannot be changed afterwards.</span>
      </div>
    </form>
  );
}
