// Generated from documents/documents-retire.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleRetireDocumentMutationVariables = Exact<{
  client: string;
  id: string;
  expected: Types.DocumentStatus;
  reason?: string | null | undefined;
}>;


export type ConsoleRetireDocumentMutation = { readonly retireDocument: { readonly id: string, readonly status: Types.DocumentStatus } | null };

export const retireDocument: ConsoleDocument<ConsoleRetireDocumentMutation, ConsoleRetireDocumentMutationVariables> = Object.freeze({
  id: 'sha256:c57e18c0a8c13ed70d289e593ba8dd72e4ec5c4c1064b5feb775e40d1dd121a6',
});
