// Generated from documents/documents-overdue.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleOverdueDocumentsQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleOverdueDocumentsQuery = { readonly ledger: { readonly usage: { readonly overdue: ReadonlyArray<{ readonly kind: Types.OverdueKind, readonly id: string, readonly due: string }> } | null } | null };

export const overdueDocuments: ConsoleDocument<ConsoleOverdueDocumentsQuery, ConsoleOverdueDocumentsQueryVariables> = Object.freeze({
  id: 'sha256:7ea2651be014dc24243b94d6fbdd6cdd0ebce0eac3c1f97cccd003d8f1fe116c',
});
