import type { Guard } from '../guard.ts';

/** Filtering discloses as reading does: `src/access`. */
export const FILTER_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'filter.whole-for-the-class',
    promise: '3 filtering discloses',
    file: 'src/access/guard-fields.ts',
    find: 'if (refuseFilters(filters, asked, context, info)) return null;',
    replace: 'refuseFilters([], asked, context, info);',
    tests: ['tests/access/guard-paths.test.ts', 'that is masked is refused before anything is looked up'],
  },
  {
    guard: 'filter.masked-is-not-whole',
    promise: '3 filtering discloses',
    file: 'src/access/refuse-filters.ts',
    find: "decided.decision !== 'PERMIT'",
    replace: "decided.decision === 'DENY'",
    tests: ['tests/access/guard-paths.test.ts', 'that is masked is refused before anything is looked up'],
  },
  {
    guard: 'filter.whole-for-the-row',
    promise: '3 filtering discloses',
    file: 'src/access/admit-rows.ts',
    find: 'row !== null && opened.filters.every((filter) => isOpen(filter, row, context)) ? row : null',
    replace: 'row',
    tests: ['tests/access/guard-paths.test.ts', 'finds of all rows those alone'],
  },
  {
    guard: 'filter.nested',
    promise: '3 filtering discloses',
    file: 'src/access/phi-filters.ts',
    find: '  if (!isInputObjectType(type)) return;',
    replace: '  if (type) return;',
    tests: ['tests/access/guard-paths.test.ts', 'however deep in the arguments'],
  },
  {
    guard: 'filter.lists-of-inputs',
    promise: '3 filtering discloses',
    file: 'src/access/phi-filters.ts',
    find: 'Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]',
    replace: '[value]',
    tests: ['tests/attacks/filters.test.ts', 'in a list of inputs'],
  },
  {
    guard: 'filter.at-fields-of-rows',
    promise: '2 same answer on every path',
    file: 'src/access/guard-fields.ts',
    find: 'field.resolve = guardFilters(model, subjectType, declared?.rowType ?? null, field, guarded);',
    replace:
      'field.resolve = guardFilters({ ...model, filters: {} }, subjectType, declared?.rowType ?? null, field, guarded);',
    tests: ['tests/attacks/filters.test.ts', 'of a row by its own'],
  },
  {
    guard: 'filter.found-is-read',
    promise: '4 to be found through a value is to have it read',
    file: 'src/access/admit-rows.ts',
    find: 'if (row !== null) noteFilters(row, opened.filters);',
    replace: '',
    tests: ['tests/attacks/filters.test.ts', 'is a reading of the value of every row it finds'],
  },
  {
    guard: 'filter.search-recorded',
    promise: '4 a search is recorded, whomever it finds',
    file: 'src/ledger/compose-record.ts',
    find: 'for (const search of access.searches) {',
    replace: 'for (const search of [...access.searches].slice(0, 0)) {',
    tests: ['tests/attacks/filters.test.ts', 'is a reading of the value of every row it finds'],
  },
  {
    guard: 'filter.counted-when-open',
    promise: '3 matches are narrowed before they are counted',
    file: 'src/access/operation-access.ts',
    find: 'subject.exists(type, record) && filters.every((filter) => this.#mayFilter(filter, subject))',
    replace: 'subject.exists(type, record)',
    tests: ['tests/access/operation-access.test.ts', 'does not count where one of them is masked'],
  },
  {
    guard: 'filter.unknown',
    promise: '1 deny by default',
    file: 'src/access/operation-access.ts',
    find: `if (filter === undefined) return false;
    return decideFilter`,
    replace: `if (filter === undefined) return true;
    return decideFilter`,
    tests: ['tests/access/operation-access.test.ts', 'does not count where one of them is masked'],
  },
]);
