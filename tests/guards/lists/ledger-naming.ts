import type { Guard } from '../guard.ts';

const EDITS = 'tests/ledger/verify/random-edits.test.ts';
const NAMED = 'what was changed is named where it was changed';

/** Which record a verifier names, once it has found that one was changed. */
export const LEDGER_NAMING_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'verify.lost-heads',
    promise: NAMED,
    file: 'src/ledger/verify/store-check.ts',
    find: ' || beginAlike(one.leaves, leaves)',
    replace: '',
    tests: [EDITS, 'whichever head somebody drops'],
  },
  {
    guard: 'verify.others-heads',
    promise: NAMED,
    file: 'src/ledger/verify/writer-chains.ts',
    find: 'if (batch.writer !== null && head.writer !== batch.writer) {',
    replace: "if (batch.writer === '') {",
    tests: [EDITS, 'that names another writer'],
  },
]);
