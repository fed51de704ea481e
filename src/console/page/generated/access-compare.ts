// Generated from documents/access-compare.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleAccessCompareQueryVariables = Exact<{
  old: string;
  new: string;
}>;


export type ConsoleAccessCompareQuery = { readonly accessReview: { readonly compare: { readonly old: string, readonly new: string, readonly ok: boolean, readonly counts: ReadonlyArray<{ readonly kind: Types.AccessChangeKind, readonly count: number }>, readonly changes: ReadonlyArray<{ readonly kind: Types.AccessChangeKind, readonly coordinates: ReadonlyArray<string>, readonly categories: ReadonlyArray<string>, readonly roles: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly from: string, readonly to: string, readonly opens: ReadonlyArray<string>, readonly closes: ReadonlyArray<string>, readonly revealed: boolean, readonly fails: boolean, readonly declared: boolean, readonly tenant: boolean, readonly documents: ReadonlyArray<string>, readonly insights: ReadonlyArray<string>, readonly old: { readonly file: string, readonly line: number } | null, readonly new: { readonly file: string, readonly line: number } | null }> } | null } | null };

export const accessCompare: ConsoleDocument<ConsoleAccessCompareQuery, ConsoleAccessCompareQueryVariables> = Object.freeze({
  id: 'sha256:e51db587033c5d2348253abd7aebc34aff3cf7fcbf1c5698812e486c75778d9a',
});
