import type { UseCase } from '../use-case.ts';
import { composeInstructions } from './compose-instructions.ts';
import { type OutputShape, outputSchema } from './output-schema.ts';
import { bearsOnCriterion } from './rules/bears-on-criterion.ts';
import { criterionStatus } from './rules/criterion-status.ts';
import { noAbsence } from './rules/no-absence.ts';
import { shape } from './rules/shape.ts';

const SHAPE: OutputShape = Object.freeze({ sections: Object.freeze([]), code: false, status: true });

/** The facts of a case beside a payer's criteria. */
export const priorAuthDraft: UseCase = Object.freeze({
  name: 'PRIOR_AUTH_DRAFT',
  audience: 'CARE_COORDINATOR',
  instructions: composeInstructions(
    'PRIOR_AUTH_DRAFT',
    "You set the facts of a patient record beside the criteria of a payer's policy for a care coordinator, who completes the request. Blocks of kind Policy are the criteria; all other blocks are the record.",
    [
      'Exactly one sentence for each criterion, in the order of the Policy blocks. Its text is the criterion, copied exactly, then a colon and the words of the record that bear on it, copied exactly.',
      '"MET": the record says so; cite the criterion and each record that shows it. "NOT_MET": the record says that it is not so; cite the criterion and each record that says it. "NOT_IN_RECORD": nothing in the blocks decides it; the text is the criterion alone, and only the criterion is cited.',
      'When in doubt, NOT_IN_RECORD. Silence of the record is never NOT_MET.',
      'A criterion with a number, a duration or a date is MET only where the record has a value that satisfies it in the same unit.',
    ],
  ),
  outputSchema: outputSchema(SHAPE),
  takesQuestion: false,
  query: "Which criteria of the payer's policy does the record of this patient show to be met?",
  rules: Object.freeze([shape(SHAPE), criterionStatus, bearsOnCriterion, noAbsence]),
  evidenceTokens: 16_000,
  outputTokens: 6_000,
  needsCodes: false,
  oneByOne: false,
  notice:
    "A draft from the parts of the record that you may see, against the policy text given. It decides nothing: whether a criterion is met is the payer's and the clinician's to say.",
  topics: Object.freeze(["each criterion of the payer's policy, and what the record says about it"]),
});
