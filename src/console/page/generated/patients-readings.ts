// Generated from documents/patients-readings.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ConsolePatientReadingsQueryVariables = Exact<{
  patient: string;
  since?: string | null | undefined;
  until?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsolePatientReadingsQuery = { readonly ledger: { readonly readings: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly time: string, readonly actor: string | null, readonly roles: ReadonlyArray<string>, readonly client: string | null, readonly purposes: ReadonlyArray<string>, readonly categories: ReadonlyArray<string>, readonly fields: number, readonly breakGlass: boolean, readonly insight: boolean } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export const patientReadings: ConsoleDocument<ConsolePatientReadingsQuery, ConsolePatientReadingsQueryVariables> = Object.freeze({
  id: 'sha256:db771b5ee3c6885629c5e90fab893f149e59bbd1a3379258e749889e1e490fa2',
});
