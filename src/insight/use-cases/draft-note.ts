import type { UseCase } from '../use-case.ts';
import { composeInstructions } from './compose-instructions.ts';
import { type OutputShape, outputSchema } from './output-schema.ts';
import { shape } from './rules/shape.ts';
import { transcriptOnly } from './rules/transcript-only.ts';

const SHAPE: OutputShape = Object.freeze({
  sections: Object.freeze(['Subjective', 'Objective', 'Assessment', 'Plan']),
  code: false,
  status: false,
});

/** A visit note from what was said at the visit. */
export const draftNote: UseCase = Object.freeze({
  name: 'DRAFT_NOTE',
  audience: 'CLINICIAN',
  instructions: composeInstructions(
    'DRAFT_NOTE',
    'You draft a visit note for the clinician who held the visit. The blocks are the turns of the conversation, "SPEAKER: text".',
    [
      'Sections, in this order: "Subjective" (what the patient reports), "Objective" (what was examined or measured at the visit), "Assessment" (what the clinician said they think), "Plan" (what the clinician said will be done).',
      'Each sentence cites the turns it rests on, and only turns. Assessment and Plan rest on turns of the clinician alone: never conclude or plan anything yourself.',
      'An answer such as "no" means nothing without its question: quote both turns.',
      'Leave out greetings and small talk. Whatever was not said is not in the note.',
    ],
  ),
  outputSchema: outputSchema(SHAPE),
  takesQuestion: false,
  query:
    'What did the patient report, what was found, what did the clinician think, and what was planned at this visit?',
  rules: Object.freeze([shape(SHAPE), transcriptOnly]),
  evidenceTokens: 24_000,
  outputTokens: 8_000,
  needsCodes: false,
  oneByOne: false,
  notice:
    'A draft from the transcript alone. It is no part of the record until you have read, changed and signed it where notes are kept.',
  topics: Object.freeze([
    'what the patient reported',
    'what was found at the visit',
    'what the clinician said they think',
    'what the clinician said will be done',
  ]),
});
