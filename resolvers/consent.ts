import type { ConsentResolvers } from '../src/generated/resolver-types.ts';
import { lookUpAll } from './directory-lookup.ts';
import { toCodeableConcept, toCodeableConcepts } from './fhir/coding.ts';
import { toConsentProvision } from './fhir/consent-provision.ts';
import { elements, readCode, readDateTime, readList, readReference } from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 Consent. */
export const consent: RowResolvers<ConsentResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  scope: (record) => toCodeableConcept(record.scope),
  dateTime: (record) => readDateTime(record.dateTime),
  category: (record) => toCodeableConcepts(record.category),
  performer: (record) => readList(record.performer, readReference),
  organization: (record, _args, context) => lookUpAll(context, 'Organization', elements(record.organization)),
  policyRule: (record) => toCodeableConcept(record.policyRule),
  provision: (record) => toConsentProvision(record.provision),
});
