import type { Guard } from '../guard.ts';

/** What is written over what, and in which order: `datasources/dynamodb`. */
export const STORE_WRITING_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'store.locators-in-order',
    promise: 'a row that was moved or taken out stays nowhere',
    file: 'datasources/dynamodb/plan-batch.ts',
    find: 'if (changes.length === 0 && !isHeld(locator.key)) done.push(item);',
    replace: 'if (changes.length === 0) done.push(item);',
    tests: ['tests/datasources/health-data.test.ts', 'in dynalite leaves no row behind'],
  },
  {
    guard: 'store.locators-read-before-a-flush',
    promise: 'a row that was moved or taken out stays nowhere, whenever ties are written',
    file: 'datasources/dynamodb/dynamo-writer.ts',
    find: 'const locator = waited[at] ??',
    replace: 'const locator = waiting(key) ?? (waited.length === 0 ? waiting(key) : null) ??',
    tests: [
      'tests/datasources/cut-off-writes.test.ts',
      'where a flush ends while the next version is being read',
    ],
  },
  {
    guard: 'store.deletions-stay',
    promise: 'what was deleted does not come back in an older version',
    file: 'datasources/dynamodb/dynamo-writer.ts',
    find: '...settled.targets.map(asVersioned),',
    replace: '...settled.targets.filter(asVersioned),',
    tests: ['tests/datasources/health-data.test.ts', 'in dynalite keeps out what was deleted'],
  },
  {
    guard: 'store.deleted-consents-stay',
    promise: 'a consent that was deleted does not come back in an older version',
    file: 'datasources/dynamodb/merge-consents.ts',
    find: '{ ...imported, ...versionOfRemoval(imported, standing) }',
    replace: '{ ...imported, ...(versionOfRemoval.length === 0 ? standing : {}) }',
    tests: ['tests/datasources/write-consent.test.ts', 'stay gone though what removed them said no version'],
  },
]);
