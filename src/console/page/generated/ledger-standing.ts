// Generated from documents/ledger-standing.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ConsoleLedgerStandingQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleLedgerStandingQuery = { readonly ledger: { readonly size: number, readonly asOf: string | null, readonly checkpoint: string | null } | null };

export const ledgerStanding: ConsoleDocument<ConsoleLedgerStandingQuery, ConsoleLedgerStandingQueryVariables> = Object.freeze({
  id: 'sha256:1bf85206444d0de33b0f324d2278f1dacaad433bf0572cf906ad14608c9ff78f',
});
