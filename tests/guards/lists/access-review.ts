import type { Guard } from '../guard.ts';

const MATRIX = 'tests/access/access-matrix.test.ts';
const COMMAND = 'tests/cli/access.test.ts';
const EXPLAIN = 'tests/cli/access-explain.test.ts';
const AS_OF = 'tests/cli/access-as-of.test.ts';

/** What an auditor is told of declared access: `src/review`, `src/access/access-matrix.ts`, `src/cli/access*.ts`. */
export const ACCESS_REVIEW_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'matrix.own-labels',
    promise: 'the matrix equals reality: a label on a field closes it',
    file: 'src/access/access-matrix.ts',
    find: '    sensitivity,\n    scopeType: null,',
    replace: '    sensitivity: [],\n    scopeType: null,',
    tests: [MATRIX, 'denies what the labels of a field, or of the rows asked about, close'],
  },
  {
    guard: 'matrix.glass-and-labels',
    promise: 'the matrix equals reality: a glass waives no label',
    file: 'src/access/category-table.ts',
    find: 'sensitivity.every((label) => opensLabel(grant.sensitivity, label))',
    replace: 'sensitivity.length >= 0 || opensLabel(grant.sensitivity, role)',
    tests: [MATRIX, 'denies what the labels of a field, or of the rows asked about, close'],
  },
  {
    guard: 'matrix.root-rules',
    promise: 'the matrix equals reality: who may not use a root field may not filter by it',
    file: 'src/access/access-matrix.ts',
    find: 'return mayUse?.(root, role, purpose) ?? true;',
    replace: 'return mayUse === undefined || root !== role + purpose;',
    tests: [COMMAND, 'denies a filter to who may not use the root field it stands on'],
  },
  {
    guard: 'explain.policy-of-then',
    promise: 'an event is explained by the policy it was decided under, and by no other',
    file: 'src/cli/explain-event.ts',
    find: 'const ofThen = isRead ? declared : kept;',
    replace: 'const ofThen = kept ?? declared;',
    tests: [EXPLAIN, 'an event under another policy is not explained by this one'],
  },
  {
    guard: 'explain.disagreement',
    promise: 'what is on record and what was declared are held against each other',
    file: 'src/review/explain-event.ts',
    find: 'reason === event.reason,',
    replace: '',
    tests: ['tests/review/explain-event.test.ts', 'does not agree with denied though nothing denies'],
  },
  {
    guard: 'as-of.no-links',
    promise: 'what a ref has is read from the ref alone',
    file: 'src/cli/git-ref.ts',
    find: 'if (mode === LINK) throw',
    replace: 'if (mode === folder) throw',
    tests: [AS_OF, 'says of a file that is a link what is wrong'],
  },
  ...(
    [
      [
        'errors',
        'run-program.ts',
        'safeText(describeError(error))',
        'describeError(error)',
        'what was typed: an error',
      ],
      ['usage', 'run-program.ts', 'write(safeText(text))', 'write(text)', 'what was typed: usage'],
      ['tenants', 'tenants.ts', 'safeText(asLines(checked))', 'asLines(checked)', 'in a tenant’s file'],
      [
        'names',
        'documents-check.ts',
        'safeText(linesOf(checked, findings, options.role))',
        'linesOf(checked, findings, options.role)',
        'the name of a file',
      ],
    ] as const
  ).map(([name, file, find, replace, test]) => ({
    guard: `terminal.${name}`,
    promise: 'nothing that a file or a name brings with it steers a terminal',
    file: `src/cli/${file}`,
    find,
    replace,
    tests: ['tests/cli/safe-text.test.ts', test] as const,
  })),
]);
