import type { Check } from './check.ts';
import type { CueKind } from './cues.ts';
import { findCues } from './find-cues.ts';
import type { Word } from './read-words.ts';
import { bearsTheSame } from './same-place.ts';

/**
 * What the sentence denies its quotes deny, and the other way; the same for doubt, for other people, for what may
 * come and for what is over. Two denials of one word undo each other and are told apart from one and from none.
 */
export const negation: Check = Object.freeze({
  name: 'negation',
  rule: 'Each word is denied, doubted, of another person, hypothetical or past just as in its quote.',
  refuses: (sentence) => (sentence.cover !== null || bearsTheSame(sentence, contexts) ? null : 'UNGROUNDED'),
} satisfies Check);

const LETTERS: Readonly<Record<Exclude<CueKind, 'none'>, string>> = Object.freeze({
  negated: 'n',
  uncertain: 'u',
  'other person': 'o',
  hypothetical: 'h',
  past: 'p',
  adverse: 'a',
});

/** For each word the kinds of the cues that reach it; how many denials, up to two. Linear but for cues in one clause. */
function contexts(words: readonly Word[]): readonly string[] {
  const kinds = words.map(() => new Set<string>());
  const denials = words.map(() => 0);
  for (const { kind, reachFrom, reachTo, from, to } of findCues(words)) {
    for (let at = reachFrom; at < reachTo; at += 1) {
      if (at >= from && at < to) continue;
      if (kind === 'negated') denials[at] = (denials[at] ?? 0) + 1;
      else if (kind !== 'none') kinds[at]?.add(LETTERS[kind]);
    }
  }
  return kinds.map((set, at) => `${[...set].sort().join('')}${'n'.repeat(Math.min(denials[at] ?? 0, 2))}`);
}
