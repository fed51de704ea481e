// Generated from documents/access-explain.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleAccessExplainQueryVariables = Exact<{
  input: Types.ExplainDeclaredInput;
}>;


export type ConsoleAccessExplainQuery = { readonly accessReview: { readonly explain: { readonly coordinate: string, readonly policyVersion: string, readonly purpose: string, readonly serves: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string> | null, readonly rootRefused: boolean, readonly place: { readonly file: string, readonly line: number }, readonly rows: ReadonlyArray<{ readonly category: string, readonly decision: Types.AccessDecision, readonly mask: Types.Mask, readonly reason: string, readonly grant: { readonly file: string, readonly line: number } | null, readonly categories: ReadonlyArray<{ readonly category: string, readonly declared: ReadonlyArray<{ readonly id: string, readonly roles: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly mask: Types.Mask, readonly breakGlass: boolean, readonly place: { readonly file: string, readonly line: number } }>, readonly steps: ReadonlyArray<{ readonly step: string, readonly left: ReadonlyArray<{ readonly id: string, readonly roles: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly mask: Types.Mask, readonly breakGlass: boolean, readonly place: { readonly file: string, readonly line: number } }> }>, readonly narrowedBy: ReadonlyArray<{ readonly file: string, readonly line: number, readonly text: string | null }> }> }> } | null } | null };

export type ExplainedFragment = { readonly coordinate: string, readonly policyVersion: string, readonly purpose: string, readonly serves: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string> | null, readonly rootRefused: boolean, readonly place: { readonly file: string, readonly line: number }, readonly rows: ReadonlyArray<{ readonly category: string, readonly decision: Types.AccessDecision, readonly mask: Types.Mask, readonly reason: string, readonly grant: { readonly file: string, readonly line: number } | null, readonly categories: ReadonlyArray<{ readonly category: string, readonly declared: ReadonlyArray<{ readonly id: string, readonly roles: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly mask: Types.Mask, readonly breakGlass: boolean, readonly place: { readonly file: string, readonly line: number } }>, readonly steps: ReadonlyArray<{ readonly step: string, readonly left: ReadonlyArray<{ readonly id: string, readonly roles: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly mask: Types.Mask, readonly breakGlass: boolean, readonly place: { readonly file: string, readonly line: number } }> }>, readonly narrowedBy: ReadonlyArray<{ readonly file: string, readonly line: number, readonly text: string | null }> }> }> };

export type GrantFragment = { readonly id: string, readonly roles: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly mask: Types.Mask, readonly breakGlass: boolean, readonly place: { readonly file: string, readonly line: number } };

export const accessExplain: ConsoleDocument<ConsoleAccessExplainQuery, ConsoleAccessExplainQueryVariables> = Object.freeze({
  id: 'sha256:9599a5bc5c65f06a5503f149e5442b8ebe8b163bad328ea2b32c804a099746a7',
});
