import type { Guard } from '../guard.ts';

/** Which labels a name opens. */
export const LABEL_GUARDS: readonly Guard[] = [
  {
    guard: 'labels.unknown-stays-closed',
    promise: '1 an unknown label denies',
    file: 'src/access/sensitivity.ts',
    find: 'if (label === UNKNOWN_LABEL) return false;',
    replace: '',
    tests: ['tests/access/sensitivity.test.ts', 'never opens UNKNOWN'],
  },
  {
    guard: 'labels.psychotherapy-notes-by-name',
    promise: 'psychotherapy notes open by their own name alone',
    file: 'src/access/sensitivity.ts',
    find: 'return label === NEVER_BY_PARENT ? open.includes(label) : meansLabel(open, label);',
    replace: 'return label === `${NEVER_BY_PARENT} ` ? open.includes(label) : meansLabel(open, label);',
    tests: ['tests/access/sensitivity.test.ts', 'opens psychotherapy notes by their own name only'],
  },
  {
    guard: 'labels.substance-use-is-one-group',
    promise: 'a consent about one label of substance use is about all',
    file: 'src/access/sensitivity.ts',
    find: 'if (group.includes(current)) waiting.push(...group);',
    replace: 'void group;',
    tests: ['tests/access/sensitivity.test.ts', 'takes substance use for one group'],
  },
  {
    guard: 'labels.never-upwards',
    promise: 'a name opens what lies below it, not above',
    file: 'src/access/sensitivity.ts',
    find: 'return selfAndAbove(label).some((each) => named.includes(each));',
    replace: `return (
    selfAndAbove(label).some((each) => named.includes(each)) ||
    named.some((each) => selfAndAbove(each).includes(label))
  );`,
    tests: ['tests/access/sensitivity.test.ts', 'never what stands above it'],
  },
];
