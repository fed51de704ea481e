import type { Guard } from '../guard.ts';

const COST = 'tests/documents/read-cost.test.ts';
const LENGTHS = 'tests/documents/list-length.test.ts';

/** What an operation is taken to cost, before it runs. */
export const COST_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'limits.variables',
    promise: 'pages cost what variables say',
    file: 'src/documents/read-cost.ts',
    find: 'Object.hasOwn(variables, variable) ? pageOf(variables[variable]) : otherwise',
    replace: 'otherwise',
    tests: [COST, 'not by its default, where it is given'],
  },
  {
    guard: 'limits.default-pages',
    promise: 'pages cost what their defaults say',
    file: 'src/documents/read-cost.ts',
    find: 'if (given === undefined) return byDefault;',
    replace: 'if (given === undefined) return 1;',
    tests: [COST, 'by default'],
  },
  {
    guard: 'limits.unpaged-cost',
    promise: 'lists without pages cost their items, whatever these are',
    file: 'src/documents/read-cost.ts',
    find: 'return listLength(this.#model, type.name, field.name, inRow);',
    replace:
      'return Object.hasOwn(this.#model.types, getNamedType(field.type).name) ? listLength(this.#model, type.name, field.name, inRow) : 1;',
    tests: [COST, 'takes lists of what is no row to have as many'],
  },
  {
    guard: 'limits.declared-lengths',
    promise: 'lists that are long by their nature cost as much',
    file: 'src/documents/list-length.ts',
    find: 'Object.hasOwn(LIST_LENGTHS, coordinate) ? LIST_LENGTHS[coordinate] : undefined',
    replace: 'Object.hasOwn(LIST_LENGTHS, coordinate) && inRow ? LIST_LENGTHS[coordinate] : undefined',
    tests: [LENGTHS, 'is too little for a hundred and twenty matrices'],
  },
  {
    guard: 'limits.access-length',
    promise: 'what _access tells costs each field that it tells of',
    file: 'src/documents/list-length.ts',
    find: "if (field === '_access') return accessLength(model, type);",
    replace: '',
    tests: [COST, 'counts what _access tells for each field'],
  },
  {
    guard: 'limits.expanded-cost',
    promise: 'fragments cost wherever they are spread',
    file: 'src/documents/read-cost.ts',
    find: 'if (fragment === undefined) return NO_COST;',
    replace: 'if (fragment !== selection) return NO_COST;',
    tests: [COST, 'counts fragments wherever they are spread'],
  },
  {
    guard: 'limits.nested-cost',
    promise: 'pages within pages cost times each other',
    file: 'src/documents/cost-plan.ts',
    find: 'times: times * size',
    replace: 'times',
    tests: [COST, 'within pages, times each other'],
  },
]);
