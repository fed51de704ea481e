// Generated from documents/ledger-export.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleLedgerExportQueryVariables = Exact<{
  format: Types.ExportFormat;
  filter?: Types.LedgerFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleLedgerExportQuery = { readonly ledger: { readonly export: { readonly text: string, readonly next: string | null, readonly count: number, readonly complete: boolean } | null } | null };

export const ledgerExport: ConsoleDocument<ConsoleLedgerExportQuery, ConsoleLedgerExportQueryVariables> = Object.freeze({
  id: 'sha256:5cc418280128fb8a9486cb438695eacee627a11c598702b88c1b853f52a2b995',
});
