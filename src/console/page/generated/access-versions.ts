// Generated from documents/access-versions.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ConsoleAccessVersionsQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleAccessVersionsQuery = { readonly accessReview: { readonly version: string, readonly versions: ReadonlyArray<{ readonly version: string, readonly from: string, readonly to: string | null, readonly schema: string, readonly overlay: string }> } | null };

export const accessVersions: ConsoleDocument<ConsoleAccessVersionsQuery, ConsoleAccessVersionsQueryVariables> = Object.freeze({
  id: 'sha256:52c839d407b6337eb6c79055b1539bd5be3fd9a770a5f1ba2885a51ff737122e',
});
