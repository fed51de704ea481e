import type { Guard } from '../guard.ts';

const ATTACKS = 'tests/requests/insight-injection.test.ts';
const FAULTS = 'tests/requests/insight-injection-faults.test.ts';
const LIMITS = 'tests/requests/insight-injection-limits.test.ts';
const STALLS = 'tests/requests/insight-stalls.test.ts';
const BEARS = 'tests/insight/use-cases/bears-on-criterion.test.ts';
const PLAIN = 'tests/insight/shown-plainly.test.ts';
const SPEAKS = 'tests/insight/speaks-to-model.test.ts';

/** What a text of others, a model on its side, or one that stands still cannot do. */
export const INSIGHT_INJECTION_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'injection.code-is-its-passage',
    promise: '6 a code brings no other words along',
    file: 'src/insight/use-cases/rules/suggested-code.ts',
    find: 'if (!isPassage || !isOneSentence(text)) return',
    replace: 'if (!isOneSentence(text)) return',
    tests: [BEARS, 'not with another passage beside one that describes it'],
  },
  {
    guard: 'injection.code-one-sentence',
    promise: '6 a code brings no other sentence along',
    file: 'src/insight/use-cases/rules/suggested-code.ts',
    find: 'if (!isPassage || !isOneSentence(text)) return',
    replace: 'if (!isPassage) return',
    tests: [BEARS, 'not with a quote of two sentences'],
  },
  {
    guard: 'injection.bears-on-criterion',
    promise: '6 nothing else of a record is told as what meets a criterion',
    file: 'src/insight/use-cases/rules/bears-on-criterion.ts',
    find: ' && wordsOf(item, quote).some((word) => asked.has(word))',
    replace: '',
    tests: [BEARS, 'is no other passage of the record'],
  },
  {
    guard: 'injection.criterion-one-sentence',
    promise: '6 what meets a criterion brings no other sentence along',
    file: 'src/insight/use-cases/rules/bears-on-criterion.ts',
    find: 'return isOneThing(item, quote) && ',
    replace: 'return ',
    tests: [BEARS, 'does not bring along what stands beside it'],
  },
  {
    guard: 'injection.criterion-rule-is-asked',
    promise: '6 nothing else of a record is told as what meets a criterion',
    file: 'src/insight/use-cases/prior-auth-draft.ts',
    find: 'criterionStatus, bearsOnCriterion, noAbsence',
    replace: 'criterionStatus, noAbsence',
    tests: [ATTACKS, 'in a note: gets nothing told but whole values with their names'],
  },
  {
    guard: 'injection.links-behind-tokens',
    promise: '6 plain text alone, identifiers included',
    file: 'src/insight/shown-plainly.ts',
    find: '!said.some((words) => LINKS.test(words)) &&',
    replace: '',
    tests: [PLAIN, 'not with an address of mail behind a token'],
  },
  {
    guard: 'injection.plain-when-restored',
    promise: '6 plain text alone, identifiers included',
    file: 'src/insight/shown-plainly.ts',
    find: 'isPlain(restore(text)) &&',
    replace: '',
    tests: [PLAIN, 'not with what a token turns out to be'],
  },
  {
    guard: 'injection.quotes-are-inert',
    promise: '6 no link, image or markup beside a sentence',
    file: 'src/insight/shown-plainly.ts',
    find: '!citations.some(({ quote }) => ACTIVE.test(restore(quote)))',
    replace: 'citations.length >= 0',
    tests: [PLAIN, 'nor with a markdown image in a quote'],
  },
  {
    guard: 'injection.signs-are-heeded',
    promise: '6 a passage that speaks to a model is not told',
    file: 'src/insight/believe-answer.ts',
    find: ' && !speaksToModel(sentence)',
    replace: '',
    tests: [ATTACKS, 'in a note: gets nothing told but whole values with their names'],
  },
  {
    guard: 'injection.after-a-sign',
    promise: '6 nor what it demands in its next sentence',
    file: 'src/insight/speaks-to-model.ts',
    find: '(passage.suspect || passages[at - 1]?.suspect === true)',
    replace: '(passage.suspect || at < 0)',
    tests: [SPEAKS, 'is what it is followed by'],
  },
  {
    guard: 'injection.signs-behind-tokens',
    promise: '6 a sign is one behind a token too',
    file: 'src/insight/speaks-to-model.ts',
    find: '[segment, restore(segment)].some(',
    replace: '[segment].some(',
    tests: [SPEAKS, 'is told behind a token'],
  },
  {
    guard: 'injection.no-json',
    promise: '6 plain text alone: no text that ends an answer and begins another',
    file: 'src/insight/checks/plain-text.ts',
    find: '  /\\{\\s*"|"\\s*[}\\]]|"\\s*:\\s*["{[]/,\n',
    replace: '',
    tests: [ATTACKS, 'JSON that closes the schema: nothing that it asks for'],
  },
  {
    guard: 'injection.most-insights',
    promise: 'bounded calls of one operation',
    file: 'src/insight/open-insights.ts',
    find: "if (asked.size >= MOST) throw new InsightWithheld('BUDGET', 'insights of one operation');",
    replace: '',
    tests: [LIMITS, 'ten calls, and BUDGET for each of the others'],
  },
  {
    guard: 'injection.one-call-one-insight',
    promise: 'an insight of many names is one call and one denial',
    file: 'src/insight/open-insights.ts',
    find: 'if (known !== undefined) return known.catch(withheldAlready);',
    replace: '',
    tests: [LIMITS, 'names of one, as many as are let through'],
  },
  {
    guard: 'injection.no-agreement',
    promise: 'nothing goes to a model without an agreement that holds',
    file: 'src/insight/write-insight.ts',
    find: 'if (!agreementHolds(settings, now))',
    replace: 'if (!agreementHolds(settings, 0))',
    tests: [FAULTS, 'an agreement that ran out yesterday is none'],
  },
  {
    guard: 'injection.one-deadline',
    promise: 'the insights of one operation share one deadline',
    file: 'src/insight/open-insights.ts',
    find: 'AbortSignal.any([operation.signal, AbortSignal.timeout(seconds * 1000)])',
    replace: 'AbortSignal.any([operation.signal, AbortSignal.timeout(seconds * 10_000)])',
    tests: [STALLS, 'share one deadline'],
  },
  {
    guard: 'injection.no-time-no-verdict',
    promise: 'a deadline that evidence used up opens no breaker',
    file: 'datasources/bedrock/create-bedrock-model.ts',
    find: 'throw heardOut ? failed : ',
    replace: 'throw heardOut || sent ? failed : ',
    tests: ['tests/datasources/bedrock/circuits.test.ts', 'does not open for calls that were left no time'],
  },
  {
    guard: 'injection.hang-up-ends-the-call',
    promise: 'a call ends with its client',
    file: 'src/insight/open-insights.ts',
    find: 'AbortSignal.any([operation.signal, AbortSignal.timeout(seconds * 1000)])',
    replace: 'AbortSignal.timeout(seconds * 1000)',
    tests: [STALLS, 'ends its call, opens no breaker'],
  },
]);
