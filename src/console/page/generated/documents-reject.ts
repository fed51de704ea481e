// Generated from documents/documents-reject.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleRejectDocumentMutationVariables = Exact<{
  client: string;
  id: string;
  expected: Types.DocumentStatus;
  reason?: string | null | undefined;
}>;


export type ConsoleRejectDocumentMutation = { readonly rejectDocument: { readonly id: string, readonly status: Types.DocumentStatus } | null };

export const rejectDocument: ConsoleDocument<ConsoleRejectDocumentMutation, ConsoleRejectDocumentMutationVariables> = Object.freeze({
  id: 'sha256:fc0ba890abde589b220ebebd456c6f981d1a72ca1aaa045c4fef779c7daf0e38',
});
