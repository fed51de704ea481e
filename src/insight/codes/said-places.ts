import type { ClinicalPhrase, clinicalPhrases } from './clinical-phrases.ts';
import { type Term, termsOf, withoutTags } from './terms.ts';

export type PhraseTable = ReturnType<typeof clinicalPhrases>;

/** A term of the code set where a segment says it. */
export interface SaidPlace {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** Which word of the segment it is; a comma counts as two. */
  readonly word: number;
}

/** What a segment says in words of the code set, in order. Its other words are counted in between. */
export function saidPlaces(
  vocabulary: ReadonlyMap<string, number>,
  phrases: PhraseTable,
  text: string,
): readonly SaidPlace[] {
  let word = -1;
  let end = 0;
  return saidTerms(text, phrases).flatMap((term) => {
    if (term.start >= end) word += text.slice(end, term.start).includes(',') ? 3 : 1;
    end = Math.max(end, term.end);
    const id = vocabulary.get(term.term);
    return id === undefined ? [] : [{ id, start: term.start, end: term.end, word }];
  });
}

/** The terms of a text, and at the same places those of the code set that a short form or phrase means. */
function saidTerms(text: string, phrases: PhraseTable): readonly Term[] {
  const terms = termsOf(withoutTags(text));
  const meant = terms.flatMap((term, index) =>
    (phrases.get(term.term) ?? []).flatMap((phrase) => meantHere(phrase, terms, index, text)),
  );
  return [...terms, ...meant].sort((one, other) => one.start - other.start || other.end - one.end);
}

function meantHere(
  { said, meant, asWritten }: ClinicalPhrase,
  terms: readonly Term[],
  index: number,
  text: string,
): readonly Term[] {
  const here = terms.slice(index, index + said.length);
  const [first, last] = [here[0], here[here.length - 1]];
  if (first === undefined || last === undefined || here.length < said.length) return [];
  if (!here.every(({ term }, place) => term === said[place])) return [];
  if (asWritten !== null && text.slice(first.start, last.end) !== asWritten) return [];
  return meant.map((term) => ({ term, start: first.start, end: last.end }));
}
