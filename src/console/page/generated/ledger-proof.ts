// Generated from documents/ledger-proof.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ConsoleLedgerProofQueryVariables = Exact<{
  event: string;
}>;


export type ConsoleLedgerProofQuery = { readonly ledger: { readonly proof: { readonly name: string, readonly type: string, readonly base64: string } | null } | null };

export const ledgerProof: ConsoleDocument<ConsoleLedgerProofQuery, ConsoleLedgerProofQueryVariables> = Object.freeze({
  id: 'sha256:ddf811e88d0e8d5cc59c10af177e4dfc1960feb81777fcbfcfa524773d87e188',
});
