import type { DataMeaning, ProvisionCode, ProvisionType } from './consent.ts';

/**
 * What a patient is asked about one by one, with the ActReason code under which it is enforced. `null`: HL7 has no
 * code in use here; the answer is kept and told, and opens and closes no record.
 */
export const CONSENT_PURPOSES = Object.freeze({
  TREATMENT: 'TREAT',
  BILLING: 'HPAYMT',
  RESEARCH: 'HRESCH',
  MARKETING: 'HMARKT',
  REMINDERS: null,
  THIRD_PARTY_SHARING: null,
  MODEL_USE: null,
} as const satisfies Readonly<Record<string, string | null>>);
export type ConsentPurpose = keyof typeof CONSENT_PURPOSES;

export function isConsentPurpose(value: unknown): value is ConsentPurpose {
  return typeof value === 'string' && Object.hasOwn(CONSENT_PURPOSES, value);
}

/** GDPR Art. 6(1) and Art. 9(2), by paragraph and letter. */
export const LAWFUL_BASES = Object.freeze([
  ...(['GDPR_6_1_A', 'GDPR_6_1_B', 'GDPR_6_1_C', 'GDPR_6_1_D', 'GDPR_6_1_E', 'GDPR_6_1_F'] as const),
  ...(['GDPR_9_2_A', 'GDPR_9_2_B', 'GDPR_9_2_C', 'GDPR_9_2_D', 'GDPR_9_2_E', 'GDPR_9_2_F'] as const),
  ...(['GDPR_9_2_G', 'GDPR_9_2_H', 'GDPR_9_2_I', 'GDPR_9_2_J'] as const),
]);
export type LawfulBasis = (typeof LAWFUL_BASES)[number];

export const COLLECTION_METHODS = Object.freeze(['PAPER', 'ELECTRONIC', 'VERBAL', 'TELEPHONE'] as const);
export type CollectionMethod = (typeof COLLECTION_METHODS)[number];

/** FHIR dates or dateTimes; `null` is open. */
export interface StatedPeriod {
  readonly start: string | null;
  readonly end: string | null;
}

/**
 * A consent as somebody records it. `null` restricts nothing; an empty list MUST be refused, since whoever sends
 * one more likely means nobody than everybody.
 */
export interface ConsentInput {
  readonly scope: 'patient-privacy' | 'research';
  readonly decision: ProvisionType;
  /** MUST be given to permit. `null` denies for all purposes. */
  readonly purposes: readonly ConsentPurpose[] | null;
  /** `Type/id` of those who may, or may not. */
  readonly actors: readonly string[] | null;
  /** Names of `enum Sensitivity`, or levels V R N M L U. */
  readonly labels: readonly string[] | null;
  /** FHIR types. */
  readonly classes: readonly string[] | null;
  readonly codes: readonly ProvisionCode[] | null;
  readonly data: readonly { readonly meaning: DataMeaning; readonly reference: string }[] | null;
  /** When the data came to be. */
  readonly dataPeriod: StatedPeriod | null;
  /** When the consent is in force; its end is its expiry. */
  readonly period: StatedPeriod | null;
  readonly lawfulBasis: readonly LawfulBasis[] | null;
  readonly formVersion: string | null;
  readonly collectionMethod: CollectionMethod | null;
  readonly policyUri: string | null;
  /** BCP 47: the language in which the patient was asked. */
  readonly language: string | null;
  /** FHIR date from which the patient is to be asked again. */
  readonly reconsentDue: string | null;
  /** Logical id of the consent that this one takes the place of. */
  readonly renews: string | null;
}
