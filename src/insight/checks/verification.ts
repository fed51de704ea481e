import { doubtsOf } from '../verification.ts';
import type { Check } from './check.ts';
import { readWords } from './read-words.ts';

/** A suspicion told without its doubt is a diagnosis, and a refuted one a false one. */
export const verification: Check = Object.freeze({
  name: 'verification',
  rule: 'A condition or an allergy that is not confirmed is told with its verification status.',
  refuses: ({ words, sources }) => {
    const said = new Set(words.map(({ key }) => key));
    return sources
      .flatMap(({ item }) => doubtsOf(item))
      .every((doubt) => readWords(doubt).every(({ key }) => said.has(key)))
      ? null
      : 'UNGROUNDED';
  },
} satisfies Check);
