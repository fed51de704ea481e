// Generated from documents/findings-reopen.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ConsoleReopenFindingMutationVariables = Exact<{
  id: string;
  version: number;
}>;


export type ConsoleReopenFindingMutation = { readonly reopenFinding: { readonly id: string, readonly version: number } | null };

export const reopenFinding: ConsoleDocument<ConsoleReopenFindingMutation, ConsoleReopenFindingMutationVariables> = Object.freeze({
  id: 'sha256:0cc13aa7ed8866f8a167792a5b26012f8e0c576e13e23746cec73a6808f95a7a',
});
