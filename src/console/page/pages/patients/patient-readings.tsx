import { useState } from 'preact/hooks';
import { type ConsolePatientReadingsQuery, patientReadings } from '../../generated/patients-readings.ts';
import { Amount } from '../../parts/amount.tsx';
import { Badge } from '../../parts/badge.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Pager } from '../../parts/pager.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { usePages } from '../../use-pages.ts';
import type { AskedPatient } from './asked-patient.ts';

type Reading = NonNullable<
  NonNullable<ConsolePatientReadingsQuery['ledger']>['readings']
>['edges'][number]['node'];

const FORMS = [
  ['timeline', 'Time line'],
  ['table', 'Table'],
] as const;

const COLUMNS: readonly Column<Reading>[] = [
  { head: 'Time', cell: ({ time }) => <Moment at={time} />, sort: ({ time }) => time },
  { head: 'Actor', cell: ({ actor }) => who(actor), sort: ({ actor }) => actor ?? '' },
  { head: 'Role', cell: ({ roles }) => roles.join(', '), sort: ({ roles }) => roles.join() },
  { head: 'Purpose', cell: ({ purposes }) => purposes.join(', '), sort: ({ purposes }) => purposes.join() },
  { head: 'Kinds of data', cell: ({ categories }) => kinds(categories), isWide: true },
  {
    head: 'Fields',
    cell: ({ fields }) => <Amount of={fields} />,
    sort: ({ fields }) => fields,
    isNumber: true,
  },
  { head: 'Application', cell: ({ client }) => client ?? '', sort: ({ client }) => client ?? '' },
  { head: 'Marks', cell: (reading) => <Marks of={reading} /> },
];

/** One line for each operation in which something of the record was read. */
export function PatientReadings({ asked }: { readonly asked: AskedPatient }) {
  const [form, setForm] = useState('timeline');
  const pages = usePages(patientReadings, asked, (data) => data.ledger?.readings);
  const { rows } = pages;
  return (
    <Section
      title="Who looked at this record"
      about="Newest first: one line for each operation that read something of it."
      actions={<Choice label="As" value={form} onChange={setForm} options={FORMS} />}
    >
      {rows?.length === 0 && (
        <Empty>
          Nobody read anything of this record in that time, as far as this tenant’s ledger goes. An id that is
          nobody’s looks the same.
        </Empty>
      )}
      {rows !== null && rows.length > 0 && form === 'timeline' && (
        <Timeline
          label="Readings of this record"
          items={rows.map((reading) => ({
            key: JSON.stringify(reading),
            at: reading.time,
            title: (
              <>
                <strong>{who(reading.actor)}</strong>, {reading.roles.join(', ')}, for{' '}
                {reading.purposes.join(', ')} <Marks of={reading} />
              </>
            ),
            text: (
              <>
                {kinds(reading.categories)}: <Amount of={reading.fields} />{' '}
                {reading.fields === 1 ? 'field' : 'fields'}
                {reading.client === null ? '' : `, through ${reading.client}`}
              </>
            ),
            tone: reading.breakGlass ? 'bad' : 'neutral',
          }))}
        />
      )}
      {rows !== null && rows.length > 0 && form === 'table' && (
        <Table
          caption="Readings of this record"
          isCaptionHidden
          columns={COLUMNS}
          rows={rows}
          keyOf={(reading) => JSON.stringify(reading)}
        />
      )}
      <Pager pages={pages} what="readings" />
    </Section>
  );
}

function Marks({ of: { breakGlass, insight } }: { readonly of: Reading }) {
  return (
    <>
      {breakGlass && <Badge tone="bad">break-glass</Badge>}{' '}
      {insight && <Badge tone="info">for an insight</Badge>}
    </>
  );
}

function who(actor: string | null): string {
  return actor ?? 'nobody known';
}

function kinds(categories: readonly string[]): string {
  return categories.length === 0
    ? 'kind not stated'
    : categories.join(', ').toLowerCase().replaceAll('_', ' ');
}
