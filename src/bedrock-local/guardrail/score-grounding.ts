import { answerSentences } from './answer-sentences.ts';
import { type Words, wordsOf } from './words-of.ts';

/** Share of a clause's words that one source must hold, and of a sentence's words that must stand in such clauses. */
const HELD = 0.75;
/** Relevance where query and sources share no word: nothing can be said against it. */
const UNKNOWN = 0.6;

export interface GroundingScores {
  /** Share of the answer's sentences that the sources support, 0 to 1. */
  readonly grounding: number;
  /** 0 to 1: how much of the query the answer, or what supports it, takes up. */
  readonly relevance: number;
}

/**
 * A plain measure by words. Each clause is held by one source or by none: all its numbers, and most of its words. A
 * sentence with an unheld number is not supported; a label of a few words may stand in no source. It does not understand paraphrase, and is not meant to: an answer of the local engine quotes. An answer
 * that claims nothing is grounded.
 */
export function scoreGrounding(answer: string, sources: readonly string[], query: string): GroundingScores {
  const sentences = answerSentences(answer);
  if (sentences.length === 0) return { grounding: 1, relevance: 1 };
  const held = sources.map(wordsOf);
  const used = new Set<Words>();
  const supported = sentences.filter((sentence) => isSupported(sentence, held, used));
  return {
    grounding: supported.length / sentences.length,
    relevance: relevanceOf(wordsOf(query), [...sentences.map(wordsOf), ...used], held),
  };
}

function isSupported(sentence: string, sources: readonly Words[], used: Set<Words>): boolean {
  let all = 0;
  let unheld = 0;
  for (const clause of sentence.split(/[;:→]|[.,](?=\s|$)/u).map(wordsOf)) {
    const source = sources.find((each) => holds(each, clause));
    all += clause.words.size;
    if (source !== undefined) used.add(source);
    else if (clause.numbers.size > 0) return false;
    else unheld += clause.words.size;
  }
  return unheld <= all * (1 - HELD);
}

function holds(source: Words, { words, numbers }: Words): boolean {
  if ([...numbers].some((number) => !source.numbers.has(number))) return false;
  const common = [...words].filter((word) => source.words.has(word)).length;
  return common >= words.size * HELD;
}

function relevanceOf({ words: asked }: Words, said: readonly Words[], sources: readonly Words[]): number {
  const known = [...asked].filter((word) => sources.some(({ words }) => words.has(word)));
  if (known.length === 0) return UNKNOWN;
  const taken = known.filter((word) => said.some(({ words }) => words.has(word)));
  return taken.length === 0 ? 0 : UNKNOWN + (1 - UNKNOWN) * (taken.length / known.length);
}
