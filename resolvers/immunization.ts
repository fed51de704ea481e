import type { ImmunizationResolvers } from '../src/generated/resolver-types.ts';
import { lookUp } from './directory-lookup.ts';
import { toAnnotation } from './fhir/annotation.ts';
import { toCodeableConcept, toCodeableConcepts } from './fhir/coding.ts';
import { toQuantity } from './fhir/quantity.ts';
import {
  readBoolean,
  readCode,
  readDateTime,
  readList,
  readReference,
  readString,
} from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 Immunization. */
export const immunization: RowResolvers<ImmunizationResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  statusReason: (record) => toCodeableConcept(record.statusReason),
  vaccineCode: (record) => toCodeableConcept(record.vaccineCode),
  encounter: (record) => readReference(record.encounter),
  occurrenceDateTime: (record) => readDateTime(record.occurrenceDateTime),
  occurrenceString: (record) => readString(record.occurrenceString),
  recorded: (record) => readDateTime(record.recorded),
  primarySource: (record) => readBoolean(record.primarySource),
  location: (record, _args, context) => lookUp(context, 'Location', record.location),
  lotNumber: (record) => readString(record.lotNumber),
  site: (record) => toCodeableConcept(record.site),
  route: (record) => toCodeableConcept(record.route),
  doseQuantity: (record) => toQuantity(record.doseQuantity),
  note: (record) => readList(record.note, toAnnotation),
  reasonCode: (record) => toCodeableConcepts(record.reasonCode),
});
