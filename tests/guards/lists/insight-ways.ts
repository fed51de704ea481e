import type { Guard } from '../guard.ts';

const PREVIEW = 'tests/cli/insights.test.ts';
const PRINTS = 'prints what Converse would get under a tenant’s file, and opens no store but its own';
const ATTACKS = 'tests/attacks/insights.test.ts';
const OTHER_READER = 'does not come back from what was written for another reader';
const WRITE = 'src/insight/write-insight.ts';
const OPEN = 'src/insight/open-insights.ts';

/** What a dry run must not touch, and what attacks by way of a model are stopped by. */
export const INSIGHT_WAYS_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'preview.own-store',
    promise: '6 a dry run opens no store that anybody uses',
    file: 'src/cli/preview-insight.ts',
    find: 'const config = loadConfig({',
    replace: 'const config = loadConfig({ ...process.env,',
    tests: [PREVIEW, PRINTS],
  },
  {
    guard: 'preview.nothing-sent',
    promise: '6 a dry run has no model that could be called',
    file: 'src/cli/preview-insight.ts',
    find: 'startGateway(config, { progress, models })',
    replace: 'startGateway(config, { progress })',
    tests: [PREVIEW, PRINTS],
  },
  {
    guard: 'preview.cleaned-up',
    promise: '8 what a dry run made is gone afterwards',
    file: 'src/cli/preview-insight.ts',
    find: 'await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });',
    replace: '',
    tests: [PREVIEW, PRINTS],
  },
  {
    guard: 'insight.cache-key',
    promise: '6 an insight is found again by the same access class and policy alone',
    file: WRITE,
    find: 'JSON.stringify([reading, args, codes?.version ?? null, policyVersion, accessClass])',
    replace: 'JSON.stringify([reading.coordinate, args])',
    tests: [ATTACKS, OTHER_READER],
  },
  {
    guard: 'insight.read-again',
    promise: '6 a stored insight is there for whoever may have all of its evidence now',
    file: OPEN,
    find: 'return (await may) ? insight : null;',
    replace: 'return insight;',
    tests: [ATTACKS, OTHER_READER],
  },
  {
    guard: 'insight.read-again-once',
    promise: '4 a stored insight is read again, and recorded, once for an operation',
    file: OPEN,
    find: 'const may = reread.get(insight.id) ?? mayHaveInsight(insight, known, operation);',
    replace: 'const may = mayHaveInsight(insight, known, operation);',
    tests: ['tests/requests/insights/insights.test.ts', 'is read again once, however many names'],
  },
  {
    guard: 'insight.read-on-record',
    promise: '4 what is read for an insight is recorded, whatever comes of it',
    file: WRITE,
    find: `    await operation.record(read.access, { ...reading, sent: false });
    throw new InsightWithheld('OUT_OF_SCOPE', 'the record holds`,
    replace: `    throw new InsightWithheld('OUT_OF_SCOPE', 'the record holds`,
    tests: ['tests/requests/insights/insights.test.ts', 'records what was read even where'],
  },
  {
    guard: 'insight.ten-of-an-operation',
    promise: '6 what a document multiplies, a model is not asked',
    file: OPEN,
    find: 'const MOST = 10;',
    replace: 'const MOST = 10_000;',
    tests: [ATTACKS, 'has ten different ones and no more'],
  },
  {
    guard: 'insight.unseen-characters',
    promise: '6 what nobody sees, a model does not read',
    file: WRITE,
    find: 'text: normaliseText(part.text) ',
    replace: 'text: part.text ',
    tests: [ATTACKS, 'is not obeyed: in characters that nobody sees'],
  },
  {
    guard: 'row.known-by-its-row',
    promise: 'ids of a row that has nothing but rows are pseudonyms where those of the row it leads to are',
    file: 'src/access/access-vector.ts',
    find: 'return !this.table(row, [], this.setting(circumstances)).pseudonymousIds;',
    replace: 'return true;',
    tests: ['tests/access/insight-rows.test.ts', 'has a pseudonym where that one has'],
  },
]);
