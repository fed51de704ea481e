import type { ObservationResolvers } from '../src/generated/resolver-types.ts';
import { toAnnotation } from './fhir/annotation.ts';
import { toCodeableConcept, toCodeableConcepts } from './fhir/coding.ts';
import { toObservationComponent, toReferenceRange } from './fhir/observation-value.ts';
import { toPeriod } from './fhir/period.ts';
import { toQuantity, toRange } from './fhir/quantity.ts';
import {
  readBoolean,
  readCode,
  readDateTime,
  readInteger,
  readList,
  readReference,
  readString,
} from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 Observation. */
export const observation: RowResolvers<ObservationResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  category: (record) => toCodeableConcepts(record.category),
  code: (record) => toCodeableConcept(record.code),
  encounter: (record) => readReference(record.encounter),
  effectiveDateTime: (record) => readDateTime(record.effectiveDateTime ?? record.effectiveInstant),
  effectivePeriod: (record) => toPeriod(record.effectivePeriod),
  issued: (record) => readDateTime(record.issued),
  performer: (record) => readList(record.performer, readReference),
  valueQuantity: (record) => toQuantity(record.valueQuantity),
  valueCodeableConcept: (record) => toCodeableConcept(record.valueCodeableConcept),
  valueString: (record) => readString(record.valueString),
  valueInteger: (record) => readInteger(record.valueInteger),
  valueBoolean: (record) => readBoolean(record.valueBoolean),
  valueRange: (record) => toRange(record.valueRange),
  valueDateTime: (record) => readDateTime(record.valueDateTime),
  valuePeriod: (record) => toPeriod(record.valuePeriod),
  dataAbsentReason: (record) => toCodeableConcept(record.dataAbsentReason),
  interpretation: (record) => toCodeableConcepts(record.interpretation),
  note: (record) => readList(record.note, toAnnotation),
  bodySite: (record) => toCodeableConcept(record.bodySite),
  method: (record) => toCodeableConcept(record.method),
  referenceRange: (record) => readList(record.referenceRange, toReferenceRange),
  hasMember: (record) => readList(record.hasMember, readReference),
  derivedFrom: (record) => readList(record.derivedFrom, readReference),
  component: (record) => readList(record.component, toObservationComponent),
});
