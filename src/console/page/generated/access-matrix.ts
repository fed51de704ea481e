// Generated from documents/access-matrix.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type MatrixRows =
  | 'CATEGORY'
  | 'COORDINATE';

export type MatrixFilter = {
  readonly types?: ReadonlyArray<string> | null | undefined;
  readonly categories?: ReadonlyArray<string> | null | undefined;
  readonly coordinates?: ReadonlyArray<string> | null | undefined;
  readonly identifiers?: ReadonlyArray<string> | null | undefined;
  readonly sensitivities?: ReadonlyArray<string> | null | undefined;
  readonly roles?: ReadonlyArray<string> | null | undefined;
  readonly purposes?: ReadonlyArray<string> | null | undefined;
  readonly decisions?: ReadonlyArray<CellDecision> | null | undefined;
};

export type CellDecision =
  | 'WHOLE'
  | 'MASKED'
  | 'BREAK_GLASS'
  | 'DENIED';

export type ConsoleAccessMatrixQueryVariables = Exact<{
  by: MatrixRows;
  filter?: MatrixFilter | null | undefined;
  version?: string | null | undefined;
}>;


export type ConsoleAccessMatrixQuery = { readonly accessReview: { readonly matrix: ReadonlyArray<{ readonly label: string, readonly category: string, readonly coordinate: string | null, readonly exception: boolean, readonly cells: ReadonlyArray<{ readonly role: string, readonly decision: CellDecision, readonly mask: string | null, readonly relationships: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly withKinds: boolean, readonly glass: boolean }> }> } | null };

export const accessMatrix: ConsoleDocument<ConsoleAccessMatrixQuery, ConsoleAccessMatrixQueryVariables> = Object.freeze({
  id: 'sha256:53c8c4c2defe667913b34a6ead013e593712cbd1a4d6d8410cbfac835ce6a67e',
});
