import type { AllergyIntoleranceResolvers } from '../src/generated/resolver-types.ts';
import { toAllergyReaction } from './fhir/allergy-reaction.ts';
import { toAnnotation } from './fhir/annotation.ts';
import { toCodeableConcept } from './fhir/coding.ts';
import { readCode, readDateTime, readList, readReference } from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 AllergyIntolerance. */
export const allergyIntolerance: RowResolvers<AllergyIntoleranceResolvers> = Object.freeze({
  clinicalStatus: (record) => toCodeableConcept(record.clinicalStatus),
  verificationStatus: (record) => toCodeableConcept(record.verificationStatus),
  type: (record) => readCode(record.type),
  category: (record) => readList(record.category, readCode),
  criticality: (record) => readCode(record.criticality),
  code: (record) => toCodeableConcept(record.code),
  encounter: (record) => readReference(record.encounter),
  onsetDateTime: (record) => readDateTime(record.onsetDateTime),
  recordedDate: (record) => readDateTime(record.recordedDate),
  lastOccurrence: (record) => readDateTime(record.lastOccurrence),
  recorder: (record) => readReference(record.recorder),
  note: (record) => readList(record.note, toAnnotation),
  reaction: (record) => readList(record.reaction, toAllergyReaction),
});
