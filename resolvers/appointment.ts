import type { AppointmentResolvers } from '../src/generated/resolver-types.ts';
import { lookUpAll, pluck } from './directory-lookup.ts';
import { toCodeableConcept, toCodeableConcepts } from './fhir/coding.ts';
import { toParticipant } from './fhir/participant.ts';
import { readCode, readDateTime, readInteger, readList, readString } from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 Appointment. */
export const appointment: RowResolvers<AppointmentResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  start: (record) => readDateTime(record.start),
  end: (record) => readDateTime(record.end),
  minutesDuration: (record) => readInteger(record.minutesDuration),
  created: (record) => readDateTime(record.created),
  participants: (record) => readList(record.participant, toParticipant),
  practitioners: (record, _args, context) =>
    lookUpAll(context, 'Practitioner', pluck(record.participant, 'actor')),
  appointmentType: (record) => toCodeableConcept(record.appointmentType),
  serviceCategory: (record) => toCodeableConcepts(record.serviceCategory),
  serviceType: (record) => toCodeableConcepts(record.serviceType),
  specialty: (record) => toCodeableConcepts(record.specialty),
  reasonCode: (record) => toCodeableConcepts(record.reasonCode),
  description: (record) => readString(record.description),
});
