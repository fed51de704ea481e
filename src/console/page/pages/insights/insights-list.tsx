import { useMemo } from 'preact/hooks';
import { type ConsoleInsightsQuery, insights } from '../../generated/insights-oversight.ts';
import type { OversightState } from '../../generated/schema-types.ts';
import { Badge } from '../../parts/badge.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Pager } from '../../parts/pager.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { sinceWords } from '../../span-words.ts';
import { usePages } from '../../use-pages.ts';
import { useParam } from '../../use-param.ts';
import { kindReviewers, kindTitle, STATE_TONES, stateWord } from './insight-words.ts';

type Row = NonNullable<ConsoleInsightsQuery['insightOversight']>['edges'][number]['node'];

const STATES = [
  ['DRAFT', 'Wait for review'],
  ['CONFIRMED', 'Confirmed'],
  ['EDITED', 'Changed'],
  ['REJECTED', 'Rejected'],
  ['ALL', 'All'],
] as const;

/** Newest first. */
export function InsightsList() {
  const [named, setState] = useParam('state');
  const [linked] = useParam('id');
  const state = named ?? (linked === null ? 'DRAFT' : 'ALL');
  const pages = usePages(insights, { state: stateOf(state) }, (data) => data.insightOversight);
  const columns = useMemo(() => columnsOf(Date.now()), []);
  const late = pages.rows?.filter(({ overdue }) => overdue).length ?? 0;
  return (
    <Section
      title="Insights under review"
      about="Nothing of what they say, of their evidence or of the patient. Confirming, changing and rejecting means reading them, so that is for those who treat, code or coordinate, in their own applications; what came of it stands here."
      actions={late > 0 && <Badge tone="bad">{late} overdue among those shown</Badge>}
    >
      <Choice label="Show" value={state} onChange={setState} options={STATES} />
      {pages.rows !== null && pages.rows.length > 0 && (
        <Table
          caption="Insights under review"
          isCaptionHidden
          columns={columns}
          rows={pages.rows}
          keyOf={({ id }) => id}
          isCurrent={({ id }) => id === linked}
        />
      )}
      <Pager pages={pages} what={state === 'DRAFT' ? 'insights that wait' : 'insights'} />
    </Section>
  );
}

function columnsOf(now: number): readonly Column<Row>[] {
  return [
    {
      head: 'Kind',
      cell: ({ useCase, coordinate, id }) => (
        <>
          {kindTitle(useCase)}
          <small>
            <code>{coordinate}</code>
          </small>
          <small>
            <code>{id}</code>
          </small>
        </>
      ),
      sort: ({ useCase }) => kindTitle(useCase),
      isWide: true,
    },
    {
      head: 'Review',
      cell: (row) => <Review of={row} now={now} />,
      sort: ({ reviewState, createdAt }) => `${reviewState} ${createdAt}`,
    },
    {
      head: 'Written',
      cell: ({ createdAt }) => <Moment at={createdAt} />,
      sort: ({ createdAt }) => createdAt,
    },
    {
      head: 'Model, guardrail',
      cell: ({ model, guardrail }) => (
        <>
          {model}
          <small>{guardrail}</small>
        </>
      ),
      sort: ({ model, guardrail }) => `${model} ${guardrail}`,
    },
    {
      head: 'Grounded',
      cell: ({ groundingScore }) => <Grounded score={groundingScore} />,
      sort: ({ groundingScore }) => groundingScore ?? -1,
      isNumber: true,
    },
  ];
}

function Grounded({ score }: { readonly score: number | null }) {
  if (score === null) return <span class="quiet">not told</span>;
  return (
    <>
      <meter min={0} max={1} value={score} aria-hidden="true" /> {score.toFixed(2)}
    </>
  );
}

function Review({ of: row, now }: { readonly of: Row; readonly now: number }) {
  const { reviewState, overdue, createdAt, reviewer, reviewedAt, useCase } = row;
  if (reviewState === 'DRAFT') {
    return (
      <>
        <Badge tone={overdue ? 'bad' : 'warn'}>{overdue ? 'overdue' : stateWord(reviewState)}</Badge>{' '}
        <span class="quiet">for {sinceWords(createdAt, now)}</span>
        <small>with {kindReviewers(useCase)}</small>
      </>
    );
  }
  return (
    <>
      <Badge tone={STATE_TONES[reviewState]}>{stateWord(reviewState)}</Badge> {reviewer ?? ''}
      <small>
        <Moment at={reviewedAt} />
      </small>
    </>
  );
}

function stateOf(text: string): OversightState | null {
  return text === 'DRAFT' || text === 'CONFIRMED' || text === 'EDITED' || text === 'REJECTED' ? text : null;
}
