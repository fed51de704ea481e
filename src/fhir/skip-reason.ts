/**
 * Why a resource was not stored. `error` reasons make an import end with a finding; the others are decisions.
 * The text is constant: a reason MUST NOT repeat anything the resource says.
 */
export interface SkipReason {
  readonly text: string;
  readonly error: boolean;
}

export const SKIP_REASONS = Object.freeze({
  NOT_JSON: { text: 'not valid JSON', error: true },
  NOT_UTF8: { text: 'not valid UTF-8', error: true },
  TOO_LONG: { text: 'line or entry longer than 64 MB', error: true },
  TOO_DEEP: { text: 'nested deeper than 100 levels', error: true },
  CUT: { text: 'input ends in the middle of it', error: true },
  NOT_A_RESOURCE: { text: 'not a FHIR resource', error: true },
  EXPORT_LOG: { text: 'line of a bulk export log', error: false },
  TYPE_NOT_SUPPORTED: { text: 'type not supported', error: false },
  NOTHING_TO_STORE: { text: 'entry that stores nothing (read, search or patch)', error: false },
  BAD_ID: { text: 'id is not a FHIR id', error: true },
  NO_SUBJECT: { text: 'names no patient', error: true },
  SUBJECT_NOT_PATIENT: { text: 'subject is not one patient', error: false },
  SUBJECT_UNRESOLVED: { text: 'reference to the patient cannot be resolved', error: true },
  NO_STOCK: { text: 'belongs to no patient', error: false },
  ERASED: { text: 'its patient was erased', error: false },
  TOO_LARGE: { text: 'too large for one item of the store', error: true },
  INVALID: { text: 'type, id or patient cannot be a key of the store', error: true },
} as const satisfies Record<string, SkipReason>);

export type SkipCode = keyof typeof SKIP_REASONS;
