import { PART_LABELS } from './connectives.ts';
import type { ItemPart } from './read-item.ts';
import type { Word } from './read-words.ts';

/** One way in which a sentence may say a part of a record's line. Indexes of words, ends exclusive. */
export interface PartVariant {
  readonly part: ItemPart;
  readonly from: number;
  readonly to: number;
  /**
   * Whether it says by itself what it is about: a name, a value under its own label. A bare number, date or status
   * MUST stand with the name of its record.
   */
  readonly standsAlone: boolean;
}

/** SNOMED CT semantic tags: what kind of concept a name names, no part of what it says. */
const TAGS: ReadonlySet<string> = new Set([
  'disorder',
  'finding',
  'situation',
  'procedure',
  'substance',
  'product',
  'event',
  'morphologic abnormality',
  'observable entity',
  'regime/therapy',
]);

/**
 * Ways to say a part: whole; without the semantic tag at its end; without a silent label; of a period, its first
 * day. A part is never cut otherwise, so that `Acute bronchitis` does not become another disease, nor a dose half
 * a dose.
 */
export function partVariants(words: readonly Word[], part: ItemPart): readonly PartVariant[] {
  if (part.kind === 'prose') return [];
  const standsAlone = part.kind !== 'value' || isMeasure(words, part);
  const ends = [part.to, ...tagStart(words, part), ...firstDay(words, part)];
  const whole = ends.map((to) => ({ part, from: part.from, to, standsAlone }));
  const isSilent = PART_LABELS.some(({ label, silent }) => silent && label === part.label);
  const bare = isSilent
    ? ends.map((to) => ({ part, from: part.from + part.labelWords, to, standsAlone: false }))
    : [];
  return [...whole, ...bare].filter(({ from, to }) => to > from);
}

/** A component: `Systolic blood pressure 120 mm[Hg]`. */
function isMeasure(words: readonly Word[], { from, to }: ItemPart): boolean {
  return words[from]?.kind === 'word' && words.slice(from, to).some(({ kind }) => kind === 'number');
}

function tagStart(words: readonly Word[], { from, to }: ItemPart): readonly number[] {
  for (let at = to - 1; at > from && at > to - 4; at -= 1) {
    if (words[at]?.gap !== 1) continue;
    const tag = words.slice(at, to).map(({ key }) => key);
    return TAGS.has(tag.join(' ').replaceAll(' / ', '/')) ? [at] : [];
  }
  return [];
}

function firstDay(words: readonly Word[], { from, to, labelWords }: ItemPart): readonly number[] {
  const [first, between, last] = words.slice(from + labelWords, to);
  const isPeriod = first?.kind === 'date' && between?.key === 'to' && last?.kind === 'date';
  return isPeriod && to - from - labelWords === 3 ? [from + labelWords + 1] : [];
}
