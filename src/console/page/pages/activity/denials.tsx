import { Amount } from '../../parts/amount.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { sum } from './plot-series.ts';
import type { Usage } from './usage.ts';

type Denial = Usage['denials'][number];

/** The steps of the decision (docs/access-model.md), as somebody would say them. */
const WORDS: Readonly<Record<string, string>> = Object.freeze({
  ROLE: 'no grant for the role',
  PURPOSE: 'no grant for the purpose',
  SCOPE: 'the app’s scopes do not reach it',
  ASSURANCE: 'signed in with one factor',
  TENANT: 'the organization’s own file takes it away',
  RELATIONSHIP: 'no tie to the patient that the grant names',
  CONSENT: 'the patient’s consent withholds it',
  LABEL: 'labelled as sensitive, and no grant opens the label',
  ERROR: 'a fact could not be read, so nothing was given',
});

/** Why fields were refused. */
export function Denials({ denials }: { readonly denials: readonly Denial[] }) {
  const all = sum(denials.map(({ count }) => count));
  const columns: readonly Column<Denial>[] = [
    {
      head: 'Reason',
      cell: ({ reason }) => (
        <>
          {reason}
          {WORDS[reason] !== undefined && <span class="quiet"> {WORDS[reason]}</span>}
        </>
      ),
      sort: ({ reason }) => reason,
      isWide: true,
    },
    {
      head: 'Fields',
      cell: ({ count }) => <Amount of={count} />,
      sort: ({ count }) => count,
      isNumber: true,
    },
    {
      head: 'Share',
      cell: ({ count }) => `${((100 * count) / Math.max(1, all)).toFixed(1)} %`,
      isNumber: true,
    },
  ];
  return (
    <Section title="Refused, by reason">
      {denials.length === 0 ? (
        <Empty>No field was refused in this time.</Empty>
      ) : (
        <Table
          caption="Fields refused, by reason"
          isCaptionHidden
          columns={columns}
          rows={denials}
          keyOf={({ reason }) => reason}
        />
      )}
    </Section>
  );
}
