// Generated from what its documents use of the schema; `npm run codegen` writes it anew.
export type AccessChangeKind =
  | 'WIDENED'
  | 'MASK_WEAKENED'
  | 'NEW'
  | 'NARROWED'
  | 'MASK_STRENGTHENED'
  | 'REMOVED';

export type ExplainDeclaredInput = {
  readonly coordinate: string;
  readonly roles: ReadonlyArray<string>;
  readonly purpose: string;
  readonly relationships?: ReadonlyArray<string> | null | undefined;
  readonly scopes?: ReadonlyArray<string> | null | undefined;
  readonly launched?: boolean;
  readonly multiFactor?: boolean;
  readonly consented?: boolean;
  readonly labels?: ReadonlyArray<string>;
  readonly glass?: boolean;
  readonly revealed?: boolean;
  readonly categories?: ReadonlyArray<string> | null | undefined;
  readonly version?: string | null | undefined;
};

export type MatrixRows =
  | 'CATEGORY'
  | 'COORDINATE';

export type MatrixFilter = {
  readonly types?: ReadonlyArray<string> | null | undefined;
  readonly categories?: ReadonlyArray<string> | null | undefined;
  readonly coordinates?: ReadonlyArray<string> | null | undefined;
  readonly identifiers?: ReadonlyArray<string> | null | undefined;
  readonly sensitivities?: ReadonlyArray<string> | null | undefined;
  readonly roles?: ReadonlyArray<string> | null | undefined;
  readonly purposes?: ReadonlyArray<string> | null | undefined;
  readonly decisions?: ReadonlyArray<CellDecision> | null | undefined;
};

export type CellDecision =
  | 'WHOLE'
  | 'MASKED'
  | 'BREAK_GLASS'
  | 'DENIED';

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

export type BreakGlassState =
  | 'OPEN'
  | 'REVIEWED';

export type BreakGlassVerdict =
  | 'JUSTIFIED'
  | 'NOT_JUSTIFIED'
  | 'ESCALATED';

export type Mask =
  | 'NONE'
  | 'PARTIAL'
  | 'GENERALIZE'
  | 'PSEUDONYM'
  | 'REDACT';

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

export type DocumentStatus =
  | 'PROPOSED'
  | 'APPROVED'
  | 'REJECTED'
  | 'RETIRED';

export type OversightState =
  | 'DRAFT'
  | 'CONFIRMED'
  | 'EDITED'
  | 'REJECTED';

export type AccountingFormat =
  | 'JSON'
  | 'PDF';

export type ExportFormat =
  | 'AUDITEVENT'
  | 'CSV'
  | 'NDJSON';

export type LedgerVerificationState =
  | 'RUNNING'
  | 'DONE'
  | 'ENDED';

export type ActivityAxis =
  | 'ROLE'
  | 'PURPOSE'
  | 'CATEGORY'
  | 'CLIENT'
  | 'DECISION'
  | 'REASON'
  | 'COORDINATE';

export type OverdueKind =
  | 'BREAK_GLASS'
  | 'INSIGHT'
  | 'DOCUMENT';

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

export type FindingSeverity =
  | 'LOW'
  | 'MEDIUM'
  | 'HIGH';

export type FindingState =
  | 'OPEN'
  | 'ASSIGNED'
  | 'CLOSED';

export type FindingVerdict =
  | 'BREACH'
  | 'VIOLATION'
  | 'EXPECTED'
  | 'FALSE';
