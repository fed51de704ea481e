// Generated from documents/findings-assign.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ConsoleAssignFindingMutationVariables = Exact<{
  id: string;
  version: number;
  assignee: string;
}>;


export type ConsoleAssignFindingMutation = { readonly assignFinding: { readonly id: string, readonly version: number } | null };

export const assignFinding: ConsoleDocument<ConsoleAssignFindingMutation, ConsoleAssignFindingMutationVariables> = Object.freeze({
  id: 'sha256:4f5ff71fc697efecc7833f522733990a19a3d9ff3c25f7037eb8520c31c656d9',
});
