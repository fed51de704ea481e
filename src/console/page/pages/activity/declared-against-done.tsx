import { activityUsage } from '../../generated/activity-usage.ts';
import { Amount } from '../../parts/amount.tsx';
import { Figures } from '../../parts/figures.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { useAnswer } from '../../use-answer.ts';
import { daysBack } from './days-back.ts';
import { Denials } from './denials.tsx';
import { OverdueReviews } from './overdue-reviews.tsx';
import { sum } from './plot-series.ts';
import { PurposeMix } from './purpose-mix.tsx';
import { UnusedGrants } from './unused-grants.tsx';
import type { Usage } from './usage.ts';
import { UsageCells } from './usage-cells.tsx';
import { Waiting } from './waiting.tsx';

const DAYS = 90;
const NOT_YET = Object.freeze({ data: null, failure: null, loading: true, refresh: () => {} });

export interface DeclaredAgainstDoneProps {
  /** Nothing is asked before. */
  readonly isTurn: boolean;
}

/** What grants allow beside what was done with them, of the last 90 days. */
export function DeclaredAgainstDone({ isTurn }: DeclaredAgainstDoneProps) {
  const answer = useAnswer(activityUsage, isTurn ? { since: daysBack(DAYS, Date.now()) } : null);
  const usage = answer.data?.ledger?.usage ?? null;
  return (
    <>
      <Section
        title="Declared against done"
        about={`What the schema grants, beside what was used of it in the last ${DAYS} days.`}
      >
        <Waiting answer={isTurn ? answer : NOT_YET} label="Reading what was used" />
        {usage !== null && <Standing usage={usage} asOf={answer.data?.ledger?.asOf ?? null} />}
      </Section>
      {usage !== null && (
        <>
          <UnusedGrants grants={usage.unused} />
          <UsageCells cells={usage.cells} />
          <div class="columns">
            <Denials denials={usage.denials} />
            <OverdueReviews overdue={usage.overdue} />
          </div>
          <PurposeMix uses={usage.purposeMix} />
        </>
      )}
    </>
  );
}

function Standing({ usage, asOf }: { readonly usage: Usage; readonly asOf: string | null }) {
  const { cells, denials, overdue, purposeMix, since, knownSince, unused } = usage;
  const wholly = unused.filter(({ narrower }) => narrower === null).length;
  const isYounger = knownSince !== null && Date.parse(knownSince) - Date.parse(since) > 86_400_000;
  return (
    <>
      <Figures
        figures={[
          {
            label: 'Grants that give more than was used',
            value: <Amount of={unused.length} />,
            note: `${wholly} of them were not used at all`,
          },
          {
            label: 'Fields used',
            value: <Amount of={new Set(cells.map(({ coordinate }) => coordinate)).size} />,
            note: `by ${new Set(cells.map(({ role }) => role)).size} roles`,
          },
          { label: 'Fields refused', value: <Amount of={sum(denials.map(({ count }) => count))} /> },
          { label: 'Reviews overdue', value: <Amount of={overdue.length} /> },
          { label: 'Outside the purpose mix', value: <Amount of={purposeMix.length} /> },
        ]}
      />
      {knownSince === null && (
        <p class="notice" role="status">
          There is no record of this time: that a grant was not used says nothing yet.
        </p>
      )}
      {isYounger && (
        <p class="notice" role="status">
          The record begins on <Moment at={knownSince} dateOnly />: what was not used was not used so far, and
          not in {DAYS} days.
        </p>
      )}
      <p class="quiet">
        From <Moment at={since} dateOnly /> on
        {asOf !== null && (
          <>
            ; counted: what was in the log by <Moment at={asOf} />
          </>
        )}
        . Readings of the ledger are no use of a field.
      </p>
    </>
  );
}
