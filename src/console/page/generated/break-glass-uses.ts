// Generated from documents/break-glass-uses.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleGlassUsesQueryVariables = Exact<{
  filter?: Types.LedgerFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleGlassUsesQuery = { readonly ledger: { readonly breakGlass: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly time: string, readonly actor: string | null, readonly roles: ReadonlyArray<string>, readonly client: string | null, readonly purpose: string | null, readonly subject: string | null, readonly coordinate: string | null, readonly category: string | null, readonly decision: Types.AccessDecision, readonly mask: string | null, readonly breakGlass: string | null, readonly resource: { readonly type: string | null, readonly id: string | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export const glassUses: ConsoleDocument<ConsoleGlassUsesQuery, ConsoleGlassUsesQueryVariables> = Object.freeze({
  id: 'sha256:8a30e4fde8ab952e846b0ff047c09f5a84b67b810f56dcbd6d590fa672d22308',
});
