import type { UseCaseRule } from '../../use-case.ts';
import { ownWords } from './own-words.ts';

const ABSENT =
  /\b(?:no|not|none|never|nothing|without|absent|missing|lack\w*|overdue|due|outstanding|needs?|needed|should|must|up to date|incomplete)\b/;

/**
 * Evidence is what the reader may see, never all there is: a quote may say that something is absent, a machine
 * may not. What was last recorded, and when, is for the reader to judge.
 */
export const noAbsence: UseCaseRule = Object.freeze({
  name: 'no absence',
  refuses: (sentence) => (ABSENT.test(ownWords(sentence)) ? 'UNGROUNDED' : null),
} satisfies UseCaseRule);
