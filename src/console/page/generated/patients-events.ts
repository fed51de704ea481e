// Generated from documents/patients-events.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsolePatientEventsQueryVariables = Exact<{
  filter: Types.LedgerFilter;
  after?: string | null | undefined;
}>;


export type ConsolePatientEventsQuery = { readonly ledger: { readonly events: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly time: string, readonly kind: Types.LedgerEventKind, readonly actor: string | null, readonly roles: ReadonlyArray<string>, readonly client: string | null, readonly purpose: string | null, readonly coordinate: string | null, readonly category: string | null, readonly decision: Types.AccessDecision, readonly reason: string, readonly via: string | null, readonly resource: { readonly type: string | null, readonly id: string | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export const patientEvents: ConsoleDocument<ConsolePatientEventsQuery, ConsolePatientEventsQueryVariables> = Object.freeze({
  id: 'sha256:820e9a30a6c1e8f585672dd565e6380af6718402c0c01ed678b31493d5611d50',
});
