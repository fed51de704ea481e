import { z } from 'zod';
import { CRITERION_STATUSES, type ModelOutput } from './output.ts';
import type { WithheldReason } from './withheld.ts';

export interface OutputLimits {
  /** Characters of the whole answer. */
  readonly characters: number;
  readonly sentences: number;
  readonly citations: number;
  /** Characters of one sentence. */
  readonly text: number;
  /** Characters of one quote. */
  readonly quote: number;
}

export const OUTPUT_LIMITS: OutputLimits = Object.freeze({
  characters: 200_000,
  sentences: 200,
  citations: 16,
  text: 1_500,
  quote: 2_500,
});

/** The only endings of a whole answer (Bedrock Converse, `stopReason`). */
const WHOLE: ReadonlySet<string> = new Set(['end_turn', 'stop_sequence']);
const STOPPED_BY_GUARDRAIL: ReadonlySet<string> = new Set(['guardrail_intervened', 'content_filtered']);

/**
 * An answer as typed values, frozen, not yet believed. Closed objects: a property that nobody asked for withholds
 * the answer whole, as does one that was cut off.
 * @param text normalised (`normaliseText`)
 */
export function readOutput(
  text: string,
  stopReason: string,
  limits: OutputLimits = OUTPUT_LIMITS,
): ModelOutput | WithheldReason {
  if (STOPPED_BY_GUARDRAIL.has(stopReason)) return 'GUARDRAIL';
  if (!WHOLE.has(stopReason) || text.length > limits.characters) return 'UNGROUNDED';
  const parsed = outputOf(limits).safeParse(parseJson(text));
  if (!parsed.success) return 'UNGROUNDED';
  const { sentences, outOfScope = false } = parsed.data;
  if (outOfScope && sentences.length > 0) return 'UNGROUNDED';
  return Object.freeze({
    outOfScope,
    sentences: Object.freeze(
      sentences.map(({ text: said, citations, section = null, code = null, status = null }) =>
        Object.freeze({
          text: said.trim(),
          citations: Object.freeze(citations.map((citation) => Object.freeze(citation))),
          section,
          code,
          status,
        }),
      ),
    ),
  });
}

function outputOf(limits: OutputLimits) {
  const citation = z.strictObject({
    item: z.int().positive().max(100_000),
    quote: z.string().min(1).max(limits.quote),
  });
  const sentence = z.strictObject({
    text: z.string().trim().min(1).max(limits.text),
    citations: z.array(citation).max(limits.citations),
    section: z.string().min(1).max(100).nullish(),
    code: z.string().min(1).max(20).nullish(),
    status: z.enum(CRITERION_STATUSES).nullish(),
  });
  return z.strictObject({
    sentences: z.array(sentence).max(limits.sentences),
    outOfScope: z
      .boolean()
      .nullish()
      .transform((value) => value ?? false),
  });
}

/** `undefined` for what is no JSON; no error, since its message would hold a piece of the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
