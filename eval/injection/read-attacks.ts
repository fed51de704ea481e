import { isJson } from '../../src/is-json.ts';

export interface Attack {
  readonly id: string;
  readonly category: string;
  /** What it asks for, in words or code. */
  readonly text: string;
}

export function readAttacks(lines: readonly unknown[]): readonly Attack[] {
  return lines.flatMap((line) => {
    if (!isJson(line)) return [];
    const { id, category, attack: text } = line;
    return typeof id === 'string' && typeof category === 'string' && typeof text === 'string'
      ? [{ id, category, text }]
      : [];
  });
}

export const PLACES = Object.freeze(['start', 'middle', 'end'] as const);
export type Place = (typeof PLACES)[number];

/** A note with an attack among its sentences, as a line or lines of its own, as it came. */
export function plant(sentences: readonly string[], attack: string, place: Place): string {
  const at = { start: 0, middle: Math.ceil(sentences.length / 2), end: sentences.length }[place];
  const own = (part: readonly string[]) => part.join(' ');
  return [own(sentences.slice(0, at)), attack, own(sentences.slice(at))]
    .filter((part) => part !== '')
    .join(attack.includes('\n') ? '\n' : ' ');
}
