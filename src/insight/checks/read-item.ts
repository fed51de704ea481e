import type { EvidenceItem } from '../evidence.ts';
import { PART_LABELS } from './connectives.ts';
import { type FoundCue, findCues } from './find-cues.ts';
import { type PartVariant, partVariants } from './part-variants.ts';
import { readWords, type Word } from './read-words.ts';

/** What a part of a record's line is: its name, a value without a label, a labelled value, or running text. */
export type PartKind = 'head' | 'value' | 'labelled' | 'prose';

/** Indexes of words, ends exclusive. */
export interface ItemPart {
  readonly kind: PartKind;
  readonly from: number;
  readonly to: number;
  /** Of a labelled value; else `null`. */
  readonly label: string | null;
  readonly labelWords: number;
}

/** An item as the checks read it. */
export interface ItemReading {
  readonly words: readonly Word[];
  readonly parts: readonly ItemPart[];
  readonly cues: readonly FoundCue[];
  /** For each word: the first and the last word (exclusive) of all cues that reach it; headings aside. */
  readonly cueFrom: Int32Array;
  readonly cueTo: Int32Array;
  /** For each word: index into `cues` of the heading that reaches it, or -1. */
  readonly headingCue: Int32Array;
  /** Lower case name of the record; empty for running text without one. */
  readonly head: string;
  /** Ways to say the parts of its line, by their first word. */
  readonly variants: ReadonlyMap<string, readonly PartVariant[]>;
  /** Where each word stands. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

/** Kinds whose text is written by people, sentence by sentence. Everything else is one line of parts. */
const RUNNING: ReadonlySet<string> = new Set([
  'DocumentReference',
  'DiagnosticReport',
  'Transcript',
  'Policy',
]);

export function readItem({ resourceType, text }: Pick<EvidenceItem, 'resourceType' | 'text'>): ItemReading {
  const words = readWords(text);
  const parts = RUNNING.has(resourceType)
    ? runningParts(text, words)
    : lineParts(text, words, resourceType === 'Encounter');
  const cues = parts.flatMap(({ from, to }) => findCues(words, from, to));
  const head = parts.find(({ kind }) => kind === 'head');
  return {
    words,
    parts,
    cues,
    ...reachOf(cues, words.length),
    head: head === undefined ? '' : keysOf(words, head.from, head.to).join(' '),
    variants: variantsOf(words, parts),
    places: placesOf(words),
  };
}

export function keysOf(words: readonly Word[], from: number, to: number): readonly string[] {
  return words.slice(from, to).map(({ key }) => key);
}

/** `<name>; <part>; <part>`; what kind of visit it was names a visit as well as its class does. */
function lineParts(text: string, words: readonly Word[], isVisit: boolean): readonly ItemPart[] {
  return cutAt(words, endsOfParts(text)).map(({ from, to }, index) => {
    const { label, size } = labelOf(words, from, to);
    if (isVisit && index === 1 && words[from]?.kind === 'word') {
      return { kind: 'labelled', from, to, label: 'type', labelWords: 0 };
    }
    const kind = label !== null ? 'labelled' : index === 0 ? 'head' : 'value';
    return { kind, from, to, label, labelWords: size };
  });
}

/** `<type>; <date>; <text>`, or text alone. */
function runningParts(text: string, words: readonly Word[]): readonly ItemPart[] {
  const dated = /^[^;\n]{1,200}; \d{4}(?:-\d{2}){0,2}; /.exec(text)?.[0];
  if (dated === undefined) return [part('prose', 0, words.length)];
  const [head, date, rest] = cutAt(words, [...endsOfParts(dated).slice(0, 2), text.length]);
  if (head === undefined || date === undefined || rest === undefined) return [part('prose', 0, words.length)];
  return [
    part('head', head.from, head.to),
    part('value', date.from, date.to),
    part('prose', rest.from, rest.to),
  ];
}

function part(kind: PartKind, from: number, to: number): ItemPart {
  return { kind, from, to, label: null, labelWords: 0 };
}

function endsOfParts(text: string): readonly number[] {
  return [...[...text.matchAll(/; /g)].map(({ index }) => index), text.length];
}

function cutAt(words: readonly Word[], ends: readonly number[]): readonly { from: number; to: number }[] {
  const cuts: { from: number; to: number }[] = [];
  let from = 0;
  for (const end of ends) {
    let to = from;
    while (to < words.length && (words[to]?.start ?? end) < end) to += 1;
    if (to > from) cuts.push({ from, to });
    from = to;
  }
  return cuts;
}

function labelOf(words: readonly Word[], from: number, to: number): { label: string | null; size: number } {
  const found = PART_LABELS.find(({ label }) => {
    const named = label.split(' ');
    return to - from > named.length && named.every((word, index) => words[from + index]?.key === word);
  });
  return { label: found?.label ?? null, size: found?.label.split(' ').length ?? 0 };
}

function reachOf(cues: readonly FoundCue[], length: number) {
  const cueFrom = new Int32Array(length).fill(length);
  const cueTo = new Int32Array(length);
  const headingCue = new Int32Array(length).fill(-1);
  cues.forEach((cue, index) => {
    if (cue.heading) headingCue.fill(index, cue.to, cue.reachTo);
    else widen(cueFrom, cueTo, cue);
  });
  return { cueFrom, cueTo, headingCue };
}

function widen(cueFrom: Int32Array, cueTo: Int32Array, { from, to, reachFrom, reachTo }: FoundCue): void {
  for (let at = reachFrom; at < reachTo; at += 1) {
    if (from < (cueFrom[at] ?? 0)) cueFrom[at] = from;
    if (to > (cueTo[at] ?? 0)) cueTo[at] = to;
  }
}

function variantsOf(words: readonly Word[], parts: readonly ItemPart[]) {
  const variants = new Map<string, PartVariant[]>();
  for (const variant of parts.flatMap((one) => partVariants(words, one))) {
    const key = words[variant.from]?.key ?? '';
    const known = variants.get(key);
    if (known === undefined) variants.set(key, [variant]);
    else known.push(variant);
  }
  return variants;
}

function placesOf(words: readonly Word[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  words.forEach(({ key }, index) => {
    const known = places.get(key);
    if (known === undefined) places.set(key, [index]);
    else known.push(index);
  });
  return places;
}
