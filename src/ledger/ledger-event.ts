import type { Decision, RecordedInsight, RecordKind } from './operation-record.ts';

/** One resolved PHI field, one refusal or one privileged act, as read from the ledger (design §9). */
export interface LedgerEvent {
  /** `<record id>.<ordinal>`; ordinals count from 0. */
  readonly id: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly kind: RecordKind;
  readonly tenant: string | null;
  readonly actor: string | null;
  readonly roles: readonly string[];
  readonly assurance: readonly string[];
  readonly client: string | null;
  readonly network: string | null;
  readonly purpose: string | null;
  /** FHIR logical id of the patient. */
  readonly subject: string | null;
  /** `id` is the FHIR logical id; both `null` where no row is concerned. */
  readonly resource: { readonly type: string | null; readonly id: string | null };
  readonly coordinate: string | null;
  readonly category: string | null;
  readonly decision: Decision;
  readonly mask: string | null;
  readonly reason: string;
  /** Id of the opened glass, where nothing else permitted; the purpose is then BTG. */
  readonly breakGlass: string | null;
  /** Id of the deciding consent; `null` where none of the patient's consents decided. */
  readonly consent: string | null;
  readonly policyVersion: string;
  readonly document: string | null;
  readonly operation: string | null;
  readonly request: string;
  readonly session: string | null;
  /** Coordinate of the insight on whose behalf this was read. */
  readonly via: string | null;
  readonly grant: string | null;
  /** What the model and its guardrail were, where it was read for an insight. */
  readonly insight?: RecordedInsight;
  /** Requests that a counted refusal stands for; only on a refusal of more than one. */
  readonly count?: number;
}
