import { useMemo } from 'preact/hooks';
import { Figures } from '../../parts/figures.tsx';
import { Section } from '../../parts/section.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import type { WholeDocument } from './document-detail.tsx';
import { countWords } from './document-words.ts';
import { FootprintByRole } from './footprint-by-role.tsx';

type Footprint = WholeDocument['footprint'];
type Coordinate = Footprint['coordinates'][number];

const COLUMNS: readonly Column<Coordinate>[] = [
  {
    head: 'Field',
    cell: ({ coordinate }) => <code>{coordinate}</code>,
    sort: ({ coordinate }) => coordinate,
    isWide: true,
  },
  { head: 'Kind of data', cell: kindOf, sort: kindOf },
  {
    head: 'HIPAA identifier',
    cell: ({ identifier }) => words(identifier ?? ''),
    sort: ({ identifier }) => identifier ?? '',
  },
  { head: 'Labels', cell: ({ sensitivity }) => sensitivity.join(', ') },
];

/** All that it can ever touch, whoever runs it and whatever is stored. */
export function DocumentFootprint({ footprint }: { readonly footprint: Footprint }) {
  const { coordinates, filters, insights, mutations, worstPatients, worstRows } = footprint;
  const kinds = useMemo(
    () => [...new Set(coordinates.flatMap(({ categories }) => categories))].toSorted(),
    [coordinates],
  );
  return (
    <Section
      title="What it can reach"
      about="The worst case: whoever runs it, whatever its variables say, whatever is stored. Nothing here was run."
    >
      <Figures
        figures={[
          { label: 'Patients at most', value: countWords(worstPatients), note: 'in one run' },
          { label: 'Rows at most', value: countWords(worstRows), note: 'in one run' },
          { label: 'Protected fields', value: coordinates.length.toLocaleString('en-GB') },
          {
            label: 'Kinds of data',
            value: kinds.length.toLocaleString('en-GB'),
            note: kinds.map(words).join(', '),
          },
        ]}
      />
      <Names title="Finds or sorts by" names={filters} />
      <Names title="Fields that a model writes" names={insights} />
      <Names title="Changes" names={mutations} />
      {coordinates.length === 0 ? (
        <p>It reaches nothing of patients.</p>
      ) : (
        <>
          <FootprintByRole footprint={footprint} />
          <details>
            <summary>Its fields, with kind of data, identifier and labels</summary>
            <Table
              caption="Protected fields that it can reach"
              isCaptionHidden
              columns={COLUMNS}
              rows={coordinates}
              keyOf={({ coordinate }) => coordinate}
            />
          </details>
        </>
      )}
    </Section>
  );
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul class="names">
        {names.map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A row of several kinds is decided by all of them. */
function kindOf({ category, categories }: Coordinate): string {
  if (category !== null) return words(category);
  return `the row’s own: ${categories.length > 4 ? `one of ${categories.length}` : categories.map(words).join(', ')}`;
}

function words(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}
