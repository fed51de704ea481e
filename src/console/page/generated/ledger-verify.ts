// Generated from documents/ledger-verify.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleLedgerVerifyMutationVariables = Exact<{ [key: string]: never; }>;


export type ConsoleLedgerVerifyMutation = { readonly verifyLedger: { readonly state: Types.LedgerVerificationState, readonly at: string, readonly by: string | null, readonly ok: boolean, readonly entries: number, readonly size: number | null, readonly findings: number, readonly seconds: number, readonly firstBad: { readonly code: string, readonly index: number | null } | null } | null };

export const ledgerVerify: ConsoleDocument<ConsoleLedgerVerifyMutation, ConsoleLedgerVerifyMutationVariables> = Object.freeze({
  id: 'sha256:31612430fd6ffb5536679f83312a50dde84eba1fa91f3c16d75db18b95c756ca',
});
