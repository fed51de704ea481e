// Generated from documents/documents-one.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleDocumentQueryVariables = Exact<{
  client: string;
  id: string;
}>;


export type ConsoleDocumentQuery = { readonly document: { readonly id: string, readonly client: string, readonly name: string | null, readonly text: string, readonly sha256: string, readonly kind: string, readonly status: Types.DocumentStatus, readonly proposedBy: string, readonly proposedAt: string, readonly reviewedBy: string | null, readonly reviewedAt: string | null, readonly reason: string | null, readonly footprint: { readonly hash: string, readonly filters: ReadonlyArray<string>, readonly insights: ReadonlyArray<string>, readonly mutations: ReadonlyArray<string>, readonly worstPatients: number, readonly worstRows: number, readonly coordinates: ReadonlyArray<{ readonly coordinate: string, readonly category: string | null, readonly categories: ReadonlyArray<string>, readonly identifier: string | null, readonly sensitivity: ReadonlyArray<string> }>, readonly byRole: ReadonlyArray<{ readonly role: string, readonly whole: ReadonlyArray<string>, readonly masked: ReadonlyArray<string>, readonly denied: ReadonlyArray<string> }> }, readonly difference: { readonly widened: boolean, readonly added: ReadonlyArray<string>, readonly removed: ReadonlyArray<string> } } | null };

export const document: ConsoleDocument<ConsoleDocumentQuery, ConsoleDocumentQueryVariables> = Object.freeze({
  id: 'sha256:49689176edd5ac283d75955f55d6f6f00c4ceed938a9e2878ab8a1fe237f7e5b',
});
