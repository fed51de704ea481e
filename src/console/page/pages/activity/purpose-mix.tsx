import { Amount } from '../../parts/amount.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import type { Usage } from './usage.ts';

type Use = Usage['purposeMix'][number];

const COLUMNS: readonly Column<Use>[] = [
  { head: 'Actor', cell: ({ actor }) => actor, sort: ({ actor }) => actor },
  { head: 'Role', cell: ({ role }) => role, sort: ({ role }) => role },
  { head: 'Purpose', cell: ({ purpose }) => purpose, sort: ({ purpose }) => purpose },
  {
    head: 'Fields given',
    cell: ({ given }) => <Amount of={given} />,
    sort: ({ given }) => given,
    isNumber: true,
  },
  { head: 'Share', cell: ({ share }) => percent(share), sort: ({ share }) => share, isNumber: true },
  {
    head: 'Allowed',
    cell: ({ allowed }) => percent(allowed),
    sort: ({ allowed }) => allowed,
    isNumber: true,
  },
  {
    head: 'Usual in the role',
    cell: ({ usual }) => percent(usual),
    sort: ({ usual }) => usual,
    isNumber: true,
  },
];

/** Who read for a purpose more than the organization allows the role. */
export function PurposeMix({ uses }: { readonly uses: readonly Use[] }) {
  return (
    <Section
      title="Outside the declared purpose mix"
      about="Whose reading for a purpose is a larger share of all their reading than the organization’s file allows the role."
    >
      {uses.length === 0 ? (
        <Empty>Nobody, or the organization’s file declares no purpose mix.</Empty>
      ) : (
        <Table
          caption="Outside the declared purpose mix"
          isCaptionHidden
          columns={COLUMNS}
          rows={uses}
          keyOf={({ actor, role, purpose }) => `${actor} ${role} ${purpose}`}
        />
      )}
    </Section>
  );
}

function percent(share: number): string {
  return share.toLocaleString('en-GB', { style: 'percent', maximumFractionDigits: 1 });
}
