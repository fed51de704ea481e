// Generated from documents/documents-approve.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleApproveDocumentMutationVariables = Exact<{
  client: string;
  id: string;
  footprint: string;
  expected: Types.DocumentStatus;
  reason?: string | null | undefined;
}>;


export type ConsoleApproveDocumentMutation = { readonly approveDocument: { readonly id: string, readonly status: Types.DocumentStatus } | null };

export const approveDocument: ConsoleDocument<ConsoleApproveDocumentMutation, ConsoleApproveDocumentMutationVariables> = Object.freeze({
  id: 'sha256:02c54c6019406f5f3e71000dec79272a36e9aa44f8d9c33b60c33370abe96534',
});
