import type { CoverageResolvers } from '../src/generated/resolver-types.ts';
import { lookUpAll } from './directory-lookup.ts';
import { toCodeableConcept } from './fhir/coding.ts';
import { toPeriod } from './fhir/period.ts';
import { toIdentifier } from './fhir/person.ts';
import { elements, readCode, readInteger, readList, readReference, readString } from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 Coverage. */
export const coverage: RowResolvers<CoverageResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  type: (record) => toCodeableConcept(record.type),
  subscriberId: (record) => readString(record.subscriberId),
  identifiers: (record) => readList(record.identifier, toIdentifier),
  policyHolder: (record) => readReference(record.policyHolder),
  subscriber: (record) => readReference(record.subscriber),
  relationship: (record) => toCodeableConcept(record.relationship),
  period: (record) => toPeriod(record.period),
  payor: (record, _args, context) => lookUpAll(context, 'Organization', elements(record.payor)),
  order: (record) => readInteger(record.order),
  network: (record) => readString(record.network),
});
