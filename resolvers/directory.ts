import type {
  LocationResolvers,
  OrganizationResolvers,
  PractitionerResolvers,
} from '../src/generated/resolver-types.ts';
import { lookUp, pluck } from './directory-lookup.ts';
import { toCodeableConcept, toCodeableConcepts } from './fhir/coding.ts';
import { findIdentifier, NATIONAL_PROVIDER } from './fhir/find-identifier.ts';
import { toAddress, toContactPoint, toHumanName } from './fhir/person.ts';
import { readBoolean, readCode, readList, readString } from './fhir/read-element.ts';

type Complete<Resolvers> = Required<Omit<Resolvers, '__isTypeOf'>>;

/** FHIR R4 Practitioner. */
export const practitioner: Complete<PractitionerResolvers> = Object.freeze({
  id: (record) => `Practitioner/${record.id}`,
  fhirId: (record) => record.id,
  active: (record) => readBoolean(record.active),
  name: (record) => readList(record.name, toHumanName),
  npi: (record) => findIdentifier(record.identifier, NATIONAL_PROVIDER),
  qualification: (record) => readList(pluck(record.qualification, 'code'), toCodeableConcept),
});

/** FHIR R4 Organization. */
export const organization: Complete<OrganizationResolvers> = Object.freeze({
  id: (record) => `Organization/${record.id}`,
  fhirId: (record) => record.id,
  active: (record) => readBoolean(record.active),
  type: (record) => toCodeableConcepts(record.type),
  name: (record) => readString(record.name),
  telecom: (record) => readList(record.telecom, toContactPoint),
  address: (record) => readList(record.address, toAddress),
});

/** FHIR R4 Location. */
export const location: Complete<LocationResolvers> = Object.freeze({
  id: (record) => `Location/${record.id}`,
  fhirId: (record) => record.id,
  status: (record) => readCode(record.status),
  name: (record) => readString(record.name),
  type: (record) => toCodeableConcepts(record.type),
  telecom: (record) => readList(record.telecom, toContactPoint),
  address: (record) => toAddress(record.address),
  managingOrganization: (record, _args, context) =>
    lookUp(context, 'Organization', record.managingOrganization),
});
