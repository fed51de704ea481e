import type { Guard } from '../guard.ts';

const MODIFIERS = 'tests/insight/modifiers.test.ts';
const VERIFICATION = 'tests/insight/checks/verification.test.ts';

/** Nothing is told as so that its own record says is not so, not certain, or not to be done. */
export const INSIGHT_MODIFIER_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'insight-modifiers.prohibited',
    promise: '8 a medicine that is prohibited is never told as taken',
    file: 'src/insight/collect-row.ts',
    find: "  if (rendered.some(({ field: { coordinate }, text }) => saysNotSo(coordinate, text)))\n    return { collected: null, leftOut: [...leftOut, 'NOT_SO'] };\n",
    replace: '',
    tests: [MODIFIERS, 'no medicine that is taken where it is prohibited'],
  },
  {
    guard: 'insight-modifiers.unread',
    promise: '8 a record is no evidence for whoever may not have what changes its meaning',
    file: 'src/insight/collect-row.ts',
    find: '  if (fields.some(({ index, coordinate }) => codes[index] !== WHOLE && coordinate in UNSAID_WITH))\n    return { collected: null, leftOut };\n',
    replace: '',
    tests: [MODIFIERS, 'no evidence for a reader who may not have what changes it'],
  },
  {
    guard: 'insight-modifiers.bounds',
    promise: '8 a bound is not told as a value',
    file: 'src/insight/render-value.ts',
    find: '`${renderValue(comparator)}${number}`',
    replace: 'number',
    tests: [MODIFIERS, 'no value where it is a bound'],
  },
  {
    guard: 'insight-modifiers.doubt-told',
    promise: '8 a condition or an allergy that is not confirmed is told with that',
    file: 'src/insight/checks/checks.ts',
    find: '  verification,\n',
    replace: '',
    tests: [VERIFICATION, 'a doubt is told with its condition'],
  },
  {
    guard: 'insight-modifiers.doubt-no-problem',
    promise: '8 what is not confirmed is no active problem',
    file: 'src/insight/use-cases/rules/active-only.ts',
    find: '  if (doubtsOf(item).length > 0) return false;\n',
    replace: '',
    tests: [VERIFICATION, 'no active problem, gets no code'],
  },
  {
    guard: 'insight-modifiers.doubt-no-code',
    promise: '8 what is not confirmed gets no code',
    file: 'src/insight/use-cases/rules/suggested-code.ts',
    find: 'doubtsOf(item).length > 0 && ',
    replace: 'false && ',
    tests: [VERIFICATION, 'no active problem, gets no code'],
  },
  {
    guard: 'insight-modifiers.doubt-decides-nothing',
    promise: '8 what is not confirmed meets no criterion',
    file: 'src/insight/use-cases/rules/bears-on-criterion.ts',
    find: ' || cited.some((item) => doubtsOf(item).length > 0)',
    replace: '',
    tests: [VERIFICATION, 'no active problem, gets no code'],
  },
]);
