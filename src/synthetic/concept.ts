/** Code systems of what is generated. */
export const SYSTEM = Object.freeze({
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  conditionCategory: 'http://terminology.hl7.org/CodeSystem/condition-category',
  cvx: 'http://hl7.org/fhir/sid/cvx',
  icd10: 'http://hl7.org/fhir/sid/icd-10-cm',
  identifierType: 'http://terminology.hl7.org/CodeSystem/v2-0203',
  loinc: 'http://loinc.org',
  noteCategory: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
  npi: 'http://hl7.org/fhir/sid/us-npi',
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
  organizationType: 'http://terminology.hl7.org/CodeSystem/organization-type',
  physicalType: 'http://terminology.hl7.org/CodeSystem/location-physical-type',
  race: 'urn:oid:2.16.840.1.113883.6.238',
  roleCode: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  section: 'http://terminology.hl7.org/CodeSystem/v2-0074',
  snomed: 'http://snomed.info/sct',
  ssn: 'http://hl7.org/fhir/sid/us-ssn',
  usCoreCategory: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-category',
});

export interface Concept {
  readonly coding: readonly { readonly system: string; readonly code: string; readonly display?: string }[];
  readonly text?: string;
}

/** A CodeableConcept with one coding. */
export function concept(system: string, code: string, display?: string): Concept {
  return display === undefined
    ? { coding: [{ system, code }] }
    : { coding: [{ system, code, display }], text: display };
}
