import { useMemo, useState } from 'preact/hooks';
import { useConsole } from '../../console-context.ts';
import { type ConsoleDocumentsQuery, documents } from '../../generated/documents-list.ts';
import { overdueDocuments } from '../../generated/documents-overdue.ts';
import type { DocumentStatus } from '../../generated/schema-types.ts';
import { Badge } from '../../parts/badge.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { SelectField } from '../../parts/select-field.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { sinceWords } from '../../span-words.ts';
import { useAnswer } from '../../use-answer.ts';
import { useParam } from '../../use-param.ts';
import { countWords, STATUS_TONES, statusWord, titleOf } from './document-words.ts';

type Row = NonNullable<ConsoleDocumentsQuery['documents']>[number];

const STATUSES = [
  ['PROPOSED', 'Wait for approval'],
  ['APPROVED', 'Approved'],
  ['REJECTED', 'Rejected'],
  ['RETIRED', 'Retired'],
  ['ALL', 'All'],
] as const;
const NOTHING = Object.freeze({});
/** Rows drawn before somebody asks for more: a tenant may have thousands. */
const AT_ONCE = 200;

export interface DocumentsListProps {
  /** `client/id` of the one that is open. */
  readonly open: string | null;
  readonly onOpen: (client: string, id: string) => void;
}

/** Every client's documents, by status. */
export function DocumentsList({ open, onOpen }: DocumentsListProps) {
  const { me } = useConsole();
  const [named, setStatus] = useParam('status');
  const [client, setClient] = useParam('application');
  const [most, setMost] = useState(AT_ONCE);
  const status = named ?? 'PROPOSED';
  const { data, failure, loading, refresh } = useAnswer(documents, { status: statusOf(status) });
  const overdue = useAnswer(overdueDocuments, NOTHING);
  const late = useMemo(
    () =>
      new Set(
        (overdue.data?.ledger?.usage?.overdue ?? [])
          .filter(({ kind }) => kind === 'DOCUMENT')
          .map(({ id }) => id),
      ),
    [overdue.data],
  );
  const columns = useMemo(() => columnsOf(onOpen, { late, me: me.id, now: Date.now() }), [onOpen, late, me]);
  const all = data?.documents ?? null;
  const clients = useMemo(() => [...new Set((all ?? []).map((one) => one.client))].toSorted(), [all]);
  const chosen = client !== null && clients.includes(client) ? client : '';
  const rows = (all ?? []).filter((one) => chosen === '' || one.client === chosen);
  return (
    <Section
      title="Documents"
      about="One operation of one application each. Only what is approved runs, and never with another text."
      actions={late.size > 0 && <Badge tone="bad">{late.size} overdue</Badge>}
    >
      <div class="fields">
        <Choice label="Status" value={status} onChange={setStatus} options={STATUSES} />
        <SelectField
          label="Application"
          value={chosen}
          onChange={setClient}
          options={[['', 'Any'], ...clients.map((one) => [one, one] as const)]}
        />
      </div>
      {failure !== null && <Failure failure={failure} onAgain={refresh} />}
      {failure === null && all === null && loading && <Loading label="Reading documents" />}
      {all !== null && rows.length > 0 && (
        <Table
          caption="Documents"
          isCaptionHidden
          columns={columns}
          rows={rows.slice(0, most)}
          keyOf={(row) => `${row.client}/${row.id}`}
          isCurrent={(row) => `${row.client}/${row.id}` === open}
        />
      )}
      {all !== null && (
        <p class="pager">
          <span role="status">{countOf(rows.length, most, status)}</span>
          {rows.length > most && (
            <button type="button" onClick={() => setMost(most + AT_ONCE)}>
              Show more
            </button>
          )}
        </p>
      )}
      {overdue.failure !== null && (
        <>
          <p class="quiet">Which of them are overdue is not known at the moment.</p>
          <Failure failure={overdue.failure} onAgain={overdue.refresh} />
        </>
      )}
    </Section>
  );
}

function countOf(count: number, most: number, status: string): string {
  if (count === 0) return status === 'PROPOSED' ? 'No document waits for approval.' : 'No such documents.';
  const shown = Math.min(count, most).toLocaleString('en-GB');
  return `Documents shown: ${shown}${count > most ? ` of ${count.toLocaleString('en-GB')}` : ', these are all'}`;
}

function columnsOf(
  onOpen: DocumentsListProps['onOpen'],
  { late, me, now }: { readonly late: ReadonlySet<string>; readonly me: string; readonly now: number },
): readonly Column<Row>[] {
  return [
    {
      head: 'Name',
      cell: (row) => (
        <>
          <button type="button" class="link" onClick={() => onOpen(row.client, row.id)}>
            {titleOf(row)}
          </button>
          <small>{row.kind}</small>
        </>
      ),
      sort: titleOf,
      isWide: true,
    },
    {
      head: 'Status',
      cell: (row) => <Status of={row} isLate={late.has(`${row.client}/${row.id}`)} now={now} />,
      sort: ({ status }) => status,
    },
    { head: 'Application', cell: ({ client }) => client, sort: ({ client }) => client },
    {
      head: 'Reach',
      cell: ({ difference: { widened, added }, footprint: { worstRows } }) => (
        <>
          {widened ? <Badge tone="warn">wider by {added.length}</Badge> : <Badge>as approved</Badge>}
          <small>
            {countWords(worstRows)} {worstRows === 1 ? 'row' : 'rows'} at most
          </small>
        </>
      ),
      sort: ({ footprint: { worstRows } }) => worstRows,
    },
    {
      head: 'Proposed',
      cell: ({ proposedAt, proposedBy }) => (
        <>
          <Moment at={proposedAt} dateOnly />
          <small>by {proposedBy === me ? 'you' : proposedBy}</small>
        </>
      ),
      sort: ({ proposedAt }) => proposedAt,
    },
  ];
}

/** One that waits again waits from the last judgement on. */
function Status({
  of: row,
  isLate,
  now,
}: {
  readonly of: Row;
  readonly isLate: boolean;
  readonly now: number;
}) {
  const { status, proposedAt, reviewedAt, reviewedBy } = row;
  const since = reviewedAt !== null && reviewedAt > proposedAt ? reviewedAt : proposedAt;
  return (
    <>
      <Badge tone={isLate ? 'bad' : STATUS_TONES[status]}>{wordOf(status, isLate)}</Badge>{' '}
      <span class="quiet">
        {status === 'PROPOSED' ? `for ${sinceWords(since, now)}` : (reviewedBy ?? '')}
      </span>
    </>
  );
}

function wordOf(status: DocumentStatus, isLate: boolean): string {
  if (isLate) return 'overdue';
  return status === 'PROPOSED' ? 'waits' : statusWord(status);
}

function statusOf(text: string): DocumentStatus | null {
  return text === 'PROPOSED' || text === 'APPROVED' || text === 'REJECTED' || text === 'RETIRED'
    ? text
    : null;
}
