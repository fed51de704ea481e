// Generated from documents/findings-queue.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleFindingsQueryVariables = Exact<{
  state?: Types.FindingState | null | undefined;
  severity?: Types.FindingSeverity | null | undefined;
  detector?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleFindingsQuery = { readonly findings: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly detector: string, readonly severity: Types.FindingSeverity, readonly actor: string | null, readonly subject: string | null, readonly from: string, readonly to: string, readonly sightings: number, readonly measured: number, readonly allowed: number, readonly state: Types.FindingState, readonly assignee: string | null, readonly verdict: Types.FindingVerdict | null, readonly clocks: ReadonlyArray<{ readonly due: string }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export const findings: ConsoleDocument<ConsoleFindingsQuery, ConsoleFindingsQueryVariables> = Object.freeze({
  id: 'sha256:8bc8a4e224745063f78b0df94f93b5f16196e6e4f1826b9d64fc2511cac1e1f9',
});
