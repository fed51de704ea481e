import type { Guard } from '../guard.ts';

const KNOWN = 'tests/insight/identifiers/known.test.ts';
const MERGED = 'tests/insight/identifiers/merge-found.test.ts';
const TOKENS = 'tests/insight/identifiers/tokenise.test.ts';
const SCAN = 'tests/insight/identifiers/scan-output.test.ts';
const OPEN = 'tests/insight/identifiers/find-identifiers.test.ts';
const COLLECTED = 'tests/insight/identifiers/known-identifiers-of.test.ts';

/** What identifies somebody does not reach a model, nor come back from one. */
export const IDENTIFIER_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'identifiers.names',
    promise: 'a name known of the record is gone in every common spelling',
    file: 'src/insight/identifiers/known/find-known.ts',
    find: '    ...findKnownNames(folded, words, names),\n',
    replace: '',
    tests: [KNOWN, 'are gone as'],
  },
  {
    guard: 'identifiers.values',
    promise: 'numbers, e-mail addresses and ids known of the record are gone however punctuated',
    file: 'src/insight/identifiers/known/find-known.ts',
    find: '    ...findKnownValues(folded, words, values),\n',
    replace: '',
    tests: [KNOWN, 'is gone as'],
  },
  {
    guard: 'identifiers.addresses',
    promise: 'a street, city or postal code known of the record is gone',
    file: 'src/insight/identifiers/known/find-known.ts',
    find: '    ...findKnownAddresses(folded, words, addresses),\n',
    replace: '',
    tests: [KNOWN, 'is gone as'],
  },
  {
    guard: 'identifiers.birth-dates',
    promise: 'a birth date is gone in every form of a date',
    file: 'src/insight/identifiers/known/find-known.ts',
    find: '    ...findKnownDates(folded, dates),\n',
    replace: '',
    tests: [KNOWN, 'is gone as'],
  },
  {
    guard: 'identifiers.invisible',
    promise: 'letters that nobody sees hide no identifier',
    file: 'src/insight/identifiers/fold-text.ts',
    find: '    .filter((part) => !INVISIBLE.test(part))\n',
    replace: '',
    tests: [KNOWN, 'are gone however they are disguised'],
  },
  {
    guard: 'identifiers.look-alikes',
    promise: 'letters that look like others hide no identifier',
    file: 'src/insight/identifiers/fold-text.ts',
    find: 'LOOK_ALIKES.get(part) ?? ',
    replace: '',
    tests: [KNOWN, 'are gone however they are disguised'],
  },
  {
    guard: 'identifiers.covered',
    promise: 'what overlaps is covered whole',
    file: 'src/insight/identifiers/merge-found.ts',
    find: '    last.end = Math.max(last.end, one.end);\n',
    replace: '',
    tests: [MERGED, 'covers all that any finding covers'],
  },
  {
    guard: 'identifiers.control',
    promise: 'control characters hide no identifier',
    file: 'src/insight/identifiers/fold-text.ts',
    find: "  if (CONTROL.test(character)) return '';\n",
    replace: '',
    tests: [KNOWN, 'are gone however they are disguised'],
  },
  {
    guard: 'identifiers.tokens-brought',
    promise: 'a token that a text brought is not restored to an identifier of another',
    file: 'src/insight/identifiers/tokenise.ts',
    find: 'replaceIn(defuseTokens(text), findKnown, numbers)',
    replace: 'replaceIn(text, findKnown, numbers)',
    tests: [TOKENS, 'are none when the text brought them'],
  },
  {
    guard: 'identifiers.output-known',
    promise: 'an identifier known of the record is found in an output',
    file: 'src/insight/identifiers/scan-output.ts',
    find: '...tokenised.identifiersIn(text), ',
    replace: '',
    tests: [SCAN, 'finds what was not in evidence'],
  },
  {
    guard: 'identifiers.output-open',
    promise: 'an identifier that nobody told is found in an output',
    file: 'src/insight/identifiers/scan-output.ts',
    find: ', ...findAll(blankTokens(text), () => [])',
    replace: '',
    tests: [SCAN, 'finds what was not in evidence'],
  },
  {
    guard: 'identifiers.patterns',
    promise: 'numbers that are called somebody’s are found whatever their form',
    file: 'src/insight/identifiers/find-identifiers.ts',
    find: '    ...findCuedIds(folded),\n',
    replace: '',
    tests: [OPEN, 'in '],
  },
  {
    guard: 'identifiers.contacts-of-patients',
    promise: 'what is known includes the people around a patient',
    file: 'src/insight/identifiers/known-identifiers-of.ts',
    find: '[resource, ...objectsOf(resource.contact)]',
    replace: '[resource]',
    tests: [COLLECTED, 'collects what identifies'],
  },
  {
    guard: 'identifiers.long-names',
    promise: 'bounded time and memory: a name costs no more than its length',
    file: 'src/insight/identifiers/known/name-parts.ts',
    find: 'const JOINED = 12;',
    replace: 'const JOINED = 2_000;',
    tests: ['tests/insight/identifiers/long-names.test.ts', 'it costs what its length costs'],
  },
  {
    guard: 'identifiers.places-are-no-people',
    promise: '3 the name of a place that a reader may not see changes nothing that a model is shown',
    file: 'src/insight/known-people.ts',
    find: ' && NO_PERSON.test(value.reference)) return null;',
    replace: ' && NO_PERSON.test(value.reference)) return value;',
    tests: ['tests/insight/known-people.test.ts', 'are no places'],
  },
  {
    guard: 'identifiers.apart-by-separators',
    promise: '8 no identifier comes back as another',
    file: 'src/insight/identifiers/number-tokens.ts',
    find: "lower.replaceAll(/[^\\p{L}\\p{N}]+/gu, ' ')",
    replace: "lower.replaceAll(/[^\\p{L}\\p{N}]+/gu, '')",
    tests: ['tests/insight/identifiers/tokenise.test.ts', 'tells apart what only its separators'],
  },
]);
