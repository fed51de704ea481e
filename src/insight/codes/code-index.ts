import type { DiagnosisCode } from '../code-set.ts';
import { termOf } from './terms.ts';

/**
 * Billable codes by the words of their descriptions, in flat arrays: 95,000 codes in some ten megabytes. Position `i`
 * of `codes` has its terms at `terms[starts[i]]` up to `terms[starts[i + 1]]`; term `t` stands in the codes at
 * `postings[heads[t]]` up to `postings[heads[t + 1]]`.
 */
export interface CodeIndex {
  readonly codes: readonly DiagnosisCode[];
  readonly vocabulary: ReadonlyMap<string, number>;
  /** By term: the fewer codes have it, the more it says. */
  readonly weights: Float32Array;
  readonly starts: Uint32Array;
  readonly terms: Uint32Array;
  readonly heads: Uint32Array;
  readonly postings: Uint32Array;
  /** Terms that are numbers. */
  readonly numerals: ReadonlySet<number>;
  /** By code: what its description leaves open or takes for granted. Small; it decides between equals. */
  readonly reserve: Float32Array;
}

/** Codes between two pauses, so that a running gateway goes on answering. */
const BETWEEN_PAUSES = 4_000;

export async function buildCodeIndex(
  all: readonly DiagnosisCode[],
  pause: () => Promise<unknown>,
): Promise<CodeIndex> {
  const codes = all.filter(({ billable }) => billable);
  const vocabulary = new Map<string, number>();
  const flat: number[] = [];
  const starts = new Uint32Array(codes.length + 1);
  const reserve = new Float32Array(codes.length);
  const termOfWord = remembered(termOf);
  for (const [index, { description }] of codes.entries()) {
    if (index % BETWEEN_PAUSES === BETWEEN_PAUSES - 1) await pause();
    const { said, left } = readDescription(description, termOfWord);
    for (const term of said) {
      let id = vocabulary.get(term);
      if (id === undefined) {
        id = vocabulary.size;
        vocabulary.set(term, id);
      }
      flat.push(id);
    }
    starts[index + 1] = flat.length;
    reserve[index] = left;
  }
  await pause();
  const terms = Uint32Array.from(flat);
  const { heads, postings } = invert(terms, starts, vocabulary.size);
  const weights = new Float32Array(vocabulary.size);
  for (let id = 0; id < vocabulary.size; id += 1) {
    weights[id] = Math.log(1 + codes.length / Math.max(1, at(heads, id + 1) - at(heads, id)));
  }
  const numerals = new Set([...vocabulary].flatMap(([term, id]) => (/^\d+$/.test(term) ? [id] : [])));
  return { codes, vocabulary, weights, numerals, starts, terms, heads, postings, reserve };
}

/** Said in parentheses: nonessential modifiers, which may be there or not (ICD-10-CM conventions I.A.7). */
const NONESSENTIAL = /\([^)]*\)/g;
/** What a coder assumes where nothing else is said. */
const ASSUMED =
  /,?\s*(?:not elsewhere classified|initial encounter(?: for closed fracture)?|(?:site|cause) not specified|without (?:mention of )?(?:complications?|foreign body|loss of consciousness)|uncomplicated|not intractable|unspecified(?: as to [a-z ]+)?)/gi;
/** A residual category: taken only where a text says nothing nearer. */
export const RESIDUAL = /\bother\b/i;

type TermOfWord = (word: string) => string | null;

function readDescription(
  description: string,
  termOfWord: TermOfWord,
): { readonly said: ReadonlySet<string>; readonly left: number } {
  const essential = description.replace(NONESSENTIAL, ' ').replace(ASSUMED, ' ');
  const said = wordsOf(essential, termOfWord);
  const assumed = description.length - essential.length;
  const left = Math.min(assumed, 60) / 2_000 + (RESIDUAL.test(description) ? 0.08 : 0);
  return { said: said.size > 0 ? said : wordsOf(description, termOfWord), left };
}

function wordsOf(text: string, termOfWord: TermOfWord): ReadonlySet<string> {
  return new Set((text.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) => termOfWord(word) ?? []));
}

/** Descriptions say the same fifteen thousand words over and over. */
function remembered(termOfWord: TermOfWord): TermOfWord {
  const known = new Map<string, string | null>();
  return (word) => {
    let term = known.get(word);
    if (term === undefined) {
      term = termOfWord(word);
      known.set(word, term);
    }
    return term;
  };
}

function invert(
  terms: Uint32Array,
  starts: Uint32Array,
  size: number,
): { readonly heads: Uint32Array; readonly postings: Uint32Array } {
  const heads = new Uint32Array(size + 1);
  for (const id of terms) heads[id + 1] = at(heads, id + 1) + 1;
  for (let id = 0; id < size; id += 1) heads[id + 1] = at(heads, id + 1) + at(heads, id);
  const next = heads.slice(0, size);
  const postings = new Uint32Array(terms.length);
  for (let code = 0; code + 1 < starts.length; code += 1) {
    for (let place = at(starts, code); place < at(starts, code + 1); place += 1) {
      const id = at(terms, place);
      postings[at(next, id)] = code;
      next[id] = at(next, id) + 1;
    }
  }
  return { heads, postings };
}

/** An entry that is known to be there. */
export function at(numbers: Uint32Array | Float32Array, index: number): number {
  return numbers[index] ?? 0;
}
