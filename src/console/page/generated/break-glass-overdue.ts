// Generated from documents/break-glass-overdue.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleOverdueGlassesQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleOverdueGlassesQuery = { readonly ledger: { readonly asOf: string | null, readonly usage: { readonly since: string, readonly overdue: ReadonlyArray<{ readonly kind: Types.OverdueKind, readonly id: string, readonly since: string, readonly due: string, readonly actor: string | null }> } | null } | null };

export const overdueGlasses: ConsoleDocument<ConsoleOverdueGlassesQuery, ConsoleOverdueGlassesQueryVariables> = Object.freeze({
  id: 'sha256:b286f5305092159d205a85ee31f4d4e2ffbc6a3c2db1b3439e7d87720b0023e8',
});
