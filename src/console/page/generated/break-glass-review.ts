// Generated from documents/break-glass-review.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleReviewGlassMutationVariables = Exact<{
  id: string;
  verdict: Types.BreakGlassVerdict;
  comment: string;
}>;


export type ConsoleReviewGlassMutation = { readonly reviewBreakGlass: { readonly id: string, readonly fhirId: string, readonly patient: string | null, readonly actor: string | null, readonly roles: ReadonlyArray<string> | null, readonly client: string | null, readonly reason: string | null, readonly justification: string | null, readonly openedAt: string | null, readonly expiresAt: string | null, readonly state: Types.BreakGlassState | null, readonly reviewer: string | null, readonly verdict: Types.BreakGlassVerdict | null, readonly comment: string | null, readonly reviewedAt: string | null } | null };

export type GlassFragment = { readonly id: string, readonly fhirId: string, readonly patient: string | null, readonly actor: string | null, readonly roles: ReadonlyArray<string> | null, readonly client: string | null, readonly reason: string | null, readonly justification: string | null, readonly openedAt: string | null, readonly expiresAt: string | null, readonly state: Types.BreakGlassState | null, readonly reviewer: string | null, readonly verdict: Types.BreakGlassVerdict | null, readonly comment: string | null, readonly reviewedAt: string | null };

export const reviewGlass: ConsoleDocument<ConsoleReviewGlassMutation, ConsoleReviewGlassMutationVariables> = Object.freeze({
  id: 'sha256:10f1f11fd690cdb78babdc7f56555a56c095b6ed7354799bbfd9964f47aad5f7',
});
