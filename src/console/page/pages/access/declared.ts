import type { ConsoleAccessDeclaredQuery } from '../../generated/access-declared.ts';
import type { ConsoleAccessMatrixQuery } from '../../generated/access-matrix.ts';

/** The words that everything here is asked in. */
export type Declared = NonNullable<ConsoleAccessDeclaredQuery['accessReview']>;
export type MatrixRow = NonNullable<ConsoleAccessMatrixQuery['accessReview']>['matrix'][number];
export type MatrixCell = MatrixRow['cells'][number];
