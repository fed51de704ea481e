// Generated from documents/ledger-events.graphql; `npm run codegen` writes it anew.
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

export type ConsoleLedgerEventsQueryVariables = Exact<{
  filter?: LedgerFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleLedgerEventsQuery = { readonly ledger: { readonly events: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly time: string, readonly kind: LedgerEventKind, readonly actor: string | null, readonly roles: ReadonlyArray<string>, readonly assurance: ReadonlyArray<string>, readonly client: string | null, readonly network: string | null, readonly purpose: string | null, readonly subject: string | null, readonly coordinate: string | null, readonly category: string | null, readonly decision: AccessDecision, readonly mask: string | null, readonly reason: string, readonly breakGlass: string | null, readonly consent: string | null, readonly grant: string | null, readonly document: string | null, readonly operation: string | null, readonly request: string, readonly session: string | null, readonly via: string | null, readonly policyVersion: string, readonly count: number, readonly resource: { readonly type: string | null, readonly id: string | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export const ledgerEvents: ConsoleDocument<ConsoleLedgerEventsQuery, ConsoleLedgerEventsQueryVariables> = Object.freeze({
  id: 'sha256:813900a12d41f4e8b38a00aae3d452ac17c769f8eee4d577dc44505790a7f23e',
});
