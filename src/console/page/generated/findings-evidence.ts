// Generated from documents/findings-evidence.graphql; `npm run codegen` writes it anew.
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

export type ConsoleFindingEvidenceQueryVariables = Exact<{
  filter: LedgerFilter;
  after?: string | null | undefined;
}>;


export type ConsoleFindingEvidenceQuery = { readonly ledger: { readonly events: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly time: string, readonly purpose: string | null, readonly client: string | null, readonly network: string | null, readonly subject: string | null, readonly coordinate: string | null, readonly decision: AccessDecision, readonly mask: string | null, readonly reason: string, readonly breakGlass: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export const findingEvidence: ConsoleDocument<ConsoleFindingEvidenceQuery, ConsoleFindingEvidenceQueryVariables> = Object.freeze({
  id: 'sha256:0e0df319e9ff66362647f37f35ede8cfb392895abcb96c93d4a069139de2749d',
});
