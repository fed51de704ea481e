import type { EngineEvidence } from '../engine-input.ts';
import { type Quoted, quoted } from './answer.ts';
import { looksLikeInstruction } from './looks-like-instruction.ts';

/** Parts before the text of a note: its type and its date. */
const HEAD = /^(?:[^;\n]{0,200}; )?(?:\d{4}[\d-]*; )?/;
const HEADING = /^#+\s/;
const LONGEST = 500;
const BULLET = /^(?:[-*•#]+|\d{1,2}[.)])\s+/;

/**
 * Whole sentences of a note or a conclusion, in order. A heading, a sentence that is longer than anybody would read, or
 * one that looks like an instruction to a machine is left out.
 */
export function passages(item: EngineEvidence): readonly Quoted[] {
  const head = item.resourceType === 'DocumentReference' ? (HEAD.exec(item.text)?.[0] ?? '') : '';
  const lines = item.text.slice(head.length).split('\n');
  return lines
    .filter((line) => !HEADING.test(line.trim()))
    .flatMap(sentencesOf)
    .filter((words) => words.length <= LONGEST && !looksLikeInstruction(words))
    .map((words) => quoted(item, words));
}

/** As they stand in the text, without the blanks and bullets around them. A line ends a sentence. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(line)])
    .map(({ segment }) => segment.trim().replace(BULLET, ''))
    .filter((segment) => /[\p{L}\p{N}]/u.test(segment));
}
