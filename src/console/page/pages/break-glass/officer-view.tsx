import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { overdueGlasses } from '../../generated/break-glass-overdue.ts';
import { glasses } from '../../generated/break-glass-queue.ts';
import type { BreakGlassState } from '../../generated/schema-types.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failure } from '../../parts/failure.tsx';
import { useAnswer } from '../../use-answer.ts';
import { usePages } from '../../use-pages.ts';
import { useParam } from '../../use-param.ts';
import { GlassDetail } from './glass-detail.tsx';
import { GlassQueue } from './glass-queue.tsx';
import type { Glass } from './glass-words.ts';

const NOTHING = Object.freeze({});

/** The queue of glasses and the one that is open. */
export function OfficerView() {
  const [state, setState] = useParam('state');
  const [id, setId] = useParam('id');
  const [judged, setJudged] = useState<Glass | null>(null);
  const [told, setTold] = useState('');
  const queue = useRef<HTMLDivElement>(null);
  const shown = state ?? 'OPEN';
  const pages = usePages(glasses, { state: stateOf(shown) }, (data) => data.breakGlassReviews);
  const overdue = useAnswer(overdueGlasses, NOTHING);
  const ids = useMemo(
    () =>
      overdue.data?.ledger?.usage == null
        ? null
        : new Set(
            overdue.data.ledger.usage.overdue
              .filter(({ kind, id: glass }) => kind === 'BREAK_GLASS' && glass !== judged?.fhirId)
              .map(({ id: glass }) => glass),
          ),
    [overdue.data, judged],
  );
  const open = useCallback(
    (glass: string) => {
      setTold('');
      setId(glass);
    },
    [setId],
  );
  // What was just judged is shown as the gateway gave it back, until the list is read anew.
  const listed = pages.rows?.find(({ fhirId }) => fhirId === id) ?? null;
  const glass = judged !== null && judged.fhirId === id ? judged : listed;
  const now = Date.now();
  return (
    <>
      <p role="status" class={told === '' ? 'hidden' : 'notice'}>
        {told}
      </p>
      {glass !== null && (
        <GlassDetail
          glass={glass}
          isOverdue={ids?.has(glass.fhirId) ?? false}
          now={now}
          onClose={() => {
            setId(null);
            setTold('');
            queue.current?.focus();
          }}
          onReviewed={(reviewed) => {
            setJudged(reviewed);
            setTold(
              reviewed === null
                ? 'This glass is gone with its patient, who was erased. Its record stays in the ledger.'
                : 'The verdict is recorded.',
            );
            pages.refresh();
            overdue.refresh();
          }}
          onStale={() => {
            setTold('Somebody else has reviewed this glass; what they found stands here.');
            setState('ALL');
            pages.refresh();
            overdue.refresh();
          }}
        />
      )}
      {id !== null && glass === null && pages.rows !== null && !pages.loading && (
        <Empty>
          The glass of this address is not among those listed below. Show all, and more of them, to look
          further back.
        </Empty>
      )}
      {overdue.failure !== null && (
        <>
          <p class="quiet">Which reviews are overdue is not known at the moment.</p>
          <Failure failure={overdue.failure} onAgain={overdue.refresh} />
        </>
      )}
      {/* Whoever comes back from one goes on among the others. */}
      <div ref={queue} tabIndex={-1} class="opened">
        <GlassQueue
          pages={pages}
          state={shown}
          onState={setState}
          open={id}
          onOpen={open}
          overdue={ids}
          now={now}
        />
      </div>
    </>
  );
}

function stateOf(text: string): BreakGlassState | null {
  return text === 'OPEN' || text === 'REVIEWED' ? text : null;
}
