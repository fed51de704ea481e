import type { ConsoleAccessCellQuery } from '../../generated/access-cell.ts';

export type CellOfPurpose = NonNullable<ConsoleAccessCellQuery['accessReview']>['cell'][number];

/** Purposes for which a cell is the same, by the same grant. */
export interface CellOfPurposes extends Omit<CellOfPurpose, 'purpose'> {
  readonly key: string;
  readonly purposes: readonly string[];
}

/** What is given, with the purposes that get it; and those that get nothing. */
export function byOutcome(cells: readonly CellOfPurpose[]): {
  readonly given: readonly CellOfPurposes[];
  readonly denied: readonly string[];
} {
  const groups = Map.groupBy(
    cells.filter(({ decision }) => decision !== 'DENIED'),
    ({ decision, grant, mask, relationships }) =>
      [decision, mask, relationships.join('+'), grant?.file, grant?.line].join(' '),
  );
  return {
    given: [...groups].flatMap(([key, [first, ...others]]) =>
      first === undefined
        ? []
        : [{ ...first, key, purposes: [first, ...others].map(({ purpose }) => purpose) }],
    ),
    denied: cells.filter(({ decision }) => decision === 'DENIED').map(({ purpose }) => purpose),
  };
}
