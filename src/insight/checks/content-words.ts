import type { Word } from './read-words.ts';

/** Words that say nothing by themselves. */
const SMALL: ReadonlySet<string> = new Set(
  `a an the and or of to in on at by for from with as is are was were be been being has have had having do does did
  he she it they we you i his her its their our your my this that these those there then than so such also which who
  whom whose what when where while about into over during after before per patient patient's she's he's it's`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Whether a word says something: not small, and no sign. */
export function isContent({ key, kind }: Word): boolean {
  return kind !== 'symbol' && !SMALL.has(key);
}
