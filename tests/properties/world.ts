import type { StoredRecord } from '../../datasources/health-data.ts';
import type { SubjectFacts } from '../../src/access/facts.ts';
import { subjectFacts } from '../support/subject-facts.ts';

/** One row of a patient, and its place in the list, which does not move when a value does. */
export interface WorldRow {
  readonly record: StoredRecord;
  readonly position: string;
}

export interface WorldPatient {
  readonly record: StoredRecord;
  /** What is stored of this patient for the actor. */
  readonly facts: SubjectFacts;
  readonly rows: readonly WorldRow[];
}

/** All that is stored in one tenant, by the patient's logical id. */
export type World = ReadonlyMap<string, WorldPatient>;

/** What is given of a patient who is not stored. */
export const noFacts = (subjectId: string) => subjectFacts({ subjectId, exists: false });
