import type { CareTeamResolvers } from '../src/generated/resolver-types.ts';
import { lookUpAll, pluck } from './directory-lookup.ts';
import { toCodeableConcepts } from './fhir/coding.ts';
import { toParticipant } from './fhir/participant.ts';
import { toPeriod } from './fhir/period.ts';
import { elements, readCode, readList, readReference, readString } from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 CareTeam. */
export const careTeam: RowResolvers<CareTeamResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  period: (record) => toPeriod(record.period),
  participants: (record) => readList(record.participant, toParticipant),
  practitioners: (record, _args, context) =>
    lookUpAll(context, 'Practitioner', pluck(record.participant, 'member')),
  managingOrganization: (record, _args, context) =>
    lookUpAll(context, 'Organization', elements(record.managingOrganization)),
  encounter: (record) => readReference(record.encounter),
  name: (record) => readString(record.name),
  category: (record) => toCodeableConcepts(record.category),
  reasonCode: (record) => toCodeableConcepts(record.reasonCode),
});
