import type { Guard } from '../guard.ts';

const API = 'tests/resolvers/access-review.test.ts';
const WHY = 'tests/resolvers/access-review-why.test.ts';
const COMPARED = 'tests/review/create-comparer.test.ts';
const MATRIX = 'tests/review/review-matrix.test.ts';
const ARCHIVE = 'tests/datasources/policy-archive.test.ts';
const RECORDED = 'tests/ledger/record-policies.test.ts';
const DIFF = 'tests/cli/access-diff.test.ts';

/** What the gateway tells reviewers of policies, and what it keeps of them: `resolvers/access-review*.ts`, `src/review`. */
export const ACCESS_REVIEW_API_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'review-api.reviewers',
    promise: 'what is declared is told to privacy officers and auditors',
    file: 'src/root-rules.ts',
    find: "'Query.accessReview': ({ access }) => readsLedger(access.vector.accessClass, model),\n",
    replace: '',
    tests: [API, 'not PHYSICIAN: refused, and nothing is read'],
  },
  {
    guard: 'review-api.looked-at-version',
    promise: 'each look of a reviewer is on record before anything is read',
    file: 'resolvers/access-review.ts',
    find: 'await look(context, `AccessReview.${field}`, asked);',
    replace: '',
    tests: [API, 'matrix is on record before anything is looked up'],
  },
  {
    guard: 'review-api.looked-at-all',
    promise: 'each look of a reviewer is on record before anything is read',
    file: 'resolvers/access-review.ts',
    find: "await look(context, 'Query.accessReview', actor.tenant);",
    replace: '',
    tests: [API, 'matrix is on record before anything is looked up'],
  },
  {
    guard: 'review-api.looked-at-versions',
    promise: 'each look of a reviewer is on record before anything is read',
    file: 'resolvers/access-review.ts',
    find: "await look(context, 'AccessReview.versions', context.actor.tenant);",
    replace: '',
    tests: [API, 'versions is on record before anything is looked up'],
  },
  {
    guard: 'review-api.compared-on-record',
    promise: 'each look of a reviewer is on record before anything is read',
    file: 'resolvers/access-review-compare.ts',
    find: "  await look(context, 'AccessReview.compare', old);\n  await look(context, 'AccessReview.compare', now);\n",
    replace: '',
    tests: [API, 'compare is on record before anything is looked up'],
  },
  {
    guard: 'review-api.event-on-record',
    promise: 'each look of a reviewer is on record before anything is read',
    file: 'resolvers/access-review-explain.ts',
    find: "  await actingOf(context).record({ coordinate: 'AccessReview.explainEvent', subject: null, resource });\n",
    replace: '  if (resource.id === typeof actingOf(context)) return null;\n',
    tests: [API, 'explainEvent is on record before anything is looked up'],
  },
  {
    guard: 'review-api.own-versions',
    promise: 'no tenant is told what another declares',
    file: 'src/review/open-access-review.ts',
    find: 'const kept = (await archive.list(tenant)).find((one) => one.version === version);',
    replace:
      "const kept = (await archive.list('lakeside')).concat(await archive.list(tenant)).find((one) => one.version === version);",
    tests: [API, 'is told as of another version of the same tenant, and of no other tenant'],
  },
  {
    guard: 'review-api.true-texts',
    promise: 'an event is explained by the policy it was decided under, and by no other',
    file: 'src/review/read-texts.ts',
    find: 'if (policyVersion(words, overlayVersion) !== version)',
    replace: 'if (policyVersion(words, overlayVersion).length !== version.length)',
    tests: [WHY, 'an archive that was altered explains nothing'],
  },
  {
    guard: 'review-api.no-other-policy',
    promise: 'an event is explained by the policy it was decided under, and by no other',
    file: 'resolvers/access-review-explain.ts',
    find: 'const policy = await review.at(event.policyVersion);',
    replace: 'const policy = (await review.at(event.policyVersion)) ?? review.inForce;',
    tests: [WHY, 'an event under a policy that is not kept is shown, and nothing explains it'],
  },
  {
    guard: 'review-api.known-files',
    promise: 'no argument leads to a disk',
    file: 'src/review/source-excerpt.ts',
    find: 'find(({ name }) => name === file)',
    replace: "find(({ name }) => name === file || file.startsWith('/') || name.endsWith(file))",
    tests: [WHY, 'an absolute path that there is not'],
  },
  {
    guard: 'review-api.version-on-record',
    promise: 'nothing that a user wrote stands in the ledger',
    file: 'resolvers/read-review-input.ts',
    find: "if (!VERSION.test(version)) throw new BadUserInputError('AccessReview: not a version');",
    replace: '',
    tests: [WHY, 'a version of a declaration that there is not'],
  },
  {
    guard: 'review-api.event-id-on-record',
    promise: 'nothing that a user wrote stands in the ledger',
    file: 'resolvers/access-review-explain.ts',
    find: "if (!isEventId(id)) throw new BadUserInputError('AccessReview.explainEvent: not the id of an event');",
    replace: '',
    tests: [WHY, 'an event that there is not'],
  },
  {
    guard: 'review-api.bounded',
    promise: 'no question costs more than is foreseen',
    file: 'src/review/review-matrix.ts',
    find: 'if (wanted.length * roles.length > most)',
    replace: 'if (wanted.length * roles.length > most * 1000)',
    tests: [MATRIX, 'refuses more cells than may be told at once'],
  },
  {
    guard: 'policy-archive.before-the-record',
    promise: 'a policy is kept before it is on record as in force',
    file: 'src/ledger/record-policies.ts',
    find: '(await keep(next)) &&',
    replace: '(void keep(next), true) &&',
    tests: [RECORDED, 'what cannot be kept is not on record as in force'],
  },
  {
    guard: 'policy-archive.order',
    promise: 'an event is explained by the policy it was decided under, and by no other',
    file: 'datasources/dynamodb/policy-archive.ts',
    find: 'const from = Math.max(policy.from, (last?.from ?? 0) + 1);',
    replace: 'const { from } = policy;',
    tests: [ARCHIVE, 'stay in order though a clock is set back'],
  },
  {
    guard: 'access-diff.token-in-the-clear',
    promise: 'a token goes over no wire unencrypted',
    file: 'src/cli/read-running.ts',
    find: 'if (!isSafeAddress(name))',
    replace: 'if (name.length === 0)',
    tests: [DIFF, 'is wrong usage: a gateway by a wire that others read'],
  },
  {
    guard: 'review-api.watched',
    promise: 'whom a tenant watches over is told by no text of its policy',
    file: 'src/review/reviewed-policy.ts',
    find: 'body: shownTenant(overlayFile.body).text',
    replace: 'body: overlayFile.body',
    tests: [API, 'whom a tenant watches over is told by neither lines nor texts'],
  },
  {
    guard: 'review-api.comparisons-of-tenant',
    promise: 'one tenant that has much compared keeps no other out',
    file: 'src/review/create-comparer.ts',
    find: 'own >= MOST_OF_TENANT || waiting.length >= MOST_WAITING',
    replace: 'own >= MOST_WAITING || waiting.length >= MOST_WAITING',
    tests: [COMPARED, 'no more wait than a few, fewer of one tenant'],
  },
  {
    guard: 'review-api.comparisons-waiting',
    promise: 'what waits to be compared is bounded',
    file: 'src/review/create-comparer.ts',
    find: 'own >= MOST_OF_TENANT || waiting.length >= MOST_WAITING',
    replace: 'own >= MOST_OF_TENANT || waiting.length >= 1_000_000',
    tests: [COMPARED, 'no more wait than a few, fewer of one tenant'],
  },
  {
    guard: 'review-api.words-of-then',
    promise: 'an event is explained by the policy of then',
    file: 'src/review/read-texts.ts',
    find: 'running?.model.version === words ? running',
    replace: 'running !== null ? running',
    tests: ['tests/review/open-access-review.test.ts', 'words of then are read as they were'],
  },
]);
