// Generated from documents/access-declared.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ConsoleAccessDeclaredQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleAccessDeclaredQuery = { readonly accessReview: { readonly version: string, readonly roles: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly categories: ReadonlyArray<string>, readonly identifiers: ReadonlyArray<string>, readonly sensitivities: ReadonlyArray<string>, readonly purposes: ReadonlyArray<{ readonly code: string, readonly ancestors: ReadonlyArray<string> }> } | null };

export const accessDeclared: ConsoleDocument<ConsoleAccessDeclaredQuery, ConsoleAccessDeclaredQueryVariables> = Object.freeze({
  id: 'sha256:7b9724a4e86b0390d0e9d81d79831916cb97441b1bc3d60fdfb6943309269125',
});
