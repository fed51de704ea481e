// Generated from documents/findings-evidence.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleFindingEvidenceQueryVariables = Exact<{
  filter: Types.LedgerFilter;
  after?: string | null | undefined;
}>;


export type ConsoleFindingEvidenceQuery = { readonly ledger: { readonly events: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly time: string, readonly kind: Types.LedgerEventKind, readonly purpose: string | null, readonly client: string | null, readonly network: string | null, readonly subject: string | null, readonly coordinate: string | null, readonly decision: Types.AccessDecision, readonly reason: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export const findingEvidence: ConsoleDocument<ConsoleFindingEvidenceQuery, ConsoleFindingEvidenceQueryVariables> = Object.freeze({
  id: 'sha256:177fcd410a0c8e96465cdb8b90b1df013d112a58507c5f1c0f73e1567bb4db1b',
});
