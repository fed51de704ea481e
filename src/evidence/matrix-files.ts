import { stringify } from 'csv-stringify/sync';
import { accessMatrix, type MatrixCell, type MatrixPolicy } from '../access/access-matrix.ts';
import type { AccessModel } from '../access/access-model.ts';
import type { EvidenceFile } from './evidence-file.ts';
import { jsonList } from './json-pieces.ts';

const COLUMNS = [
  'coordinate',
  'category',
  'role',
  'purpose',
  'decision',
  'mask',
  'relationship',
  'file',
  'line',
];

/** How many cells there are, of each decision. */
export type CellCounts = Readonly<Record<MatrixCell['decision'], number>>;

/**
 * The matrix of a tenant: every cell that gives something. One that is not there gives nothing; there are as many as
 * coordinates of a category × roles × purposes, and some nine in ten are of that kind.
 */
export function matrixFiles(model: AccessModel, policy: MatrixPolicy): readonly EvidenceFile[] {
  const open = function* () {
    for (const cell of accessMatrix(model, policy)) if (cell.decision !== 'DENIED') yield cell;
  };
  return [
    {
      path: 'access/matrix.csv',
      about:
        'who may see what: a line for each coordinate, category, role and purpose that is given something',
      *pieces() {
        yield stringify([COLUMNS]);
        for (const cell of open()) yield stringify([lineOf(cell)]);
      },
    },
    {
      path: 'access/matrix.json',
      about: 'the same as JSON',
      pieces: () => jsonList(open()),
    },
  ];
}

export function countCells(model: AccessModel, policy: MatrixPolicy): CellCounts {
  const counts = { WHOLE: 0, MASKED: 0, BREAK_GLASS: 0, DENIED: 0 };
  for (const { decision } of accessMatrix(model, policy)) counts[decision] += 1;
  return Object.freeze(counts);
}

function lineOf(cell: MatrixCell): readonly (string | number)[] {
  const { coordinate, category, role, purpose, decision, mask, relationship, grant } = cell;
  const place = [grant?.file ?? '', grant?.line ?? ''];
  return [coordinate, category, role, purpose, decision, mask ?? '', relationship.join(' '), ...place];
}
