import type { Coding } from './audit-event.ts';

/** Code systems and codes of FHIR R4, DICOM PS3.16 CID 400–402, HL7 Terminology and IHE BALP 1.1.4, in one place. */
const THO = 'http://terminology.hl7.org/CodeSystem';
const BALP = 'https://profiles.ihe.net/ITI/BALP';

const coding = (system: string, code: string, display?: string): Coding =>
  Object.freeze(display === undefined ? { system, code } : { system, code, display });
const dicom = (code: string, display: string) =>
  coding('http://dicom.nema.org/resources/ontology/DCM', code, display);
const interaction = (code: string) => coding('http://hl7.org/fhir/restful-interaction', code, code);
const lifecycle = (code: string) => coding(`${THO}/iso-21089-lifecycle`, code);

export const ACT_REASON = `${THO}/v3-ActReason`;
export const RESOURCE_TYPES = 'http://hl7.org/fhir/resource-types';

/** Namespace of what no standard names: actors, clients, requests, rows that FHIR has no type for. */
export const PHIELD = 'urn:phield';

export const EVENT_TYPE = Object.freeze({
  rest: coding(`${THO}/audit-event-type`, 'rest', 'Restful Operation'),
  export: dicom('110106', 'Export'),
  alert: dicom('110113', 'Security Alert'),
  activity: dicom('110100', 'Application Activity'),
  logUsed: dicom('110101', 'Audit Log Used'),
});

export const SUBTYPE = Object.freeze({
  read: interaction('read'),
  search: interaction('search'),
  create: interaction('create'),
  update: interaction('update'),
  graphql: coding(`${PHIELD}:interaction`, 'graphql-query', 'GraphQL query'),
  disclose: lifecycle('disclose'),
  hold: lifecycle('hold'),
  unhold: lifecycle('unhold'),
  destroy: lifecycle('destroy'),
  consent: coding(`${BALP}/CodeSystem/AuthZsubType`, 'AuthZ-Consent'),
  role: coding(`${BALP}/CodeSystem/AuthZsubType`, 'AuthZ-Role'),
  glassOpened: dicom('110127', 'Emergency Override Started'),
  configuration: dicom('110129', 'Security Configuration'),
  software: dicom('110131', 'Software Configuration'),
  restricted: dicom('110132', 'Use of Restricted Function'),
  recordingStopped: dicom('110133', 'Audit Recording Stopped'),
  recordingStarted: dicom('110134', 'Audit Recording Started'),
  userAttributes: dicom('110137', 'User security Attributes Changed'),
});

export const AGENT_TYPE = Object.freeze({
  application: dicom('110150', 'Application'),
  destination: dicom('110152', 'Destination Role ID'),
  source: dicom('110153', 'Source Role ID'),
  recipient: coding(`${THO}/v3-ParticipationType`, 'IRCP', 'information recipient'),
  author: coding(`${THO}/v3-ParticipationType`, 'AUT', 'author (originator)'),
  organization: coding(`${THO}/v3-RoleClass`, 'PROV', 'healthcare provider'),
  authorizer: coding(`${THO}/extra-security-role-type`, 'authserver', 'authorization server'),
});

export const ENTITY_TYPE = Object.freeze({
  person: coding(`${THO}/audit-entity-type`, '1', 'Person'),
  object: coding(`${THO}/audit-entity-type`, '2', 'System Object'),
  request: coding(`${BALP}/CodeSystem/BasicAuditEntityType`, 'XrequestId'),
  consent: coding(RESOURCE_TYPES, 'Consent', 'Consent'),
});

export const ENTITY_ROLE = Object.freeze({
  patient: coding(`${THO}/object-role`, '1', 'Patient'),
  domain: coding(`${THO}/object-role`, '4', 'Domain Resource'),
  security: coding(`${THO}/object-role`, '13', 'Security Resource'),
  query: coding(`${THO}/object-role`, '24', 'Query'),
});

export const SOURCE_TYPE = Object.freeze({
  application: coding(`${THO}/security-source-type`, '4', 'Application Server'),
});

export type BalpProfile =
  | 'Read'
  | 'PatientRead'
  | 'Query'
  | 'PatientQuery'
  | 'Create'
  | 'PatientCreate'
  | 'Update'
  | 'PatientUpdate'
  | 'PrivacyDisclosure.Source'
  | 'AuthZconsent';

/** Canonical address of a profile, for `meta.profile`. */
export function profile(name: BalpProfile): string {
  return `${BALP}/StructureDefinition/IHE.BasicAudit.${name}`;
}
