import type { ConditionResolvers } from '../src/generated/resolver-types.ts';
import { toAnnotation } from './fhir/annotation.ts';
import { toCodeableConcept, toCodeableConcepts } from './fhir/coding.ts';
import { toPeriod } from './fhir/period.ts';
import { readDateTime, readList, readReference, readString } from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 Condition. */
export const condition: RowResolvers<ConditionResolvers> = Object.freeze({
  clinicalStatus: (record) => toCodeableConcept(record.clinicalStatus),
  verificationStatus: (record) => toCodeableConcept(record.verificationStatus),
  category: (record) => toCodeableConcepts(record.category),
  severity: (record) => toCodeableConcept(record.severity),
  code: (record) => toCodeableConcept(record.code),
  bodySite: (record) => toCodeableConcepts(record.bodySite),
  encounter: (record) => readReference(record.encounter),
  onsetDateTime: (record) => readDateTime(record.onsetDateTime),
  onsetPeriod: (record) => toPeriod(record.onsetPeriod),
  onsetString: (record) => readString(record.onsetString),
  abatementDateTime: (record) => readDateTime(record.abatementDateTime),
  abatementString: (record) => readString(record.abatementString),
  recordedDate: (record) => readDateTime(record.recordedDate),
  recorder: (record) => readReference(record.recorder),
  asserter: (record) => readReference(record.asserter),
  note: (record) => readList(record.note, toAnnotation),
});
