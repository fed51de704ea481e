import type { Consent } from './consent/consent.ts';

/**
 * What access needs to know about one patient and one actor, as stored data. The pure rules that turn
 * facts into relationships stand in `relationships.ts`.
 */

/** One stored reason why somebody is tied to a patient. */
export interface Tie {
  readonly kind: 'CARE_TEAM' | 'TREATING' | 'PROXY' | 'STUDY';
  /**
   * FHIR reference of who is tied: `Practitioner/…`, `PractitionerRole/…`, `Location/…`, `CareTeam/…`,
   * `Organization/…`, `RelatedPerson/…`; for STUDY `ResearchStudy/…`, in which the patient takes part.
   */
  readonly anchor: string;
  /** FHIR reference of the resource that says so, such as `Encounter/e1`. */
  readonly source: string;
  /** FHIR date or dateTime; `null`: always was. */
  readonly start: string | null;
  /** FHIR date or dateTime; `null`: still open. */
  readonly end: string | null;
  /** PROXY only: an authorisation by the adult patient is on file. */
  readonly authorisation?: boolean;
  /** PROXY only: the patient's diminished capacity is recorded. */
  readonly diminishedCapacity?: boolean;
}

/** An opened glass: one actor, one patient, a while. Whether it is still open, our own clock says. */
export interface OpenedGlass {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly expiresAt: number;
}

/** A field of one row that a tenant masks by default, whole for this actor for a while. */
export interface Reveal {
  readonly coordinate: string;
  /** FHIR reference of the row. */
  readonly resource: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Facts for one actor and one patient. Fetched by key, in the patient's own batch. */
export interface SubjectFacts {
  readonly subjectId: string;
  /** False when no such patient is stored in the actor's tenant (or it was erased or merged away). */
  readonly exists: boolean;
  /** Ties whose anchor is one of the actor's. */
  readonly ties: readonly Tie[];
  /**
   * References that consents may mean this actor by: its own, its roles', their locations' and organizations', its
   * groups'; the same for every patient. MUST NOT tie anybody: all of a hospital have its reference. Empty: who asks
   * cannot be told.
   */
  readonly actors: readonly string[];
  /** FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly birthDate: string | null;
  /** FHIR date of death, when known: age stops counting there. */
  readonly deceasedDate: string | null;
  /** Security labels of the Patient resource, sorted: they hold for everything of the patient (high-water mark). */
  readonly labels: readonly string[];
  /** The patient's consents of any status. */
  readonly consents: readonly Consent[];
  /** Opened by this actor for this patient, in force or not. */
  readonly glass: OpenedGlass | null;
  /** Given to this actor, in force or not. */
  readonly reveals: readonly Reveal[];
  /** Random, kept per tenant, purpose and patient; `null` unless the operation needs pseudonyms. 32 bytes. */
  readonly pseudonymKey: Uint8Array | null;
  /** Names the patient in the ledger and goes with the patient's key; absent unless the tenant's records need it. 32 bytes. */
  readonly ledgerKey?: Uint8Array;
}

/** Where facts come from. MUST batch; MUST make the same calls for a patient that does not exist. */
export interface FactsSource {
  facts(subjectId: string): Promise<SubjectFacts>;
}
