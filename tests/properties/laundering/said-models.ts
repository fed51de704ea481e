import { converseInput } from '../../../datasources/bedrock/converse-input.ts';
import type { InsightModel, ModelRequest } from '../../../src/insight/insight-model.ts';

/** One call, as it would go over the wire. */
export interface Sent {
  readonly useCase: string;
  /** JSON of the Converse input. */
  readonly bytes: string;
}

export type Manner = 'echo' | 'repeat';

/**
 * A model that keeps what it is sent, and answers in the worst manner: it tells all its evidence in sentences whose
 * citations hold, or it repeats its prompt.
 */
export function keepingModel(sent: (call: Sent) => void, manner: () => Manner): InsightModel {
  return {
    ask: async (request) => {
      const bytes = JSON.stringify(converseInput(request));
      sent({ useCase: request.metadata.useCase ?? '', bytes });
      const sentences = manner() === 'echo' ? echo(request) : repeat(request, bytes);
      return {
        text: JSON.stringify({ sentences }),
        stopReason: 'end_turn',
        model: 'm',
        intervened: false,
        grounding: 0.99,
        relevance: 0.99,
        tokens: { input: 1, output: 1 },
        milliseconds: 1,
      };
    },
  };
}

const SECTIONS: Readonly<Record<string, string>> = {
  Condition: 'Problems',
  MedicationRequest: 'Medications',
  AllergyIntolerance: 'Allergies',
  Observation: 'Recent results',
  Immunization: 'Care gaps',
  Procedure: 'Care gaps',
};

interface Block {
  readonly number: number;
  readonly type: string;
  readonly text: string;
}

function blocksOf({ evidence }: ModelRequest): readonly Block[] {
  return evidence.map(({ number, text }) => {
    const [, type = '', said = ''] = /^\[\d+\] (\w+) \S+: ([\s\S]*)$/.exec(text) ?? [];
    return { number, type, text: said };
  });
}

/** Every part of every item in a sentence of its own, of the form that the use case asks for. */
function echo(request: ModelRequest): readonly object[] {
  const blocks = blocksOf(request);
  if (request.schema.name === 'prior_auth_draft') return criteria(blocks);
  return blocks.flatMap(({ number, type, text }) =>
    partsOf(request, text).map((quote) => ({
      text: quote,
      citations: [{ item: number, quote }],
      ...(request.schema.name === 'pre_visit_summary' ? { section: SECTIONS[type] ?? 'Problems' } : {}),
      ...(request.schema.name === 'draft_note' ? { section: 'Subjective' } : {}),
      ...(request.schema.name === 'coding_suggestions' ? { code: 'A00.0' } : {}),
    })),
  );
}

function partsOf({ schema }: ModelRequest, text: string): readonly string[] {
  return schema.name === 'coding_suggestions' ? text.split('; ') : [text];
}

/** One record beside each criterion, in turn. */
function criteria(blocks: readonly Block[]): readonly object[] {
  const records = blocks.filter(({ type }) => type !== 'Policy');
  return blocks
    .filter(({ type }) => type === 'Policy')
    .map((policy, at) => ({ policy, record: records[at] }))
    .map(({ policy, record }) => ({
      text: record === undefined ? policy.text : `${policy.text}: ${record.text}`,
      status: record === undefined ? 'NOT_IN_RECORD' : 'MET',
      citations: [policy, ...(record === undefined ? [] : [record])].map(({ number, text }) => ({
        item: number,
        quote: text,
      })),
    }));
}

function repeat({ evidence }: ModelRequest, bytes: string): readonly object[] {
  const citations = evidence.slice(0, 1).map(({ number, text }) => ({ item: number, quote: text }));
  const pieces = bytes.match(/[\s\S]{1,1400}/g) ?? [];
  return pieces.slice(0, 200).map((text) => ({ text, citations }));
}
