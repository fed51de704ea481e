import { z } from 'zod';
import type { EngineInput } from '../engine-input.ts';
import type { ChangeTurn } from './model-turn.ts';

/** A sentence of the answer's JSON; further members of it are kept. */
const Sentence = z.looseObject({
  text: z.string(),
  citations: z.array(z.looseObject({ item: z.number(), quote: z.string() })),
});
const Answer = z.looseObject({ sentences: z.array(Sentence) });
export type AnswerSentence = z.output<typeof Sentence>;

/**
 * A fault that rewrites the sentences of an answer.
 * @param change gets the honest sentences; an answer without any gets them all from it
 */
export function changeSentences(
  change: (sentences: readonly AnswerSentence[], input: EngineInput) => readonly AnswerSentence[],
): ChangeTurn {
  return (honest, input) => {
    const parsed = Answer.safeParse(readJson(honest.text));
    const sentences = change(parsed.success ? parsed.data.sentences : [], input);
    return { ...honest, text: JSON.stringify({ sentences }) };
  };
}

/** A false sentence that cites the first evidence there is, with words of its own as the quote. */
export function forged(text: string, { evidence }: EngineInput, quote = text): AnswerSentence {
  return { text, citations: [{ item: evidence[0]?.number ?? 1, quote }] };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
