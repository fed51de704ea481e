import type { Guard } from '../guard.ts';

const RECORDS = 'tests/insight/checks/records.test.ts';

/** How texts are read before a sentence is checked: answers, numbers, signs, and what was left out. */
export const INSIGHT_TEXT_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'insight.whole-answers',
    promise: 'an answer cut off is no answer',
    file: 'src/insight/read-output.ts',
    find: '!WHOLE.has(stopReason) || ',
    replace: '',
    tests: ['tests/insight/read-output.test.ts', 'that ended by max_tokens is withheld'],
  },
  {
    guard: 'insight.closed-answers',
    promise: 'nothing in an answer that no check looks at',
    file: 'src/insight/read-output.ts',
    find: 'const sentence = z.strictObject({',
    replace: 'const sentence = z.object({',
    tests: ['tests/insight/read-output.test.ts', 'with another property of a sentence is withheld whole'],
  },
  {
    guard: 'insight.hidden-text',
    promise: 'a model reads what a person sees',
    file: 'src/insight/normalise-text.ts',
    find: "    .replace(HIDDEN, '')\n",
    replace: '',
    tests: ['tests/insight/normalise-text.test.ts', 'is free of'],
  },
  {
    guard: 'insight.whole-numbers',
    promise: '8 a dose stays the dose that the record says, in whatever form it is written',
    file: 'src/insight/normalise-text.ts',
    find: 'keepNumbers(seen).normalize',
    replace: 'seen.normalize',
    tests: ['tests/insight/normalise-text.test.ts', 'keeps the numbers of Take 2½ tablets'],
  },
  {
    guard: 'insight.unread-digits',
    promise: '8 nothing stands in a sentence that a reader sees and no check reads',
    file: 'src/insight/checks/plain-text.ts',
    find: '    !UNREAD.test(text) &&\n',
    replace: '',
    tests: ['tests/insight/checks/unread-signs.test.ts', 'plain text has none that are not read'],
  },
  {
    guard: 'insight.symbols-read',
    promise: '8 an arrow that points the other way is another claim',
    file: 'src/insight/checks/numbers.ts',
    find: "  if (word?.kind === 'symbol' && !NUMERIC.test(word.key)) return isQuotedSymbol(sentence, at);\n",
    replace: '',
    tests: ['tests/insight/checks/unread-signs.test.ts', 'signs an arrow'],
  },
  {
    guard: 'insight.newest-of-all',
    promise: '8 the newest of a part is not told as the newest of all',
    file: 'src/insight/checks/verify-claims.ts',
    find: ' || incomplete.has(item.resourceType)',
    replace: '',
    tests: [RECORDS, 'tells no newest of a kind of which something was left out'],
  },
  {
    guard: 'insight.left-out-told',
    promise: '8 what is left out of evidence is known to be left out',
    file: 'src/insight/number-evidence.ts',
    find: '      isWhole = false;\n',
    replace: '',
    tests: ['tests/insight/number-evidence.test.ts', 'takes no passage of a sentence'],
  },
  {
    guard: 'insight.parts-whole',
    promise: '8 no number of a record is cut in half',
    file: 'src/insight/number-evidence.ts',
    find: 'others.filter(({ text }) => text.length <= PART_CHARACTERS)',
    replace: 'others.map((part) => ({ ...part, text: part.text.slice(0, PART_CHARACTERS) }))',
    tests: ['tests/insight/number-evidence.test.ts', 'cut, 1000 mg would be 10'],
  },
]);
