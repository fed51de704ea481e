import type { Check, CheckedSentence } from './check.ts';
import { isContent } from './content-words.ts';
import type { Word } from './read-words.ts';
import { bearsTheSame, neighbour, quotedPlaces } from './same-place.ts';

/** Words of which one excludes the others of its line, so that a swap turns a statement round. */
const GROUPS: readonly (readonly string[])[] = [
  ['left', 'left-sided', 'l'],
  ['right', 'right-sided', 'r'],
  ['bilateral', 'bilaterally', 'both'],
  ['unilateral', 'unilaterally'],
  'increase increased increases increasing rise rose risen rising elevated up higher'.split(' '),
  'decrease decreased decreases decreasing fall fell fallen falling reduced down lower'.split(' '),
  ['positive', 'reactive'],
  ['negative', 'nonreactive'],
  ['high'],
  ['low'],
  ['normal', 'unremarkable'],
  ['abnormal'],
  ['acute', 'acutely'],
  ['chronic', 'chronically'],
  ['subacute'],
  ['improved', 'improving', 'improves', 'improvement', 'better'],
  ['worsened', 'worsening', 'worsens', 'worse'],
  ['present'],
  ['absent'],
  ['with'],
  ['without'],
  ['upper'],
  ['superior'],
  ['inferior'],
  ['proximal'],
  ['distal'],
  ['anterior'],
  ['posterior'],
  ['medial'],
  ['lateral'],
  ['mild', 'mildly'],
  ['moderate', 'moderately'],
  ['severe', 'severely'],
  ['active'],
  ['inactive'],
  ['stable'],
  ['unstable'],
  ['benign'],
  ['malignant'],
  ['primary'],
  ['secondary'],
  ['systolic'],
  ['diastolic'],
  ['start', 'started', 'starting'],
  ['stop', 'stopped', 'stopping'],
  ['before'],
  ['after'],
  ['above'],
  ['below'],
  ['daily'],
  ['weekly'],
  ['monthly'],
  ['once'],
  ['twice'],
];
const VALUE: ReadonlyMap<string, string> = new Map(
  GROUPS.flatMap((words) => words.map((word) => [word, words[0] ?? word] as const)),
);
/** Their presence alone says little: a paraphrase may drop them, but not swap them. */
const LOOSE: ReadonlySet<string> = new Set(['with', 'before', 'after', 'present', 'up', 'down', 'once']);

/** Sides, directions and degrees stand at the word at which the quote has them. */
export const laterality: Check = Object.freeze({
  name: 'laterality',
  rule: 'Left, right, high, low, acute, chronic and their like stand with the same word as in the quote.',
  refuses: (sentence) => {
    if (sentence.cover !== null) return null;
    return everyMarkerStands(sentence) && bearsTheSame(sentence, sides) ? null : 'UNGROUNDED';
  },
} satisfies Check);

/** A marker of the sentence stands in a quote, with the same word after it, or the same before where none follows. */
function everyMarkerStands({ words, sources }: CheckedSentence): boolean {
  return words.every(({ key }, at) => {
    const value = VALUE.get(key);
    if (value === undefined || LOOSE.has(key)) return true;
    const next = neighbour(words, at, 1)?.key ?? null;
    const before = neighbour(words, at, -1)?.key ?? null;
    return sources.some((source) =>
      (GROUPS.find(([first]) => first === value) ?? []).some((word) =>
        quotedPlaces(source, word).some((place) => {
          const others = source.reading.words;
          if (next !== null && neighbour(others, place, 1)?.key === next) return true;
          return before !== null && neighbour(others, place, -1)?.key === before;
        }),
      ),
    );
  });
}

/** For each word the markers right before it, and one right after a name at the end of its clause. */
function sides(words: readonly Word[]): readonly string[] {
  const states = words.map(() => '');
  words.forEach((word, at) => {
    const value = VALUE.get(word.key);
    if (value === undefined || LOOSE.has(word.key)) return;
    for (let next = at + 1; next < words.length && next <= at + 3; next += 1) {
      const other = words[next];
      if (other === undefined || other.gap >= 1) return;
      if (VALUE.has(other.key)) continue;
      if (!isContent(other)) return;
      states[next] = `${states[next]}${value} `;
      return;
    }
  });
  return states;
}
