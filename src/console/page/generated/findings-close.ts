// Generated from documents/findings-close.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleCloseFindingMutationVariables = Exact<{
  id: string;
  version: number;
  verdict: Types.FindingVerdict;
}>;


export type ConsoleCloseFindingMutation = { readonly closeFinding: { readonly id: string, readonly version: number } | null };

export const closeFinding: ConsoleDocument<ConsoleCloseFindingMutation, ConsoleCloseFindingMutationVariables> = Object.freeze({
  id: 'sha256:d895ba9acd92ec7bb00dd05b09494f33be6b55a135cd50976f4a6b15132badbd',
});
