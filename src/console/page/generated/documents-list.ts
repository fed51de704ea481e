// Generated from documents/documents-list.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleDocumentsQueryVariables = Exact<{
  status?: Types.DocumentStatus | null | undefined;
}>;


export type ConsoleDocumentsQuery = { readonly documents: ReadonlyArray<{ readonly id: string, readonly client: string, readonly name: string | null, readonly kind: string, readonly status: Types.DocumentStatus, readonly proposedBy: string, readonly proposedAt: string, readonly reviewedBy: string | null, readonly reviewedAt: string | null, readonly footprint: { readonly worstPatients: number, readonly worstRows: number }, readonly difference: { readonly widened: boolean, readonly added: ReadonlyArray<string> } }> | null };

export const documents: ConsoleDocument<ConsoleDocumentsQuery, ConsoleDocumentsQueryVariables> = Object.freeze({
  id: 'sha256:652643de63ec48409beb3911005087f90df2026e44fa408e3dafa7630f0d52fd',
});
