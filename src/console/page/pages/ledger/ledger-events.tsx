import './ledger.css';
import { useMemo, useState } from 'preact/hooks';
import { ledgerEvents } from '../../generated/ledger-events.ts';
import { Choice } from '../../parts/choice.tsx';
import { DecisionWord } from '../../parts/decision-word.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Pager } from '../../parts/pager.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { usePages } from '../../use-pages.ts';
import { EventDialog, type LedgerEvent } from './event-dialog.tsx';
import { LedgerExport } from './ledger-export.tsx';
import { FilterFields, filterOf, KINDS, NO_FILTER } from './ledger-filter.tsx';

/** What stands in the record, narrowed as typed; each event opens with all that is known of it and its proof. */
export function LedgerEvents() {
  const [typed, setTyped] = useState(NO_FILTER);
  const [asked, setAsked] = useState(NO_FILTER);
  const [event, setEvent] = useState<LedgerEvent | null>(null);
  const variables = useMemo(() => ({ filter: filterOf(asked) }), [asked]);
  const pages = usePages(ledgerEvents, variables, (data) => data.ledger?.events);
  const columns = useMemo(() => columnsOf(setEvent), []);
  const ofKind = (kind: string) => {
    setTyped({ ...typed, kind });
    setAsked({ ...typed, kind });
  };
  const look = (submitted: SubmitEvent) => {
    submitted.preventDefault();
    setAsked(typed);
  };
  return (
    <Section title="Events" about="Newest first. One line for each field that was read, refused or acted on.">
      <Choice label="Kind" value={typed.kind} onChange={ofKind} options={KINDS} />
      <form class="fields ledger-filter" onSubmit={look}>
        <FilterFields typed={typed} onType={setTyped} />
        <button type="submit">Look</button>
      </form>
      <LedgerExport filter={variables.filter} />
      {pages.rows !== null && pages.rows.length > 0 && (
        <Table
          caption="Events of the ledger"
          isCaptionHidden
          columns={columns}
          rows={pages.rows}
          keyOf={({ id }) => id}
        />
      )}
      <Pager pages={pages} what="events" />
      <EventDialog event={event} onClose={() => setEvent(null)} />
    </Section>
  );
}

function columnsOf(open: (event: LedgerEvent) => void): readonly Column<LedgerEvent>[] {
  return [
    {
      head: 'Time',
      cell: (event) => (
        <button type="button" class="link" onClick={() => open(event)}>
          <Moment at={event.time} />
        </button>
      ),
    },
    { head: 'Actor', cell: ({ actor }) => actor ?? <span class="quiet">nobody known</span> },
    { head: 'Role', cell: ({ roles }) => roles.join(', ') },
    { head: 'Purpose', cell: ({ purpose }) => purpose ?? '' },
    { head: 'Field', cell: ({ coordinate }) => <code>{coordinate ?? ''}</code>, isWide: true },
    { head: 'Patient', cell: ({ subject }) => subject ?? '' },
    { head: 'Decision', cell: (event) => <DecisionWord event={event} /> },
    { head: 'Count', cell: ({ count }) => count, isNumber: true },
  ];
}
