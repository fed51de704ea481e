import { useState } from 'preact/hooks';
import type { AskFailure } from '../../ask.ts';
import { useConsole } from '../../console-context.ts';
import { assignFinding } from '../../generated/findings-assign.ts';
import { closeFinding } from '../../generated/findings-close.ts';
import { reopenFinding } from '../../generated/findings-reopen.ts';
import type { FindingVerdict } from '../../generated/schema-types.ts';
import { Failure } from '../../parts/failure.tsx';
import { SelectField } from '../../parts/select-field.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAct } from '../../use-act.ts';
import type { WholeFinding } from './finding-detail.tsx';
import { VERDICTS } from './finding-words.ts';

/** Who takes it, and what is made of it. The gateway decides who may; here it is told before. */
export function FindingJudgement({
  finding,
  onChanged,
  onStale,
}: {
  readonly finding: WholeFinding;
  readonly onChanged: () => void;
  /** Somebody else changed it meanwhile. */
  readonly onStale: () => void;
}) {
  const { me } = useConsole();
  const [assignee, setAssignee] = useState('');
  const [verdict, setVerdict] = useState<FindingVerdict>('EXPECTED');
  const assign = useAct(assignFinding);
  const close = useAct(closeFinding);
  const reopen = useAct(reopenFinding);
  if (!me.roles.includes('PRIVACY_OFFICER')) {
    return <p class="quiet">Privacy officers judge findings; you read them.</p>;
  }
  if (finding.actor === me.id) {
    return <p class="quiet">This finding is about you: another privacy officer has to judge it.</p>;
  }
  const { id, version, state } = finding;
  const busy = assign.busy || close.busy || reopen.busy;
  const settle = ({ failure }: { readonly failure: AskFailure | null }) => {
    if (failure === null) onChanged();
  };
  const take = async (who: string) => settle(await assign.run({ id, version, assignee: who }));
  const failure = assign.failure ?? close.failure ?? reopen.failure;
  return (
    <>
      <h3>What becomes of it</h3>
      {state === 'CLOSED' ? (
        <div class="actions">
          <button
            type="button"
            disabled={busy}
            onClick={async () => settle(await reopen.run({ id, version }))}
          >
            Open it again
          </button>
        </div>
      ) : (
        <>
          <div class="fields">
            <button type="button" class="primary" disabled={busy} onClick={() => void take(me.id)}>
              I look into it
            </button>
            <TextField
              label="Somebody else"
              value={assignee}
              onInput={setAssignee}
              placeholder="Sign-in id"
            />
            <button
              type="button"
              disabled={busy || assignee.trim() === ''}
              onClick={() => void take(assignee.trim())}
            >
              Hand over
            </button>
          </div>
          <div class="fields">
            <SelectField
              label="Judged to be"
              value={verdict}
              onChange={(value) => setVerdict(VERDICTS.find(([code]) => code === value)?.[0] ?? verdict)}
              options={VERDICTS}
            />
            <button
              type="button"
              disabled={busy}
              onClick={async () => settle(await close.run({ id, version, verdict }))}
            >
              Close with this
            </button>
          </div>
        </>
      )}
      {failure !== null && <Failure failure={failure} onAgain={onStale} />}
    </>
  );
}
