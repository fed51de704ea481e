import { overdueGlasses } from '../../generated/break-glass-overdue.ts';
import { Badge } from '../../parts/badge.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { sinceWords } from '../../span-words.ts';
import { useAnswer } from '../../use-answer.ts';

interface Overdue {
  readonly id: string;
  readonly since: string;
  readonly due: string;
  readonly actor: string | null;
}

const NOTHING = Object.freeze({});

/** Glasses that nobody has reviewed within the days that the organization's file gives. */
export function OverdueGlasses() {
  const { data, failure, refresh } = useAnswer(overdueGlasses, NOTHING);
  const usage = data?.ledger?.usage ?? null;
  const rows = usage?.overdue.filter(({ kind }) => kind === 'BREAK_GLASS') ?? [];
  return (
    <Section
      title="Reviews overdue"
      about="Opened in the last 90 days, and without a review for longer than the organization’s file allows; the longest first."
    >
      {failure !== null && <Failure failure={failure} onAgain={refresh} />}
      {failure === null && usage === null && <Loading label="Reading the ledger" />}
      {usage !== null && rows.length === 0 && <Empty>No review of a glass is overdue.</Empty>}
      {rows.length > 0 && (
        <Table
          caption="Reviews overdue"
          isCaptionHidden
          columns={columnsOf(Date.now())}
          rows={rows}
          keyOf={({ id }) => id}
        />
      )}
    </Section>
  );
}

function columnsOf(now: number): readonly Column<Overdue>[] {
  return [
    { head: 'Opened by', cell: ({ actor }) => actor ?? '', sort: ({ actor }) => actor ?? '' },
    { head: 'Opened', cell: ({ since }) => <Moment at={since} />, sort: ({ since }) => since },
    {
      head: 'Was due',
      cell: ({ due }) => (
        <>
          <Moment at={due} dateOnly /> <Badge tone="bad">overdue for {sinceWords(due, now)}</Badge>
        </>
      ),
      sort: ({ due }) => due,
    },
    { head: 'Glass', cell: ({ id }) => <code>{id}</code>, isWide: true },
  ];
}
