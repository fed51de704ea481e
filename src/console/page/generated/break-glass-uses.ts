// Generated from documents/break-glass-uses.graphql; `npm run codegen` writes it anew.
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

export type ConsoleGlassUsesQueryVariables = Exact<{
  filter?: LedgerFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleGlassUsesQuery = { readonly ledger: { readonly breakGlass: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly time: string, readonly actor: string | null, readonly roles: ReadonlyArray<string>, readonly client: string | null, readonly purpose: string | null, readonly subject: string | null, readonly coordinate: string | null, readonly category: string | null, readonly decision: AccessDecision, readonly mask: string | null, readonly breakGlass: string | null, readonly resource: { readonly type: string | null, readonly id: string | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export const glassUses: ConsoleDocument<ConsoleGlassUsesQuery, ConsoleGlassUsesQueryVariables> = Object.freeze({
  id: 'sha256:8a30e4fde8ab952e846b0ff047c09f5a84b67b810f56dcbd6d590fa672d22308',
});
