import { useMemo } from 'preact/hooks';
import { type ConsoleFindingEvidenceQuery, findingEvidence } from '../../generated/findings-evidence.ts';
import { DecisionWord } from '../../parts/decision-word.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Pager } from '../../parts/pager.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { usePages } from '../../use-pages.ts';
import type { WholeFinding } from './finding-detail.tsx';

type Event = NonNullable<
  NonNullable<ConsoleFindingEvidenceQuery['ledger']>['events']
>['edges'][number]['node'];

/** Events are of the second of the last record, whole. */
const MARGIN = 1_000;

/** What the actor did in that time, as it is on record. */
export function FindingEvidence({ finding }: { readonly finding: WholeFinding }) {
  const { actor, subject, from, to, records } = finding;
  const variables = useMemo(
    () => ({
      filter: {
        ...(actor === null ? {} : { actor }),
        ...(subject === null ? {} : { patient: subject }),
        since: from,
        until: new Date(Date.parse(to) + MARGIN).toISOString(),
      },
    }),
    [actor, subject, from, to],
  );
  const pages = usePages(findingEvidence, variables, (data) => data.ledger?.events);
  const named = useMemo(() => new Set(records), [records]);
  const columns = useMemo(() => columnsOf(named), [named]);
  return (
    <Section
      title="What is on record of that time"
      about="The ledger’s own events, newest first. A dot marks records that the finding names; it names the first fifty."
    >
      {pages.rows !== null && pages.rows.length > 0 && (
        <Table
          caption="Events of the time of this finding"
          isCaptionHidden
          columns={columns}
          rows={pages.rows}
          keyOf={({ id }) => id}
        />
      )}
      <Pager pages={pages} what="events" />
    </Section>
  );
}

function columnsOf(named: ReadonlySet<string>): readonly Column<Event>[] {
  return [
    {
      head: 'Named',
      cell: ({ id }) =>
        named.has(id.split('.')[0] ?? '') ? (
          <span role="img" aria-label="named">
            ●
          </span>
        ) : (
          ''
        ),
    },
    { head: 'Time', cell: ({ time }) => <Moment at={time} /> },
    { head: 'Patient', cell: ({ subject }) => subject ?? '' },
    { head: 'Field', cell: ({ coordinate }) => <code>{coordinate ?? ''}</code>, isWide: true },
    { head: 'Purpose', cell: ({ purpose }) => purpose ?? '' },
    { head: 'Decision', cell: (event) => <DecisionWord event={event} /> },
    { head: 'Network', cell: ({ network }) => <code>{network?.slice(0, 8) ?? ''}</code> },
  ];
}
