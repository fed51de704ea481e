/**
 * What access needs to know about one patient and one actor, as stored data. The pure rules that turn
 * facts into relationships stand in `relationships.ts`.
 */

/** One stored reason why somebody is tied to a patient. */
export interface Tie {
  readonly kind: 'CARE_TEAM' | 'TREATING' | 'PROXY';
  /** FHIR reference of who is tied: `Practitioner/…`, `PractitionerRole/…`, `Location/…`, `CareTeam/…`, `Organization/…`, `RelatedPerson/…`. */
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

/** Facts for one actor and one patient. Fetched by key, in the patient's own batch. */
export interface SubjectFacts {
  readonly subjectId: string;
  /** False when no such patient is stored in the actor's tenant (or it was erased or merged away). */
  readonly exists: boolean;
  /** Ties whose anchor is one of the actor's. */
  readonly ties: readonly Tie[];
  /** FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly birthDate: string | null;
  /** FHIR date of death, when known: age stops counting there. */
  readonly deceasedDate: string | null;
  /** Random, kept per tenant, purpose and patient; `null` unless the operation needs pseudonyms. 32 bytes. */
  readonly pseudonymKey: Uint8Array | null;
}

/** Where facts come from. MUST batch; MUST make the same calls for a patient that does not exist. */
export interface FactsSource {
  facts(subjectId: string): Promise<SubjectFacts>;
}
