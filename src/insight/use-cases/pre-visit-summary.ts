import type { UseCase } from '../use-case.ts';
import { composeInstructions } from './compose-instructions.ts';
import { type OutputShape, outputSchema } from './output-schema.ts';
import { activeOnly } from './rules/active-only.ts';
import { noAbsence } from './rules/no-absence.ts';
import { sectionKinds } from './rules/section-kinds.ts';
import { shape } from './rules/shape.ts';

const SHAPE: OutputShape = Object.freeze({
  sections: Object.freeze(['Problems', 'Medications', 'Allergies', 'Recent results', 'Care gaps']),
  code: false,
  status: false,
});

const KINDS: Readonly<Record<string, readonly string[]>> = Object.freeze({
  Problems: Object.freeze(['Condition']),
  Medications: Object.freeze(['MedicationRequest']),
  Allergies: Object.freeze(['AllergyIntolerance']),
  'Recent results': Object.freeze(['Observation', 'DiagnosticReport']),
  'Care gaps': Object.freeze(['Immunization', 'Procedure', 'Observation', 'DiagnosticReport']),
});

/** What a clinician reads before a visit. */
export const preVisitSummary: UseCase = Object.freeze({
  name: 'PRE_VISIT_SUMMARY',
  audience: 'CLINICIAN',
  instructions: composeInstructions(
    'PRE_VISIT_SUMMARY',
    'You prepare a summary of a patient record for a clinician who will see the patient. The clinician reads it in a minute and decides alone.',
    [
      'Sections, in this order: "Problems" (conditions whose clinical status is active, recurrence or relapse, and no others), "Medications" (status active, and no others), "Allergies", "Recent results", "Care gaps".',
      'Problems, medications, allergies: one sentence for each, naming it as the record does, with onset, dose or reaction where given.',
      'Recent results: one sentence for each test, its values with their dates from oldest to newest, each value quoted from its own block. Do not say in words of your own that a value rises, falls, is high or is low.',
      'Care gaps: for vaccines, screenings and other preventive items, when each was last recorded. Never say that one is due, missing or overdue: you see only a part of the record.',
      'Each section rests on its own kind of record: Condition, MedicationRequest, AllergyIntolerance, Observation or DiagnosticReport, and for care gaps Immunization or Procedure as well.',
    ],
  ),
  outputSchema: outputSchema(SHAPE),
  takesQuestion: false,
  query:
    'What are the active problems, active medications, allergies, recent results and last recorded preventive care of this patient?',
  rules: Object.freeze([
    shape(SHAPE),
    sectionKinds(KINDS),
    activeOnly(Object.freeze(['Problems', 'Medications'])),
    noAbsence,
  ]),
  evidenceTokens: 16_000,
  outputTokens: 8_000,
  needsCodes: false,
  oneByOne: false,
  notice:
    'A draft from the parts of the record that you may see. It may be incomplete: what is not listed is not known to be absent. Check it against the cited records before you rely on it.',
  topics: Object.freeze([
    'active problems',
    'active medications',
    'allergies',
    'recent results and how they changed',
    'when preventive care was last recorded',
  ]),
});
