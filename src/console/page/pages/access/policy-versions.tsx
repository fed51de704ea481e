import { Badge } from '../../parts/badge.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import type { PolicyVersion } from './version-name.ts';

const COLUMNS: readonly Column<PolicyVersion>[] = [
  { head: 'Version', cell: ({ version }) => <code title={version}>{version.slice(0, 12)}</code> },
  { head: 'From', cell: ({ from }) => <Moment at={from} /> },
  { head: 'To', cell: ({ to }) => (to === null ? <Badge tone="good">in force</Badge> : <Moment at={to} />) },
  { head: 'Schema', cell: ({ schema }) => <code title={schema}>{schema.slice(0, 12)}</code> },
  { head: 'Organization’s file', cell: ({ overlay }) => <code title={overlay}>{overlay.slice(0, 12)}</code> },
];

/** Everything that was in force, as far as it is kept. */
export function PolicyVersions({ versions }: { readonly versions: readonly PolicyVersion[] }) {
  return (
    <Section
      title="Policies that were in force"
      about="Newest first. Events of the ledger bear the version they were decided under; hashes are SHA-256, shortened."
    >
      <Table
        caption="Policies that were in force"
        isCaptionHidden
        columns={COLUMNS}
        rows={versions}
        keyOf={({ from, version }) => `${from} ${version}`}
      />
    </Section>
  );
}
