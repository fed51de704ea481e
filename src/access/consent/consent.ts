import type { ConsentFinding } from './consent-findings.ts';

/** Milliseconds since the epoch, both ends included; an open end is ±Infinity. */
export interface Interval {
  readonly from: number;
  readonly until: number;
}

export type ProvisionType = 'permit' | 'deny';

/**
 * One rule of a consent (FHIR R4 Consent.provision), read. An empty list or `null` restricts nothing.
 * Nested provisions are exceptions to the one that holds them.
 */
export interface Provision {
  readonly type: ProvisionType;
  /** When the rule is in force. */
  readonly period: Interval | null;
  /** `Type/id` of who asks; UNRESOLVED stands for somebody who cannot be told. */
  readonly actors: readonly string[];
  /** ActReason codes. */
  readonly purposes: readonly string[];
  /** Names of `enum Sensitivity`, and confidentiality levels V R N M L U. */
  readonly labels: readonly string[];
  /** When the data came to be. */
  readonly dataPeriod: Interval | null;
  readonly data: readonly ProvisionData[];
  /** FHIR types of rows. */
  readonly classes: readonly string[];
  readonly codes: readonly ProvisionCode[];
  readonly provisions: readonly Provision[];
  /** True: it cannot be told whether the rule holds (a consent found unverified), so it MUST NOT permit. */
  readonly inPart?: boolean;
}

/** http://hl7.org/fhir/R4/valueset-consent-data-meaning.html */
export const DATA_MEANINGS = Object.freeze(['instance', 'related', 'dependents', 'authoredby'] as const);
export type DataMeaning = (typeof DATA_MEANINGS)[number];

export interface ProvisionData {
  readonly meaning: DataMeaning;
  /** `Type/id`, or UNRESOLVED. */
  readonly reference: string;
}

export interface ProvisionCode {
  /** `null`: of any system. */
  readonly system: string | null;
  readonly code: string;
}

/** In place of a reference that names nothing here: it may be anything, so it denies all and permits none. */
export const UNRESOLVED = '?';

/** One stored Consent, as access reads it. */
export interface Consent {
  /** FHIR logical id. */
  readonly id: string;
  /** As stored; `unknown` when it is none of FHIR's. */
  readonly status: ConsentStatus;
  /** False: MUST deny everything while the status is `active` or `unknown`. */
  readonly readable: boolean;
  /** `null`: says nothing about privacy. */
  readonly provision: Provision | null;
  /** `null`: says nothing about it; one that is not readable says it nowhere. */
  readonly modelUse: ModelUse | null;
  /** For the privacy officer: what is wrong with it. Codes only, sorted, each once. */
  readonly findings: readonly ConsentFinding[];
}

/** What a consent answers to CONSENT_PURPOSES.MODEL_USE; whether the answer holds now, the period says. */
export interface ModelUse {
  readonly answer: 'GRANTED' | 'REFUSED' | 'WITHDRAWN';
  readonly period: Interval | null;
}

/** http://hl7.org/fhir/R4/valueset-consent-state-codes.html; only `active` is in force. */
export const CONSENT_STATUSES = Object.freeze([
  'draft',
  'proposed',
  'active',
  'rejected',
  'inactive',
  'entered-in-error',
] as const);
export type ConsentStatus = (typeof CONSENT_STATUSES)[number] | 'unknown';
