// Generated from documents/console-me.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ConsoleMeQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleMeQuery = { readonly me: { readonly id: string, readonly roles: ReadonlyArray<string>, readonly tenant: string, readonly purpose: string, readonly client: string } };

export const me: ConsoleDocument<ConsoleMeQuery, ConsoleMeQueryVariables> = Object.freeze({
  id: 'sha256:9158d1453d1a5ee12fec1e8d042fbf95bc4a8c5b0432b7979747c1c82133f42f',
});
