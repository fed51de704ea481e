import type { UseCase } from '../use-case.ts';
import { composeInstructions } from './compose-instructions.ts';
import { type OutputShape, outputSchema } from './output-schema.ts';
import { shape } from './rules/shape.ts';
import { suggestedCode } from './rules/suggested-code.ts';

const SHAPE: OutputShape = Object.freeze({ sections: Object.freeze([]), code: true, status: false });

/** Diagnosis codes for one encounter, for a coder to confirm one by one. */
export const codingSuggestions: UseCase = Object.freeze({
  name: 'CODING_SUGGESTIONS',
  audience: 'CODER',
  instructions: composeInstructions(
    'CODING_SUGGESTIONS',
    'You suggest ICD-10-CM diagnosis codes for one encounter to a professional coder, who confirms or rejects each. The candidate codes are given as lines "CODE description".',
    [
      'Use only codes from the given lines, written exactly as there, in "code". Never a code from memory.',
      'One sentence for each code. Its text is the passage that documents the diagnosis, copied exactly; its citation quotes the same passage. Do not write the code or its description into the text.',
      'The passage must say what the description says: the condition, its type, side, stage and cause. Where the passage says less, choose the less specific code if it is among the lines, or suggest nothing.',
      'Suggest nothing for what is denied, ruled out, suspected, possible, screened for, in the family, or planned (ICD-10-CM Official Guidelines, section IV.H: uncertain diagnoses are not coded for outpatients).',
      'Each code at most once.',
    ],
  ),
  outputSchema: outputSchema(SHAPE),
  takesQuestion: false,
  query: 'Which diagnoses does the documentation of this encounter support, and in which passages?',
  rules: Object.freeze([shape(SHAPE), suggestedCode]),
  evidenceTokens: 16_000,
  outputTokens: 6_000,
  needsCodes: true,
  oneByOne: true,
  notice:
    'Suggestions only. Each code needs your confirmation against the cited passage and the official guidelines before it is used.',
  topics: Object.freeze(['diagnosis codes that passages of this encounter document']),
});
