import { Badge } from '../../parts/badge.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import type { AccessChange } from './access-changes.tsx';
import { NamesShown } from './names-shown.tsx';

export interface ChangesOfKindProps {
  readonly name: string;
  readonly about: string;
  readonly changes: readonly AccessChange[];
}

const COLUMNS: readonly Column<AccessChange>[] = [
  {
    head: 'What',
    cell: ({ coordinates, fails }) => (
      <>
        <NamesShown names={coordinates} what="fields" />
        {fails && (
          <>
            {' '}
            <Badge tone="bad">sign off</Badge>
          </>
        )}
      </>
    ),
    isWide: true,
  },
  { head: 'Who', cell: ({ roles }) => <NamesShown names={roles} what="roles" /> },
  { head: 'For', cell: ({ purposes }) => <NamesShown names={purposes} what="purposes" /> },
  { head: 'By', cell: ({ relationships }) => <NamesShown names={relationships} what="relationships" /> },
  { head: 'From', cell: ({ from, closes }) => <Side value={from} labels={closes} word="no longer" /> },
  { head: 'To', cell: ({ to, opens }) => <Side value={to} labels={opens} word="also" /> },
  {
    head: 'Where',
    cell: ({ new: after, old }) => (
      <>
        <Place at={old} word="was" />
        <Place at={after} word="is" />
      </>
    ),
  },
  {
    head: 'Touches',
    cell: ({ documents, insights }) => <Touched documents={documents} insights={insights} />,
  },
];

/** One kind of change. */
export function ChangesOfKind({ name, about, changes }: ChangesOfKindProps) {
  return (
    <section class="kind">
      <h3>
        {name} <span class="quiet">{about}</span>
      </h3>
      <Table
        caption={name}
        isCaptionHidden
        columns={COLUMNS}
        rows={changes}
        keyOf={(change) => JSON.stringify(change)}
      />
    </section>
  );
}

function Side({
  value,
  labels,
  word,
}: {
  readonly value: string;
  readonly labels: readonly string[];
  readonly word: string;
}) {
  return (
    <>
      {value}
      {labels.length > 0 && (
        <span class="quiet">
          {' '}
          {word} labelled <NamesShown names={labels} what="labels" />
        </span>
      )}
    </>
  );
}

function Place({
  at,
  word,
}: {
  readonly at: { readonly file: string; readonly line: number } | null;
  readonly word: string;
}) {
  if (at === null) return null;
  return (
    <p class="place">
      <span class="quiet">{word}</span>{' '}
      <code>
        {at.file}:{at.line}
      </code>
    </p>
  );
}

function Touched({ documents, insights }: Pick<AccessChange, 'documents' | 'insights'>) {
  if (documents.length + insights.length === 0) return <span class="quiet">nothing</span>;
  return (
    <>
      {documents.length > 0 && <NamesShown names={documents} what="documents" />}
      {insights.length > 0 && (
        <p>
          <NamesShown names={insights} what="insights" />
        </p>
      )}
    </>
  );
}
