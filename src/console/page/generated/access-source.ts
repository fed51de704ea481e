// Generated from documents/access-source.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ConsoleAccessSourceQueryVariables = Exact<{
  file: string;
  line: number;
  version?: string | null | undefined;
}>;


export type ConsoleAccessSourceQuery = { readonly accessReview: { readonly source: { readonly file: string, readonly line: number, readonly lines: ReadonlyArray<{ readonly number: number, readonly text: string }> } | null } | null };

export const accessSource: ConsoleDocument<ConsoleAccessSourceQuery, ConsoleAccessSourceQueryVariables> = Object.freeze({
  id: 'sha256:c58bc527fb0a608f282ff306293225251eb497bc6f725fe4319213abac71b77b',
});
