/**
 * Code systems that a Consent may use, by URI. THO names first, then what FHIR STU3 and HL7 v3 called the same.
 * MUST NOT take a system for another that merely looks alike: an unknown one makes the consent unreadable.
 */
export const ACT_REASON: readonly string[] = Object.freeze([
  'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  'http://hl7.org/fhir/v3/ActReason',
  'urn:oid:2.16.840.1.113883.5.8',
]);
export const ACT_CODE: readonly string[] = Object.freeze([
  'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  'http://hl7.org/fhir/v3/ActCode',
  'urn:oid:2.16.840.1.113883.5.4',
]);
export const CONFIDENTIALITY: readonly string[] = Object.freeze([
  'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
  'http://hl7.org/fhir/v3/Confidentiality',
  'urn:oid:2.16.840.1.113883.5.25',
]);
/** Deprecated in favour of ActCode (standards §10); only 42CFRPart2 is read from it. */
export const US_PRIVACY_LAW = 'http://terminology.hl7.org/CodeSystem/v3-ActUSPrivacyLaw';
export const CONSENT_SCOPE = 'http://terminology.hl7.org/CodeSystem/consentscope';
export const CONSENT_ACTION = 'http://terminology.hl7.org/CodeSystem/consentaction';
export const PARTICIPATION_TYPE = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
export const RESOURCE_TYPES = 'http://hl7.org/fhir/resource-types';

/** Types of whom an actor's own reference is of, with all that is told of their roles, teams and organizations. */
export const PERSONS: readonly string[] = Object.freeze(['Practitioner', 'Patient', 'RelatedPerson']);
/** Types of whom it is told whether a person asking is one of them. Of a Group or a Device nothing says it. */
export const ACTORS: readonly string[] = Object.freeze([
  ...PERSONS,
  ...['PractitionerRole', 'Organization', 'CareTeam', 'Location'],
]);

/** Codes of ActReason below PurposeOfUse (THO v3-PurposeOfUse). */
const PURPOSES: ReadonlySet<string> = new Set([
  ...['HMARKT', 'PUBHLTH', 'DISASTER', 'THREAT', 'PATRQT', 'FAMRQT', 'PWATRNY', 'SUPNWK'],
  ...['TREAT', 'CLINTRL', 'COC', 'ETREAT', 'BTG', 'ERTREAT', 'POPHLTH', 'TREATDS'],
  ...[
    'HOPERAT',
    'CAREMGT',
    'DONAT',
    'FRAUD',
    'GOV',
    'HACCRED',
    'HCOMPL',
    'HDECD',
    'HDIRECT',
    'HDM',
    'HLEGAL',
  ],
  ...[
    'HOUTCOMS',
    'HPRGRP',
    'HQUALIMP',
    'HSYSADMIN',
    'LABELING',
    'METAMGT',
    'MEMADMIN',
    'MILCDM',
    'MLTRAINING',
  ],
  ...['PATADMIN', 'PATSFTY', 'PERFMSR', 'RECORDMGT', 'SYSDEV', 'HTEST', 'TRAIN'],
  ...[
    'HPAYMT',
    'CLMATTCH',
    'COVAUTH',
    'COVERAGE',
    'ELIGDTRM',
    'ELIGVER',
    'ENROLLM',
    'MILDCRG',
    'PMTDS',
    'REMITADV',
  ],
]);
const RESEARCH: ReadonlySet<string> = new Set([
  ...[
    'HRESCH',
    'BIORCH',
    'CLINTRCH',
    'CLINTRCHNPC',
    'CLINTRCHPC',
    'PRECLINTRCH',
    'DSRCH',
    'POARCH',
    'TRANSRCH',
  ],
]);

export function isPurpose(code: string): boolean {
  return PURPOSES.has(code) || RESEARCH.has(code);
}

export function isResearchPurpose(code: string): boolean {
  return RESEARCH.has(code);
}

/** Codes of ActCode that are labels, by the names they have in `enum Sensitivity`. */
const SENSITIVITIES: ReadonlyMap<string, string> = new Map(
  [
    ...[
      'SPI',
      'ETH',
      'SUD',
      'ETHUD',
      'OPIOIDUD',
      'PSY',
      'MH',
      'BH',
      'COGN',
      'DVD',
      'EMOTDIS',
      'PSYTHPN',
      'HIV',
      'STD',
    ],
    ...[
      'SEX',
      'PREGNANT',
      'GDIS',
      'SCA',
      'SDV',
      'VIO',
      'MST',
      'ADOL',
      'CEL',
      'VIP',
      'EMP',
      'TBOO',
      'PRS',
      'PHY',
    ],
    ...['PATLOC', 'LOCIS', 'LIVARG', 'DEMO', 'DOB', 'GENDER', 'RACE', 'REL', 'MARST', 'IDS'],
  ].map((code): [string, string] => [code, code]),
);

/** Confidentiality, from least to most (standards §4): moderate lies below normal. */
export const LEVELS: readonly string[] = Object.freeze(['U', 'L', 'M', 'N', 'R', 'V']);

/** The label that a coding means: a name of `enum Sensitivity` or a level; `null` for none known here. */
export function labelOf(system: string | null, code: string): string | null {
  if (system === null) return null;
  if (CONFIDENTIALITY.includes(system)) return LEVELS.includes(code) ? code : null;
  if (code === '42CFRPart2' && (system === US_PRIVACY_LAW || ACT_CODE.includes(system))) return 'PART2';
  if (!ACT_CODE.includes(system)) return null;
  return code === 'SICKLE' ? 'SCA' : (SENSITIVITIES.get(code) ?? null);
}
