import { useMemo, useState } from 'preact/hooks';
import { accessCell } from '../../generated/access-cell.ts';
import { Badge } from '../../parts/badge.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { byOutcome, type CellOfPurposes } from './cell-outcomes.ts';
import { decisionWord, TONES } from './cell-words.ts';
import { SourceLines } from './source-lines.tsx';

export interface CellPurposesProps {
  readonly coordinate: string | null;
  readonly category: string;
  readonly role: string;
  readonly version: string | null;
}

const COLUMNS: readonly Column<CellOfPurposes>[] = [
  { head: 'Purposes', cell: ({ purposes }) => purposes.join(', '), isWide: true },
  {
    head: 'Gets',
    cell: ({ decision, mask }) => (
      <>
        <Badge tone={TONES[decision]}>{decisionWord(decision)}</Badge>
        {mask !== null && mask !== 'NONE' && <span class="quiet"> {mask}</span>}
      </>
    ),
  },
  { head: 'By', cell: ({ relationships }) => relationships.join(', ') },
];

/** By purpose, with the grant that decides. */
export function CellPurposes({ coordinate, category, role, version }: CellPurposesProps) {
  const { data, failure, refresh } = useAnswer(accessCell, { coordinate, category, role, version });
  const [chosen, setChosen] = useState<string | null>(null);
  const cells = data?.accessReview?.cell ?? null;
  const { given, denied } = useMemo(() => byOutcome(cells ?? []), [cells]);
  if (failure !== null) return <Failure failure={failure} onAgain={refresh} />;
  if (cells === null) return <Loading label="Reading the cell" />;
  const shown = (given.find(({ key }) => key === chosen) ?? given[0])?.grant ?? null;
  const columns: readonly Column<CellOfPurposes>[] = [
    ...COLUMNS,
    {
      head: 'Granted at',
      cell: ({ grant, key }) =>
        grant !== null && (
          <button type="button" class="link" onClick={() => setChosen(key)}>
            {grant.file}:{grant.line}
          </button>
        ),
    },
  ];
  return (
    <>
      {given.length > 0 && (
        <Table
          caption="What is given, by purpose"
          isCaptionHidden
          columns={columns}
          rows={given}
          keyOf={({ key }) => key}
          isCurrent={({ grant }) => given.length > 1 && grant === shown}
        />
      )}
      <p>
        {given.length === 0
          ? `No grant gives ${role} anything here, for whatever purpose.`
          : denied.length > 0 && `Denied for every other purpose: ${denied.length} of them.`}
      </p>
      {shown !== null && <SourceLines file={shown.file} line={shown.line} version={version} />}
    </>
  );
}
