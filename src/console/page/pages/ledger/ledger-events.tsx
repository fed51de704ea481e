import { useMemo, useState } from 'preact/hooks';
import {
  type AccessDecision,
  type ConsoleLedgerEventsQuery,
  type LedgerFilter,
  ledgerEvents,
} from '../../generated/ledger-events.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Pager } from '../../parts/pager.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { usePages } from '../../use-pages.ts';

type Event = NonNullable<NonNullable<ConsoleLedgerEventsQuery['ledger']>['events']>['edges'][number]['node'];

const TONES: Readonly<Record<AccessDecision, Tone>> = Object.freeze({
  PERMIT: 'good',
  MASK: 'info',
  DENY: 'bad',
});
const WORDS: Readonly<Record<AccessDecision, string>> = Object.freeze({
  PERMIT: 'whole',
  MASK: 'masked',
  DENY: 'refused',
});

const COLUMNS: readonly Column<Event>[] = [
  { head: 'Time', cell: ({ time }) => <Moment at={time} /> },
  { head: 'Actor', cell: ({ actor }) => actor ?? <span class="quiet">nobody known</span> },
  { head: 'Role', cell: ({ roles }) => roles.join(', ') },
  { head: 'Purpose', cell: ({ purpose }) => purpose ?? '' },
  { head: 'Field', cell: ({ coordinate }) => <code>{coordinate ?? ''}</code>, isWide: true },
  { head: 'Patient', cell: ({ subject }) => subject ?? '' },
  {
    head: 'Decision',
    cell: ({ kind, decision, reason }) =>
      kind === 'PRIVILEGED' ? (
        <Badge>act</Badge>
      ) : (
        <>
          <Badge tone={TONES[decision]}>{WORDS[decision]}</Badge>{' '}
          <span class="quiet">{reason.toLowerCase().replaceAll('_', ' ')}</span>
        </>
      ),
  },
  { head: 'Count', cell: ({ count }) => count, isNumber: true },
];

const KINDS = [
  ['', 'All'],
  ['OPERATION', 'Fields read'],
  ['REFUSAL', 'Refused requests'],
  ['PRIVILEGED', 'Privileged acts'],
] as const;

export function LedgerEvents() {
  const [kind, setKind] = useState('');
  const variables = useMemo(() => ({ filter: filterOf(kind) }), [kind]);
  const pages = usePages(ledgerEvents, variables, (data) => data.ledger?.events);
  return (
    <Section title="Events" about="Newest first. One line for each field that was read, refused or acted on.">
      <Choice label="Kind" value={kind} onChange={setKind} options={KINDS} />
      {pages.rows !== null && (
        <Table
          caption="Events of the ledger"
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

function filterOf(kind: string): LedgerFilter | null {
  return kind === 'OPERATION' || kind === 'REFUSAL' || kind === 'PRIVILEGED' ? { kind } : null;
}
