// Generated from documents/break-glass-judged.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleGlassesJudgedQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ConsoleGlassesJudgedQuery = { readonly ledger: { readonly events: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly time: string, readonly actor: string | null, readonly roles: ReadonlyArray<string>, readonly subject: string | null, readonly decision: Types.AccessDecision, readonly reason: string, readonly resource: { readonly id: string | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export const glassesJudged: ConsoleDocument<ConsoleGlassesJudgedQuery, ConsoleGlassesJudgedQueryVariables> = Object.freeze({
  id: 'sha256:cc2648bbb5bca99e4f3399dfcbf7d8e0f3c28877a9c3c741882078b4c2aaf7ce',
});
