import { useState } from 'preact/hooks';
import type { Ask, AskFailure } from '../../ask.ts';
import { useConsole } from '../../console-context.ts';
import { approveDocument } from '../../generated/documents-approve.ts';
import { rejectDocument } from '../../generated/documents-reject.ts';
import { retireDocument } from '../../generated/documents-retire.ts';
import type { DocumentStatus } from '../../generated/schema-types.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { WholeDocument } from './document-detail.tsx';
import { titleOf } from './document-words.ts';
import type { ReviewAct } from './review-acts.ts';
import { ReviewFailure } from './review-failure.tsx';

const LONGEST = 500;

export interface DocumentReviewProps {
  readonly document: WholeDocument;
  /** `null`: nothing is being decided. */
  readonly act: ReviewAct | null;
  readonly onClose: () => void;
  /** In words. */
  readonly onChanged: (what: string) => void;
}

/** A decision on what has been read, and the reason for it. */
export function DocumentReview({ document, act, onClose, onChanged }: DocumentReviewProps) {
  return (
    <Dialog title={`${act?.title ?? 'Review'} ${titleOf(document)}`} open={act !== null} onClose={onClose}>
      {act !== null && <Form document={document} act={act} onChanged={onChanged} />}
    </Dialog>
  );
}

function Form({
  document,
  act,
  onChanged,
}: Pick<DocumentReviewProps, 'document' | 'onChanged'> & { readonly act: ReviewAct }) {
  const { ask } = useConsole();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const { length } = [...reason.trim()];
    if (act.needsReason && length === 0) return setMissing('Say why: it stands beside the document.');
    if (length > LONGEST)
      return setMissing(`The reason has ${length} characters; at most ${LONGEST} are kept.`);
    setMissing(null);
    setFailure(null);
    setBusy(true);
    const { id, client, status: expected, footprint } = document;
    const same = { id, client, expected, reason };
    const answer = await decide(ask, act.verb, same, footprint.hash);
    setBusy(false);
    setFailure(answer.failure);
    if (answer.failure === null) {
      onChanged(`${titleOf(document)}: ${answer.isThere ? act.done : 'it is not there any more.'}`);
    }
  };
  return (
    <form class="form" onSubmit={(event) => void send(event)}>
      <p>{act.about}</p>
      <TextField
        label={act.needsReason ? 'Reason' : 'Reason (may be left out)'}
        value={reason}
        onInput={setReason}
        hint="One line, and no patient’s name: it stands beside the document, for whoever publishes it."
      />
      {failure !== null && (
        <ReviewFailure failure={failure} onRead={() => onChanged('Read again, as it stands now.')} />
      )}
      {missing !== null && (
        <p class="missing" role="alert">
          {missing}
        </p>
      )}
      <div class="actions">
        <button type="submit" class={act.look} disabled={busy || failure?.code === 'CONFLICT'}>
          {busy ? 'Recording…' : act.title}
        </button>
      </div>
    </form>
  );
}

interface Decided {
  readonly failure: AskFailure | null;
  readonly isThere: boolean;
}

/** On what was read: its status, and for an approval the footprint. */
async function decide(
  ask: Ask,
  verb: ReviewAct['verb'],
  same: {
    readonly id: string;
    readonly client: string;
    readonly expected: DocumentStatus;
    readonly reason: string;
  },
  footprint: string,
): Promise<Decided> {
  if (verb === 'approve') {
    const { data, failure } = await ask(approveDocument, { ...same, footprint });
    return { failure, isThere: data?.approveDocument != null };
  }
  if (verb === 'reject') {
    const { data, failure } = await ask(rejectDocument, same);
    return { failure, isThere: data?.rejectDocument != null };
  }
  const { data, failure } = await ask(retireDocument, same);
  return { failure, isThere: data?.retireDocument != null };
}
