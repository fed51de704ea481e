import { useMemo } from 'preact/hooks';
import { type ConsolePatientEventsQuery, patientEvents } from '../../generated/patients-events.ts';
import { DecisionWord } from '../../parts/decision-word.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Pager } from '../../parts/pager.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { usePages } from '../../use-pages.ts';
import type { AskedPatient } from './asked-patient.ts';

type Event = NonNullable<NonNullable<ConsolePatientEventsQuery['ledger']>['events']>['edges'][number]['node'];

const COLUMNS: readonly Column<Event>[] = [
  { head: 'Time', cell: ({ time }) => <Moment at={time} /> },
  { head: 'Actor', cell: ({ actor }) => actor ?? <span class="quiet">nobody known</span> },
  { head: 'Role', cell: ({ roles }) => roles.join(', ') },
  { head: 'Purpose', cell: ({ purpose }) => purpose ?? '' },
  { head: 'Field', cell: ({ coordinate }) => <code>{coordinate ?? ''}</code>, isWide: true },
  {
    head: 'Row',
    cell: ({ resource: { type, id } }) => (type === null || id === null ? '' : `${type}/${id}`),
  },
  { head: 'Decision', cell: (event) => <DecisionWord event={event} /> },
  { head: 'Through', cell: ({ via, client }) => via ?? client ?? '' },
];

/** Every field of the record that was read, refused or acted on. */
export function PatientEvents({ asked: { patient, since, until } }: { readonly asked: AskedPatient }) {
  const variables = useMemo(() => ({ filter: { patient, since, until } }), [patient, since, until]);
  const pages = usePages(patientEvents, variables, (data) => data.ledger?.events);
  return (
    <Section title="Field by field" about="Newest first, with what was refused and what reviewers looked up.">
      {pages.rows !== null && (
        <Table
          caption="Events of this patient"
          isCaptionHidden
          columns={COLUMNS}
          rows={pages.rows}
          keyOf={({ id }) => id}
        />
      )}
      <Pager pages={pages} what="events" />
    </Section>
  );
}
