// Generated from documents/break-glass-queue.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleGlassesQueryVariables = Exact<{
  state?: Types.BreakGlassState | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleGlassesQuery = { readonly breakGlassReviews: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly fhirId: string, readonly patient: string | null, readonly actor: string | null, readonly roles: ReadonlyArray<string> | null, readonly client: string | null, readonly reason: string | null, readonly justification: string | null, readonly openedAt: string | null, readonly expiresAt: string | null, readonly state: Types.BreakGlassState | null, readonly reviewer: string | null, readonly verdict: Types.BreakGlassVerdict | null, readonly comment: string | null, readonly reviewedAt: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type GlassFragment = { readonly id: string, readonly fhirId: string, readonly patient: string | null, readonly actor: string | null, readonly roles: ReadonlyArray<string> | null, readonly client: string | null, readonly reason: string | null, readonly justification: string | null, readonly openedAt: string | null, readonly expiresAt: string | null, readonly state: Types.BreakGlassState | null, readonly reviewer: string | null, readonly verdict: Types.BreakGlassVerdict | null, readonly comment: string | null, readonly reviewedAt: string | null };

export const glasses: ConsoleDocument<ConsoleGlassesQuery, ConsoleGlassesQueryVariables> = Object.freeze({
  id: 'sha256:86a89142585281e92b509f72ee90a0ff9bde49d6cf647b0c5f12919db7328006',
});
