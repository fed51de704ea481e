// Generated from documents/ledger-trust.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ConsoleLedgerTrustQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleLedgerTrustQuery = { readonly ledger: { readonly trust: { readonly name: string, readonly type: string, readonly base64: string } | null } | null };

export const ledgerTrust: ConsoleDocument<ConsoleLedgerTrustQuery, ConsoleLedgerTrustQueryVariables> = Object.freeze({
  id: 'sha256:ac478f30846b4a8bf651d1431016f0377982ba8b7b51ba82d2fe9826f7a96dec',
});
