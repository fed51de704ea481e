import { type ConsoleFindingQuery, finding as findingDocument } from '../../generated/findings-one.ts';
import { Amount } from '../../parts/amount.tsx';
import { Badge } from '../../parts/badge.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { useAnswer } from '../../use-answer.ts';
import { FindingEvidence } from './finding-evidence.tsx';
import { FindingJudgement } from './finding-judgement.tsx';
import {
  DETECTORS,
  detectorTitle,
  fromNow,
  SEVERITY_TONES,
  STATE_TONES,
  verdictTitle,
} from './finding-words.ts';

export type WholeFinding = NonNullable<ConsoleFindingQuery['finding']>;

/** One finding: what was seen, what is due, and what becomes of it. */
export function FindingDetail({
  id,
  onClose,
  onChanged,
}: {
  readonly id: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}) {
  const { data, failure, loading, refresh } = useAnswer(findingDocument, { id });
  const close = (
    <button type="button" onClick={onClose}>
      Back to the queue
    </button>
  );
  if (failure !== null) {
    return (
      <Section title="Finding" actions={close}>
        <Failure failure={failure} onAgain={refresh} />
      </Section>
    );
  }
  const found = data?.finding ?? null;
  if (found === null) {
    return (
      <Section title="Finding" actions={close}>
        {loading ? <Loading label="Reading the finding" /> : <Empty>There is no such finding here.</Empty>}
      </Section>
    );
  }
  const changed = () => {
    refresh();
    onChanged();
  };
  return (
    <>
      <Section title={detectorTitle(found.detector)} actions={close}>
        <Facts facts={factsOf(found)} />
        <Clocks of={found} />
        <FindingJudgement finding={found} onChanged={changed} onStale={refresh} />
      </Section>
      <FindingEvidence finding={found} />
    </>
  );
}

function factsOf(found: WholeFinding) {
  const { severity, state, assignee, verdict, actor, subject, from, to, sightings, changed, by } = found;
  const counts = DETECTORS[found.detector]?.counts ?? null;
  return [
    [
      'Severity',
      <Badge key="severity" tone={SEVERITY_TONES[severity]}>
        {severity.toLowerCase()}
      </Badge>,
    ],
    [
      'State',
      <>
        <Badge tone={STATE_TONES[state]}>{state.toLowerCase()}</Badge>{' '}
        {verdict === null ? (assignee ?? '') : `${verdictTitle(verdict)}, by ${assignee ?? by}`}
      </>,
    ],
    ['Actor', actor ?? 'the organization as a whole'],
    ['Patient', subject ?? 'several, or none'],
    [
      'Seen',
      <>
        <Moment at={from} /> to <Moment at={to} />
      </>,
    ],
    ['Operations', <Amount key="operations" of={sightings} />],
    ...(counts === null
      ? []
      : [['Counted', `${found.measured} ${counts}; ${found.allowed} are usual`] as const]),
    [
      'Last change',
      <>
        <Moment at={changed} /> by {by}
      </>,
    ],
  ] as const;
}

/** What is due when, should it be a breach. */
function Clocks({ of: { clocks, verdict } }: { readonly of: WholeFinding }) {
  const now = Date.now();
  if (clocks.length === 0) return <p class="quiet">Nothing was given, so no notice can be due.</p>;
  return (
    <>
      <h3>{verdict === 'BREACH' ? 'Notices that are due' : 'Notices that are due if it is a breach'}</h3>
      <Facts
        facts={clocks.map(({ rule, due }) => [
          rule,
          <>
            <Moment at={due} />{' '}
            {Date.parse(due) < now ? (
              <Badge tone="bad">overdue, {fromNow(due, now)}</Badge>
            ) : (
              <Badge tone="info">{fromNow(due, now)}</Badge>
            )}
          </>,
        ])}
      />
    </>
  );
}
