// Generated from documents/access-cell.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleAccessCellQueryVariables = Exact<{
  coordinate?: string | null | undefined;
  category: string;
  role: string;
  version?: string | null | undefined;
}>;


export type ConsoleAccessCellQuery = { readonly accessReview: { readonly cell: ReadonlyArray<{ readonly purpose: string, readonly decision: Types.CellDecision, readonly mask: string | null, readonly relationships: ReadonlyArray<string>, readonly grant: { readonly file: string, readonly line: number } | null }> } | null };

export const accessCell: ConsoleDocument<ConsoleAccessCellQuery, ConsoleAccessCellQueryVariables> = Object.freeze({
  id: 'sha256:dee1af66f8e7ff678610eb9a8015f205107d75d9fd94b77043ab45f5ece1e26b',
});
