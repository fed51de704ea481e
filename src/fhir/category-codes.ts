/** `system|code` → PhiCategory codes (standards §2). Only exact pairs count: a code without its system is unknown. */
type CategoryCodes = ReadonlyMap<string, readonly string[]>;

const THO = 'http://terminology.hl7.org/CodeSystem';
const US_CORE = 'http://hl7.org/fhir/us/core/CodeSystem';
/** HL7 table 0074, diagnostic service section. */
const V2_0074 = `${THO}/v2-0074`;

function table(
  systems: readonly string[],
  codes: Readonly<Record<string, string>>,
): readonly (readonly [string, readonly string[]])[] {
  return systems.flatMap((system) =>
    Object.entries(codes).map(([code, category]) => [`${system}|${code}`, [category]] as const),
  );
}

/** The STU3 and R4 addresses of the same code system; both are met in exports. */
const OBSERVATION_SYSTEMS = [`${THO}/observation-category`, 'http://hl7.org/fhir/observation-category'];

const SDOH = table([`${US_CORE}/us-core-category`, `${US_CORE}/us-core-tags`], { sdoh: 'SDOH' });

const OBSERVATION_CODES = table(OBSERVATION_SYSTEMS, {
  laboratory: 'LAB',
  'vital-signs': 'VITAL_SIGNS',
  'social-history': 'SOCIAL_HISTORY',
  survey: 'SURVEY',
  imaging: 'IMAGING',
});

/** Laboratory sections of table 0074, the imaging ones, and genetics. */
const SECTIONS = table([V2_0074], {
  LAB: 'LAB',
  BG: 'LAB',
  BLB: 'LAB',
  CH: 'LAB',
  CP: 'LAB',
  HM: 'LAB',
  IMM: 'LAB',
  MB: 'LAB',
  MCB: 'LAB',
  MYC: 'LAB',
  SP: 'LAB',
  SR: 'LAB',
  TX: 'LAB',
  VR: 'LAB',
  PAT: 'LAB',
  CT: 'IMAGING',
  CUS: 'IMAGING',
  NMR: 'IMAGING',
  NMS: 'IMAGING',
  OUS: 'IMAGING',
  RAD: 'IMAGING',
  RUS: 'IMAGING',
  RX: 'IMAGING',
  VUS: 'IMAGING',
  XRC: 'IMAGING',
  GE: 'GENOMIC',
});

/**
 * LOINC classes US Core uses for reports and notes
 * (https://hl7.org/fhir/us/core/ValueSet/us-core-diagnosticreport-category): radiology is imaging,
 * cardiology and pathology reports are exchanged as notes, and the note types are notes.
 */
const REPORT_CLASSES = table(['http://loinc.org'], {
  'LP29684-5': 'IMAGING',
  'LP29708-2': 'CLINICAL_NOTE',
  'LP7839-6': 'CLINICAL_NOTE',
  '11488-4': 'CLINICAL_NOTE',
  '18842-5': 'CLINICAL_NOTE',
  '34111-5': 'CLINICAL_NOTE',
  '34117-2': 'CLINICAL_NOTE',
  '11506-3': 'CLINICAL_NOTE',
  '28570-0': 'CLINICAL_NOTE',
  '51847-2': 'CLINICAL_NOTE',
});

const NOTES = table([`${US_CORE}/us-core-documentreference-category`], { 'clinical-note': 'CLINICAL_NOTE' });

export const OBSERVATION_CATEGORIES: CategoryCodes = new Map([...OBSERVATION_CODES, ...SECTIONS, ...SDOH]);

export const CONDITION_CATEGORIES: CategoryCodes = new Map([
  ...table([`${THO}/condition-category`, 'http://hl7.org/fhir/condition-category'], {
    'problem-list-item': 'PROBLEM',
    'encounter-diagnosis': 'DIAGNOSIS',
  }),
  ...table([`${US_CORE}/condition-category`], { 'health-concern': 'PROBLEM' }),
  ...SDOH,
]);

export const REPORT_CATEGORIES: CategoryCodes = new Map([
  ...SECTIONS,
  ...REPORT_CLASSES,
  ...table(OBSERVATION_SYSTEMS, { laboratory: 'LAB', imaging: 'IMAGING' }),
  ...NOTES,
]);
