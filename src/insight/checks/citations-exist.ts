import type { Check } from './check.ts';

/** A sentence without a source, or with one that was never shown, is nobody's word. */
export const citationsExist: Check = Object.freeze({
  name: 'citations exist',
  rule: 'A sentence cites at least one item, and each item it cites is there.',
  refuses: ({ citations, cited }) =>
    citations.length > 0 && cited.length === citations.length ? null : 'CITATION',
} satisfies Check);
