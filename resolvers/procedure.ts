import type { ProcedureResolvers } from '../src/generated/resolver-types.ts';
import { lookUp, lookUpAll, pluck } from './directory-lookup.ts';
import { toAnnotation } from './fhir/annotation.ts';
import { toCodeableConcept, toCodeableConcepts } from './fhir/coding.ts';
import { toPeriod } from './fhir/period.ts';
import { readCode, readDateTime, readList, readReference } from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 Procedure. */
export const procedure: RowResolvers<ProcedureResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  statusReason: (record) => toCodeableConcept(record.statusReason),
  category: (record) => toCodeableConcept(record.category),
  code: (record) => toCodeableConcept(record.code),
  encounter: (record) => readReference(record.encounter),
  performedDateTime: (record) => readDateTime(record.performedDateTime),
  performedPeriod: (record) => toPeriod(record.performedPeriod),
  practitioners: (record, _args, context) =>
    lookUpAll(context, 'Practitioner', pluck(record.performer, 'actor')),
  location: (record, _args, context) => lookUp(context, 'Location', record.location),
  reasonCode: (record) => toCodeableConcepts(record.reasonCode),
  reasonReference: (record) => readList(record.reasonReference, readReference),
  bodySite: (record) => toCodeableConcepts(record.bodySite),
  outcome: (record) => toCodeableConcept(record.outcome),
  complication: (record) => toCodeableConcepts(record.complication),
  note: (record) => readList(record.note, toAnnotation),
});
