// Generated from documents/access-matrix.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleAccessMatrixQueryVariables = Exact<{
  by: Types.MatrixRows;
  filter?: Types.MatrixFilter | null | undefined;
  version?: string | null | undefined;
}>;


export type ConsoleAccessMatrixQuery = { readonly accessReview: { readonly matrix: ReadonlyArray<{ readonly label: string, readonly category: string, readonly coordinate: string | null, readonly exception: boolean, readonly cells: ReadonlyArray<{ readonly role: string, readonly decision: Types.CellDecision, readonly mask: string | null, readonly relationships: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly withKinds: boolean, readonly glass: boolean }> }> } | null };

export const accessMatrix: ConsoleDocument<ConsoleAccessMatrixQuery, ConsoleAccessMatrixQueryVariables> = Object.freeze({
  id: 'sha256:53c8c4c2defe667913b34a6ead013e593712cbd1a4d6d8410cbfac835ce6a67e',
});
