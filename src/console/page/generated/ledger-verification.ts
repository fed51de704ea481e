// Generated from documents/ledger-verification.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleLedgerVerificationQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleLedgerVerificationQuery = { readonly ledger: { readonly lastVerification: { readonly state: Types.LedgerVerificationState, readonly at: string, readonly by: string | null, readonly ok: boolean, readonly entries: number, readonly size: number | null, readonly findings: number, readonly seconds: number, readonly firstBad: { readonly code: string, readonly index: number | null } | null } | null } | null };

export const ledgerVerification: ConsoleDocument<ConsoleLedgerVerificationQuery, ConsoleLedgerVerificationQueryVariables> = Object.freeze({
  id: 'sha256:273055f06b72bf9add4f490b66310e313db2dcf5c57cb41eaa33efe5457e4d49',
});
