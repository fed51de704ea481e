// Generated from documents/ledger-export.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type PhiCategory =
  | 'DEMOGRAPHICS'
  | 'CONTACT'
  | 'IDENTIFIER'
  | 'PROBLEM'
  | 'DIAGNOSIS'
  | 'MEDICATION'
  | 'LAB'
  | 'VITAL_SIGNS'
  | 'SOCIAL_HISTORY'
  | 'PROCEDURE'
  | 'ALLERGY'
  | 'IMMUNIZATION'
  | 'SDOH'
  | 'SURVEY'
  | 'DEVICE'
  | 'IMAGING'
  | 'CARE_PLAN'
  | 'CLINICAL_NOTE'
  | 'ENCOUNTER'
  | 'CARE_TEAM'
  | 'GENOMIC'
  | 'COVERAGE'
  | 'BILLING'
  | 'CONSENT'
  | 'OTHER'
  | 'PSYCHOTHERAPY_NOTE';

export type PurposeOfUse =
  | 'TREAT'
  | 'COC'
  | 'CLINTRL'
  | 'ETREAT'
  | 'BTG'
  | 'HPAYMT'
  | 'COVERAGE'
  | 'COVAUTH'
  | 'CLMATTCH'
  | 'HOPERAT'
  | 'CAREMGT'
  | 'HQUALIMP'
  | 'PATADMIN'
  | 'HSYSADMIN'
  | 'RECORDMGT'
  | 'HLEGAL'
  | 'TRAIN'
  | 'SYSDEV'
  | 'HTEST'
  | 'HRESCH'
  | 'CLINTRCH'
  | 'PUBHLTH'
  | 'PATRQT'
  | 'FAMRQT'
  | 'PWATRNY'
  | 'SUPNWK'
  | 'HMARKT';

export type ExportFormat =
  | 'AUDITEVENT'
  | 'CSV'
  | 'NDJSON';

export type LedgerFilter = {
  readonly patient?: string | null | undefined;
  readonly actor?: string | null | undefined;
  readonly client?: string | null | undefined;
  readonly coordinate?: string | null | undefined;
  readonly category?: PhiCategory | null | undefined;
  readonly purpose?: PurposeOfUse | null | undefined;
  readonly decision?: AccessDecision | null | undefined;
  readonly kind?: LedgerEventKind | null | undefined;
  readonly request?: string | null | undefined;
  readonly since?: string | null | undefined;
  readonly until?: string | null | undefined;
};

export type LedgerEventKind =
  | 'OPERATION'
  | 'REFUSAL'
  | 'PRIVILEGED';

export type AccessDecision =
  | 'PERMIT'
  | 'MASK'
  | 'DENY';

export type ConsoleLedgerExportQueryVariables = Exact<{
  format: ExportFormat;
  filter?: LedgerFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleLedgerExportQuery = { readonly ledger: { readonly export: { readonly text: string, readonly next: string | null, readonly count: number, readonly complete: boolean } | null } | null };

export const ledgerExport: ConsoleDocument<ConsoleLedgerExportQuery, ConsoleLedgerExportQueryVariables> = Object.freeze({
  id: 'sha256:5cc418280128fb8a9486cb438695eacee627a11c598702b88c1b853f52a2b995',
});
