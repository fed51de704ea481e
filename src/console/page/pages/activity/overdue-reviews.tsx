import { useConsole } from '../../console-context.ts';
import type { OverdueKind } from '../../generated/schema-types.ts';
import { Empty } from '../../parts/empty.tsx';
import { Link } from '../../parts/link.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import type { Usage } from './usage.ts';

type Overdue = Usage['overdue'][number];

const KINDS: Readonly<Record<OverdueKind, string>> = Object.freeze({
  BREAK_GLASS: 'Opened glass',
  INSIGHT: 'Insight',
  DOCUMENT: 'Document',
});

/** What waits for its review longer than it may. */
export function OverdueReviews({ overdue }: { readonly overdue: readonly Overdue[] }) {
  const { me } = useConsole();
  const isOfficer = me.roles.includes('PRIVACY_OFFICER');
  const columns: readonly Column<Overdue>[] = [
    { head: 'What', cell: ({ kind }) => KINDS[kind], sort: ({ kind }) => kind },
    {
      head: 'Id',
      cell: ({ kind, id }) => {
        const to = isOfficer ? reviewedAt(kind, id) : null;
        return to === null ? <code>{id}</code> : <Link to={to}>{id}</Link>;
      },
    },
    { head: 'By', cell: ({ actor }) => actor ?? '', sort: ({ actor }) => actor ?? '' },
    { head: 'Since', cell: ({ since }) => <Moment at={since} dateOnly />, sort: ({ since }) => since },
    { head: 'Due', cell: ({ due }) => <Moment at={due} dateOnly />, sort: ({ due }) => due },
  ];
  return (
    <Section title="Reviews overdue" about="The organization’s file says how long each may wait.">
      {overdue.length === 0 ? (
        <Empty>Nothing waits longer than it may.</Empty>
      ) : (
        <div class="tall">
          <Table
            caption="Reviews overdue"
            isCaptionHidden
            columns={columns}
            rows={overdue}
            keyOf={({ kind, id }) => `${kind} ${id}`}
          />
        </div>
      )}
    </Section>
  );
}

/** The page on which an officer reviews it; `null`: clinicians do, elsewhere. */
function reviewedAt(kind: OverdueKind, id: string): string | null {
  if (kind === 'BREAK_GLASS') return `break-glass?${new URLSearchParams({ id })}`;
  if (kind === 'INSIGHT') return null;
  const at = id.lastIndexOf('/');
  return `documents?${new URLSearchParams({ client: id.slice(0, at), id: id.slice(at + 1) })}`;
}
