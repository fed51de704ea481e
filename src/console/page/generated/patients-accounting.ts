// Generated from documents/patients-accounting.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsolePatientAccountingQueryVariables = Exact<{
  patient: string;
  since?: string | null | undefined;
  until?: string | null | undefined;
  all: boolean;
  format: Types.AccountingFormat;
}>;


export type ConsolePatientAccountingQuery = { readonly ledger: { readonly accounting: { readonly name: string, readonly type: string, readonly base64: string } | null } | null };

export const patientAccounting: ConsoleDocument<ConsolePatientAccountingQuery, ConsolePatientAccountingQueryVariables> = Object.freeze({
  id: 'sha256:d66a10db4bdb07b23a876f0ccbb5c7ede5576831e4c6500accf3ddfac33bc633',
});
