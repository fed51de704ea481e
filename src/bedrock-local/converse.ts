import type { Clock } from '../clock.ts';
import { countTokens } from './count-tokens.ts';
import { type Engine, readEngineInput } from './engine-input.ts';
import type { ModelTurn } from './faults/model-turn.ts';
import type { Fault } from './faults.ts';
import type { LocalGuardrail } from './find-guardrail.ts';
import { applyPolicy } from './guardrail/apply-policy.ts';
import type { Assessment, GroundingFilter } from './guardrail/assessment.ts';
import type { ConverseBlock, ConverseInput } from './read-converse.ts';
import { WireError } from './wire-error.ts';

/** Bedrock's ConverseResponse, as far as the local model answers. */
export interface ConverseAnswer {
  readonly output: {
    readonly message: { readonly role: 'assistant'; readonly content: readonly { readonly text: string }[] };
  };
  readonly stopReason: ModelTurn['stopReason'] | 'guardrail_intervened';
  readonly usage: {
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly totalTokens: number;
  };
  readonly metrics: { readonly latencyMs: number };
  readonly trace?: { readonly guardrail: GuardrailTrace };
}

export interface GuardrailTrace {
  /** The model's own words, before the guardrail: PHI. */
  readonly modelOutput?: readonly string[];
  readonly inputAssessment: Readonly<Record<string, Assessment>>;
  readonly outputAssessments?: Readonly<Record<string, readonly Assessment[]>>;
  readonly actionReason: string;
}

/** Characters that contextual grounding takes (user guide, "Contextual grounding check"). */
const MOST_SOURCE = 100_000;
const MOST_QUERY = 1_000;
const BLOCKED = 'Guardrail blocked.';
const MASKED = 'Guardrail masked.';
const NONE = 'No action.';

/** One turn: guardrail over what is asked, engine, faults, guardrail over what is answered. */
export function converse(
  input: ConverseInput,
  guardrail: LocalGuardrail | null,
  engine: Engine,
  faults: readonly Fault[],
  clock: Clock,
): ConverseAnswer {
  const began = clock();
  const total = lengthOf(input.blocks);
  if (guardrail === null) {
    const turn = takeTurn(input, engine, faults);
    return { ...answerOf(turn.text, turn.stopReason, total, clock() - began) };
  }
  const { id, policy, audience } = guardrail;
  const traced = input.guardrail?.trace === true && !faults.some(({ hidesTrace }) => hidesTrace === true);
  const traceOf = (trace: GuardrailTrace) => (traced ? { trace: { guardrail: trace } } : {});
  const sources = input.blocks.filter((block) => block.qualifiers.includes('grounding_source'));
  const queries = input.blocks.filter((block) => block.qualifiers.includes('query'));
  if (lengthOf(sources) > MOST_SOURCE || lengthOf(queries) > MOST_QUERY) {
    throw new WireError('ValidationException', 'Grounding source or query is too long.');
  }

  const looked = lookedAt(input.blocks);
  const texts = looked.map(({ text }) => text);
  const before = applyPolicy(policy, audience, { side: 'input', texts, sources: [], query: '', total });
  const inputAssessment = { [id]: before.assessment };
  if (before.action === 'BLOCKED') {
    return {
      ...answerOf(before.texts.join('\n'), 'guardrail_intervened', 0, clock() - began),
      ...traceOf({ inputAssessment, actionReason: BLOCKED }),
    };
  }
  const blocks = input.blocks.map((block) => {
    const text = before.texts[looked.indexOf(block)];
    return text === undefined ? block : { ...block, text };
  });

  const turn = takeTurn({ ...input, blocks }, engine, faults);
  const after = applyPolicy(policy, audience, {
    side: 'output',
    texts: [turn.text],
    sources: sources.map(({ text }) => text),
    query: queries.map(({ text }) => text).join('\n'),
    total: turn.text.length,
  });
  const blind = faults.some(({ blindsGuardrail }) => blindsGuardrail === true);
  const said = blind ? turn.text : after.texts.join('\n');
  const action = blind ? 'NONE' : after.action;
  return {
    ...answerOf(said, action === 'NONE' ? turn.stopReason : 'guardrail_intervened', total, clock() - began),
    ...traceOf({
      modelOutput: [turn.text],
      inputAssessment,
      outputAssessments: { [id]: [blind ? fooled(after.assessment) : after.assessment] },
      actionReason: action === 'BLOCKED' ? BLOCKED : action === 'ANONYMIZED' ? MASKED : NONE,
    }),
  };
}

/**
 * What all policies look at: where anything is given as `guardContent`, such blocks alone, and of these not the ones
 * that are only a source or a query, which contextual grounding looks at.
 */
export function lookedAt(blocks: readonly ConverseBlock[]): readonly ConverseBlock[] {
  if (!blocks.some(({ guarded }) => guarded)) return blocks;
  return blocks.filter(
    ({ guarded, qualifiers }) => guarded && (qualifiers.length === 0 || qualifiers.includes('guard_content')),
  );
}

function takeTurn(input: ConverseInput, engine: Engine, faults: readonly Fault[]): ModelTurn {
  const asked = readEngineInput(input);
  const honest: ModelTurn = { text: runEngine(engine, asked), stopReason: 'end_turn' };
  const turn = faults.reduce((said, { changes }) => changes?.(said, asked) ?? said, honest);
  if (input.maxTokens === null || countTokens(turn.text) <= input.maxTokens) return turn;
  return { text: turn.text.slice(0, input.maxTokens * 4), stopReason: 'max_tokens' };
}

function runEngine(engine: Engine, input: Parameters<Engine>[0]): string {
  try {
    return engine(input);
  } catch {
    throw new WireError('ModelErrorException', 'The model failed to process the request.');
  }
}

function answerOf(
  text: string,
  stopReason: ConverseAnswer['stopReason'],
  asked: number,
  latencyMs: number,
): ConverseAnswer {
  const inputTokens = Math.ceil(asked / 4);
  const outputTokens = asked === 0 ? 0 : countTokens(text);
  return {
    output: { message: { role: 'assistant', content: [{ text }] } },
    stopReason,
    usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    metrics: { latencyMs: Math.round(latencyMs) },
  };
}

function fooled({ invocationMetrics, contextualGroundingPolicy }: Assessment): Assessment {
  const filters = (contextualGroundingPolicy?.filters ?? []).map(
    (filter): GroundingFilter => ({ ...filter, score: 1, action: 'NONE', detected: false }),
  );
  return {
    ...(filters.length > 0 && { contextualGroundingPolicy: { filters } }),
    invocationMetrics,
  };
}

function lengthOf(blocks: readonly ConverseBlock[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0);
}
