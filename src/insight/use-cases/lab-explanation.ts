import type { UseCase } from '../use-case.ts';
import { composeInstructions } from './compose-instructions.ts';
import { type OutputShape, outputSchema } from './output-schema.ts';
import { noAbsence } from './rules/no-absence.ts';
import { noAdvice } from './rules/no-advice.ts';
import { oneObservation } from './rules/one-observation.ts';
import { shape } from './rules/shape.ts';

const SHAPE: OutputShape = Object.freeze({ sections: Object.freeze([]), code: false, status: false });

/** One result of a laboratory, told to the patient. */
export const labExplanation: UseCase = Object.freeze({
  name: 'LAB_EXPLANATION',
  audience: 'PATIENT',
  instructions: composeInstructions(
    'LAB_EXPLANATION',
    'You tell a patient, in plain words, what the record says about one laboratory result. The first block is that result; further blocks are earlier results of the same test.',
    [
      'Say the name of the test, the value with its unit and date, the reference range and the mark of the laboratory (such as High) if the block has them, and earlier values with their dates, oldest first.',
      'Short sentences and everyday words around the quoted values.',
      'No diagnosis, no cause, no meaning for health, no advice about treatment, medicines, doses, food or behaviour, no prediction, no comfort and no alarm. Questions of that kind are for the care team.',
      'Nothing about any other test, condition or medicine.',
    ],
  ),
  outputSchema: outputSchema(SHAPE),
  takesQuestion: false,
  query: 'What are the value, date, reference range and earlier values of this laboratory result?',
  rules: Object.freeze([shape(SHAPE), oneObservation, noAdvice, noAbsence]),
  evidenceTokens: 4_000,
  outputTokens: 2_000,
  needsCodes: false,
  oneByOne: false,
  notice:
    'Information from your record only. It is no diagnosis and no advice. A single result says little by itself: please talk with your care team about what it means for you. If you feel very unwell, call your local emergency number.',
  topics: Object.freeze([
    'the value of this result and its date',
    'the reference range that the laboratory gave',
    'earlier values of the same test',
  ]),
});
