import type { EncounterResolvers } from '../src/generated/resolver-types.ts';
import { lookUp, lookUpAll, pluck } from './directory-lookup.ts';
import { toCodeableConcept, toCodeableConcepts, toCoding } from './fhir/coding.ts';
import { toParticipant } from './fhir/participant.ts';
import { toPeriod } from './fhir/period.ts';
import { readCode, readElement, readList, readReference } from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 Encounter. */
export const encounter: RowResolvers<EncounterResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  class: (record) => toCoding(record.class),
  period: (record) => toPeriod(record.period),
  participants: (record) => readList(record.participant, toParticipant),
  practitioners: (record, _args, context) =>
    lookUpAll(context, 'Practitioner', pluck(record.participant, 'individual')),
  serviceProvider: (record, _args, context) => lookUp(context, 'Organization', record.serviceProvider),
  locations: (record, _args, context) => lookUpAll(context, 'Location', pluck(record.location, 'location')),
  type: (record) => toCodeableConcepts(record.type),
  serviceType: (record) => toCodeableConcept(record.serviceType),
  reasonCode: (record) => toCodeableConcepts(record.reasonCode),
  diagnosis: (record) => readList(pluck(record.diagnosis, 'condition'), readReference),
  dischargeDisposition: (record) =>
    toCodeableConcept(readElement(record.hospitalization)?.dischargeDisposition),
});
