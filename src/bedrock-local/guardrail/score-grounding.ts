import { CLAIMS, CONNECTIVES } from '../../insight/checks/connectives.ts';
import { answerSentences } from './answer-sentences.ts';
import { type Words, wordsOf } from './words-of.ts';

/** Share of a clause's words that one source must hold. */
const HELD = 0.75;
/** Relevance where the sources know half of the query's words at most: by words, nothing can be said against it. */
const UNKNOWN = 0.6;
/** What a sentence may say in words of its own. */
const NEUTRAL: ReadonlySet<string> = new Set(
  [...CONNECTIVES, ...Object.values(CLAIMS).flat()].flatMap((phrase) => [...wordsOf(phrase).words]),
);

export interface GroundingScores {
  /** Share of the answer's sentences that the sources support, 0 to 1. */
  readonly grounding: number;
  /** 0 to 1: how much of the query the answer, or what supports it, takes up. */
  readonly relevance: number;
}

/**
 * A plain measure by words: every clause of a sentence must be held by one source, all its numbers and most of its
 * words. It does not understand paraphrase, and is not meant to: an answer of the local engine quotes. An answer
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
  return clausesOf(sentence).every((clause) => {
    const source = sources.find((each) => holds(each, clause));
    if (source !== undefined) used.add(source);
    return source !== undefined;
  });
}

/** Without neutral words: a clause of such words alone claims nothing. */
function clausesOf(sentence: string): readonly Words[] {
  return sentence
    .split(/[;:→]|[.,](?=\s|$)/u)
    .map(wordsOf)
    .map(({ words, numbers }) => ({
      numbers,
      words: new Set([...words].filter((word) => !NEUTRAL.has(word))),
    }))
    .filter(({ words, numbers }) => words.size + numbers.size > 0);
}

function holds(source: Words, { words, numbers }: Words): boolean {
  if ([...numbers].some((number) => !source.numbers.has(number))) return false;
  const common = [...words].filter((word) => source.words.has(word)).length;
  return common >= words.size * HELD;
}

/** Of the query's words that any source knows, those that the answer or its sources take up. */
function relevanceOf({ words: asked }: Words, said: readonly Words[], sources: readonly Words[]): number {
  const known = [...asked].filter((word) => sources.some(({ words }) => words.has(word)));
  if (known.length * 2 <= asked.size) return UNKNOWN;
  const taken = known.filter((word) => said.some(({ words }) => words.has(word)));
  return taken.length === 0 ? 0 : UNKNOWN + (1 - UNKNOWN) * (taken.length / known.length);
}
