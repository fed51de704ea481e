import type { Guard } from '../guard.ts';

const DOCUMENTS = 'tests/requests/documents.test.ts';
const LEDGER = 'tests/requests/asked-ledger.test.ts';
const LOOKED = 'looks at it on record, before anything is read';
const RECORDED = 'every look of a reviewer is on record before anything is read';

/** What reviewers are told, through the console and the API, and that each look is in the ledger. */
export const REVIEWER_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'reviewers.documents-recorded',
    promise: RECORDED,
    file: 'resolvers/documents.ts',
    find: "  await looked(context, 'Query.documents');\n",
    replace: '',
    tests: [DOCUMENTS, LOOKED],
  },
  {
    guard: 'reviewers.document-recorded',
    promise: RECORDED,
    file: 'resolvers/documents.ts',
    find: "  await looked(context, 'Query.document');\n",
    replace: '',
    tests: [DOCUMENTS, LOOKED],
  },
  {
    guard: 'reviewers.standing-recorded',
    promise: RECORDED,
    file: 'resolvers/ledger.ts',
    find: '    await actingOf(context).record({ coordinate: `Ledger.${name}`, subject: null, resource });\n',
    replace: '',
    tests: [LEDGER, 'records each list that is asked for'],
  },
  {
    guard: 'reviewers.refused-at-root',
    promise: 'who tries a root field that is not theirs is on record',
    file: 'src/guard-roots.ts',
    find: "        context.access.refuse({ coordinate, type: root.name, id: '', reason: 'ROLE' });\n",
    replace: '',
    tests: ['tests/guard-roots.test.ts', 'is refused before its resolver where its rule says no'],
  },
]);
