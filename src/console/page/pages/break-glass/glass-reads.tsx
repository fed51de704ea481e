import { useState } from 'preact/hooks';
import { type ConsoleGlassUsesQuery, glassUses } from '../../generated/break-glass-uses.ts';
import type { LedgerFilter } from '../../generated/schema-types.ts';
import { Empty } from '../../parts/empty.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Pager } from '../../parts/pager.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { usePages } from '../../use-pages.ts';
import type { Glass } from './glass-words.ts';

export type GlassUse = NonNullable<
  NonNullable<ConsoleGlassUsesQuery['ledger']>['breakGlass']
>['edges'][number]['node'];

/** An operation that began while it was open ends as it began. */
const AFTERWARDS = 10 * 60_000;

const COLUMNS: readonly Column<GlassUse>[] = [
  { head: 'Time', cell: ({ time }) => <Moment at={time} /> },
  { head: 'Field', cell: ({ coordinate }) => <code>{coordinate ?? ''}</code>, isWide: true },
  { head: 'Kind of data', cell: ({ category }) => (category ?? '').toLowerCase().replaceAll('_', ' ') },
  {
    head: 'Row',
    cell: ({ resource: { type, id } }) => (type === null || id === null ? '' : `${type}/${id}`),
  },
];

/** What was read through a glass. Asked for by whoever wants it, since that look is on record too. */
export function GlassReads({ glass }: { readonly glass: Glass }) {
  const [isAsked, setAsked] = useState(false);
  const { actor, patient, openedAt, expiresAt } = glass;
  if (actor === null || patient === null || openedAt === null || expiresAt === null) return null;
  return (
    <>
      <h3>What was read through it</h3>
      {isAsked ? (
        <Reads
          filter={{
            ...{ actor, patient, kind: 'OPERATION', since: openedAt },
            until: new Date(Date.parse(expiresAt) + AFTERWARDS).toISOString(),
          }}
        />
      ) : (
        <div class="actions">
          <button type="button" onClick={() => setAsked(true)}>
            Look in the ledger
          </button>
          <span class="quiet">This look goes on record, with the patient’s id.</span>
        </div>
      )}
    </>
  );
}

function Reads({ filter }: { readonly filter: LedgerFilter }) {
  const pages = usePages(glassUses, { filter }, (data) => data.ledger?.breakGlass);
  if (pages.rows?.length === 0 && !pages.loading) {
    return <Empty>Nothing that only this glass opened was read, as far as the ledger’s index goes.</Empty>;
  }
  return (
    <>
      {pages.rows !== null && (
        <Table
          caption="Fields read through this glass"
          isCaptionHidden
          columns={COLUMNS}
          rows={pages.rows}
          keyOf={({ id }) => id}
        />
      )}
      <Pager pages={pages} what="fields" />
    </>
  );
}
