import { z } from 'zod';
import type { UseCaseName } from '../insight/use-case.ts';

const edges = <Node extends z.ZodType>(node: Node) => z.object({ edges: z.array(z.object({ node })) });
const Found = z.object({ fhirId: z.string() });

/** What one role finds of the patient; `null` where it may not look. */
export const PreviewRecord = z.object({
  observations: edges(Found).nullish(),
  conditions: edges(z.object({ encounter: z.string().nullish() })).nullish(),
  encounters: edges(Found).nullish(),
  coverages: edges(Found).nullish(),
});
export type PreviewRecord = z.output<typeof PreviewRecord>;

/** Asks for a `PreviewRecord`. */
export const PREVIEW_RECORD = `query ($id: ID!) { patient(id: $id) {
  observations(first: 1, category: LAB) { edges { node { fhirId } } }
  conditions(first: 20) { edges { node { encounter } } }
  encounters(first: 1) { edges { node { fhirId } } }
  coverages(first: 1) { edges { node { fhirId } } }
} }`;

/** Who asks for one kind of insight, and how. */
export interface PreviewQuestion {
  /** Of PERSONAS. */
  readonly persona: string;
  /** Field with arguments; `null`: the record has nothing to ask about. */
  readonly field: (record: PreviewRecord, services: readonly string[]) => string | null;
}

const TRANSCRIPT = [
  'CLINICIAN What brings you in today?',
  'PATIENT My knee has been sore for three weeks, mostly on stairs.',
  'CLINICIAN No fever?',
  'PATIENT No fever, and no fall.',
  'CLINICIAN I will order an X-ray of the right knee and see you in two weeks.',
]
  .map((turn) => turn.split(/ (.*)/s))
  .map(([speaker, text]) => `{ speaker: ${speaker}, text: ${JSON.stringify(text)} }`)
  .join(', ');

export const PREVIEW_QUESTIONS: Readonly<Record<UseCaseName, PreviewQuestion>> = Object.freeze({
  PRE_VISIT_SUMMARY: { persona: 'physician', field: () => 'preVisitSummary' },
  LAB_EXPLANATION: {
    persona: 'patient',
    field: ({ observations }) =>
      given('labExplanation', 'observationId', observations?.edges[0]?.node.fhirId),
  },
  CODING_SUGGESTIONS: {
    persona: 'coder',
    field: (record) => given('codingSuggestions', 'encounterId', encounterOf(record)),
  },
  DRAFT_NOTE: {
    persona: 'physician',
    field: (record) => {
      const encounter = encounterOf(record);
      return encounter === undefined
        ? null
        : `draftNote(encounterId: ${JSON.stringify(encounter)}, transcript: [${TRANSCRIPT}])`;
    },
  },
  PRIOR_AUTH_DRAFT: {
    persona: 'coordinator',
    field: ({ coverages }, [service]) => {
      const coverage = coverages?.edges[0]?.node.fhirId;
      if (coverage === undefined || service === undefined) return null;
      return `priorAuthDraft(coverageId: ${JSON.stringify(coverage)}, service: ${JSON.stringify(service)})`;
    },
  },
  ASK: { persona: 'patient', field: () => 'ask(question: "Which medicines am I taking?")' },
});

/** One in which something was diagnosed, else the newest. */
function encounterOf({ conditions, encounters }: PreviewRecord): string | undefined {
  const coded = conditions?.edges.map(({ node }) => node.encounter).find((one) => typeof one === 'string');
  return coded ?? encounters?.edges[0]?.node.fhirId;
}

function given(field: string, argument: string, id: string | undefined): string | null {
  return id === undefined ? null : `${field}(${argument}: ${JSON.stringify(id)})`;
}
