/**
 * The record of one operation, as stored: compact, and without values. `expandRecord` turns it into one
 * event per PHI field. Identity within an operation is (resource, coordinate, decision, mask, via).
 */

export type Decision = 'PERMIT' | 'MASK' | 'DENY';

/** What happened to one coordinate of a group of like rows: [coordinate, category, decision, mask, reason, grant id or null]. */
export type RecordedField = readonly [
  coordinate: string,
  category: string | null,
  decision: Decision,
  mask: string,
  reason: string,
  grant: string | null,
];

/** Rows of one type for which the same fields were resolved with the same outcome. */
export interface RecordedGroup {
  /** Index into `shapes`. */
  readonly shape: number;
  /** FHIR logical ids. */
  readonly resources: readonly string[];
  /** Id of the consent that let the rows go or withheld them, or `null`. */
  readonly consent: string | null;
  /** Id of the glass through which fields with the reason BREAK_GLASS were read, or `null`. */
  readonly breakGlass: string | null;
}

export interface RecordedSubject {
  /** FHIR logical id of the patient; `null` where no patient is known. */
  readonly subject: string | null;
  readonly groups: readonly RecordedGroup[];
}

export interface RecordedShape {
  readonly type: string;
  readonly fields: readonly RecordedField[];
  /** Coordinate of the insight on whose behalf this was read, or `null`. */
  readonly via: string | null;
}

/** What an insight's sources were read for: a model behind a guardrail. Ids, versions and hashes only. */
export interface RecordedInsight {
  /** `Type.field` of the insight. */
  readonly coordinate: string;
  readonly model: string;
  /** `id:version`. */
  readonly guardrail: string;
  /** Version of the policy that the guardrail was made from. */
  readonly guardrailPolicy: string;
  /** SHA-256 (hex) over what the model is told besides evidence, and over the evidence. */
  readonly promptHash: string;
  readonly evidenceHash: string;
  /** False: it was found again, and no model was shown anything. */
  readonly sent: boolean;
}

/** `operation`: what a query or mutation resolved. `refusal`: refused before or instead of executing. `privileged`: a reading of the ledger, an export. */
export type RecordKind = 'operation' | 'refusal' | 'privileged';

export interface OperationRecord {
  readonly v: 1;
  /** ULID: sorts by time. */
  readonly id: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly kind: RecordKind;
  readonly tenant: string | null;
  readonly actor: string | null;
  readonly roles: readonly string[];
  readonly assurance: readonly string[];
  readonly client: string | null;
  /** Keyed hash of the network prefix (/24 or /48), hex; `null` when unknown. */
  readonly network: string | null;
  /** The full address, sealed under the tenant's key (base64url); `null` where there is no tenant or its key is out of reach. */
  readonly address: string | null;
  readonly purpose: string | null;
  readonly policyVersion: string;
  /** `sha256:<hex>` of the document's text, or `null`. */
  readonly document: string | null;
  /** Operation name as the document gives it: GraphQL names only, so it carries no free text. */
  readonly operation: string | null;
  readonly request: string;
  readonly session: string | null;
  /** For a refusal without rows: the error code. Else `null`. */
  readonly refusal: string | null;
  /** How many requests a counted refusal stands for; 1 elsewhere. */
  readonly count: number;
  /** Where it was read for an insight. */
  readonly insight?: RecordedInsight | undefined;
  readonly shapes: readonly RecordedShape[];
  readonly subjects: readonly RecordedSubject[];
}
