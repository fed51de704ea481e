import type { CategoryTokens } from '../access/category-tokens.ts';
import {
  CONDITION_TOKENS,
  categoryTokens,
  NOTE_TOKENS,
  OBSERVATION_SYSTEMS,
  OBSERVATION_TOKENS,
  SDOH_TOKENS,
  SECTION_SYSTEM,
} from '../access/category-tokens.ts';

/** `system|code` → PhiCategory codes (standards §2). Only exact pairs count: a code without its system is unknown. */
type CategoryCodes = ReadonlyMap<string, readonly string[]>;

function table(
  systems: readonly string[],
  codes: Readonly<Record<string, string>>,
): readonly (readonly [string, readonly string[]])[] {
  return rows(categoryTokens(systems, codes));
}

function rows(tokens: CategoryTokens): readonly (readonly [string, readonly string[]])[] {
  return Object.entries(tokens).map(([token, category]) => [token, [category]]);
}

const SDOH = rows(SDOH_TOKENS);

/** Laboratory sections of table 0074, the imaging ones, and genetics. */
const SECTIONS = table([SECTION_SYSTEM], {
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

export const OBSERVATION_CATEGORIES: CategoryCodes = new Map([
  ...rows(OBSERVATION_TOKENS),
  ...SECTIONS,
  ...SDOH,
]);

export const CONDITION_CATEGORIES: CategoryCodes = new Map([...rows(CONDITION_TOKENS), ...SDOH]);

export const REPORT_CATEGORIES: CategoryCodes = new Map([
  ...SECTIONS,
  ...REPORT_CLASSES,
  ...table(OBSERVATION_SYSTEMS, { laboratory: 'LAB', imaging: 'IMAGING' }),
  ...rows(NOTE_TOKENS),
]);
