import type { CriterionStatus } from '../../insight/output.ts';
import type { EngineEvidence } from '../engine-input.ts';

/** Words of one item, exactly as they stand in its text. */
export interface Quoted {
  readonly item: EngineEvidence;
  readonly words: string;
  /** In the citation only: what the sentence rests on without saying it again. */
  readonly unsaid?: true;
}

/** What stands between quoted words. Nothing else is ever written: there is no other text in an answer. */
export const BETWEEN = Object.freeze({
  value: ': ',
  on: ' on ',
  next: ' → ',
  also: '; ',
  end: '.',
} as const);
export type Between = (typeof BETWEEN)[keyof typeof BETWEEN];

export interface Sentence {
  readonly text: string;
  readonly citations: readonly { readonly item: number; readonly quote: string }[];
  readonly section?: string;
  readonly code?: string;
  readonly status?: CriterionStatus;
}

/** A citation's quote covers all words taken from its item, unless they stand further apart than this. */
const QUOTE_CHARACTERS = 600;

export function quoted(item: EngineEvidence, words: string): Quoted {
  return { item, words };
}

/** Stands in the citation and not in the sentence. */
export function unsaid(item: EngineEvidence, words: string): Quoted {
  return { item, words, unsaid: true };
}

/** A sentence made of quoted words and what stands between them. */
export function say(
  pieces: readonly (Quoted | Between)[],
  marks: Pick<Sentence, 'section' | 'code' | 'status'> = {},
): Sentence {
  const text = pieces
    .filter((piece) => typeof piece === 'string' || piece.unsaid !== true)
    .map((piece) => (typeof piece === 'string' ? piece : piece.words))
    .join('');
  const from = pieces.filter((piece) => typeof piece !== 'string');
  const items = [...new Set(from.map(({ item }) => item))];
  const citations = items.flatMap((item) =>
    quotesOf(
      item,
      from.filter((piece) => piece.item === item).map(({ words }) => words),
    ).map((quote) => ({ item: item.number, quote })),
  );
  return { text: /[.!?]$/.test(text) ? text : `${text}${BETWEEN.end}`, citations, ...marks };
}

/** One passage of the item that holds all these words, or each by itself. */
function quotesOf({ text }: EngineEvidence, words: readonly string[]): readonly string[] {
  const starts = words.map((each) => startOf(text, each));
  const ends = words.map((each, at) => (starts[at] ?? 0) + each.length);
  const [start, end] = [Math.min(...starts), Math.max(...ends)];
  return start >= 0 && end - start <= QUOTE_CHARACTERS ? [text.slice(start, end)] : [...new Set(words)];
}

/** Where words stand: as a whole part of the line, else as the end of one, else where they are first found. */
function startOf(text: string, words: string): number {
  const line = `; ${text}; `;
  const whole = line.indexOf(`; ${words}; `);
  if (whole >= 0) return whole;
  const tail = line.indexOf(` ${words}; `);
  return tail >= 0 ? tail - 1 : text.indexOf(words);
}

export function answer(sentences: readonly Sentence[]): string {
  return JSON.stringify(sentences.length === 0 ? { sentences: [], outOfScope: true } : { sentences });
}
