import type { Guard } from '../guard.ts';

/** How a decision reaches every field, row and filter: `src/access`. */
export const FIELD_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'field.parent-is-no-row',
    promise: '2 same answer on every path: a bare record discloses nothing',
    file: 'src/access/guard-fields.ts',
    find: `if (!(row instanceof Row)) return null;
    const repeated`,
    replace: `if (!(row instanceof Row)) return base(row, args, context, info);
    const repeated`,
    tests: ['tests/access/guard-paths.test.ts', 'discloses no protected field'],
  },
  {
    guard: 'field.parent-is-no-row-list',
    promise: '2 same answer on every path: a bare record leads nowhere',
    file: 'src/access/guard-fields.ts',
    find: `if (!(row instanceof Row)) return null;
      const repeated`,
    replace: `if (!(row instanceof Row)) return base(row, args, context, info);
      const repeated`,
    tests: ['tests/access/guard-paths.test.ts', 'leads to no rows'],
  },
  {
    guard: 'field.parent-is-no-row-open',
    promise: '2 same answer on every path',
    file: 'src/access/guard-fields.ts',
    find: 'row instanceof Row ? base(row.record, args, context, info) : null',
    replace: 'base(row instanceof Row ? row.record : row, args, context, info)',
    tests: ['tests/access/guard-paths.test.ts', 'discloses no other field either'],
  },
  {
    guard: 'field.parent-is-no-row-id',
    promise: '2 same answer on every path',
    file: 'src/access/guard-fields.ts',
    find: `if (!(row instanceof Row)) return null;
    if (!row.table`,
    replace: `if (!(row instanceof Row)) return own(row, args, context, info);
    if (!row.table`,
    tests: ['tests/access/guard-paths.test.ts', 'discloses no other field either'],
  },
  {
    guard: 'field.denied',
    promise: '1 what is denied is null, and told',
    file: 'src/access/guard-fields.ts',
    find: 'if (code === DENIED) return deny(row, declared, context, info, repeated);',
    replace: 'if (code === DENIED) return base(row.record, args, context, info);',
    tests: ['tests/access/guard-fields.test.ts', 'is whole for a tied physician and denied, once'],
  },
  {
    guard: 'field.denied-list',
    promise: '1 what is denied is null, and told',
    file: 'src/access/guard-fields.ts',
    find: 'if (row.resolve(index) !== WHOLE) return deny(row, declared, context, info, repeated);',
    replace: 'row.resolve(index);',
    tests: ['tests/access/guard-paths.test.ts', 'that is denied is null, told once'],
  },
  {
    guard: 'field.masked',
    promise: '1 what is masked leaves masked',
    file: 'src/access/guard-fields.ts',
    find: ': masked(row, declared, code, value, context);',
    replace: ': value;',
    tests: ['tests/access/guard-fields.test.ts', 'masks by grant'],
  },
  {
    guard: 'field.masked-later',
    promise: '1 what is masked leaves masked',
    file: 'src/access/guard-fields.ts',
    find: 'value.then((settled) => masked(row, declared, code, settled, context))',
    replace: 'value',
    tests: ['tests/access/guard-paths.test.ts', 'is masked like any other'],
  },
  {
    guard: 'field.pseudonymous-id',
    promise: '3 logical ids are linkable',
    file: 'src/access/guard-fields.ts',
    find: 'if (!row.table.pseudonymousIds) return own',
    replace: 'if (row) return own',
    tests: ['tests/access/guard-fields.test.ts', 'gives a researcher the year and pseudonymous ids'],
  },
  {
    guard: 'field.id-without-key',
    promise: '3 no key, no pseudonym, no id',
    file: 'src/access/guard-fields.ts',
    find: 'pseudonymKey === null ? WITHHELD_ID',
    replace: 'pseudonymKey === null ? own(row.record, args, context, info)',
    tests: ['tests/access/guard-paths.test.ts', 'is a constant where a pseudonym is due'],
  },
  {
    guard: 'field.noted',
    promise: '4 every resolved field is in the record',
    file: 'src/access/row.ts',
    find: 'if (index < 31) this.seenLow |= 1 << index;',
    replace: 'if (index < 31) this.seenLow |= 0;',
    tests: ['tests/access/guard-fields.test.ts', 'is one event per coordinate'],
  },
  {
    guard: 'field.noted-high',
    promise: '4 every resolved field is in the record',
    file: 'src/access/row.ts',
    find: 'else this.seenHigh |= 1 << (index - 31);',
    replace: '',
    tests: ['tests/ledger/compose-record.test.ts', 'tells apart every field of the widest type'],
  },
  {
    guard: 'rows.admitted',
    promise: '3 what leaves a root field exists for the actor',
    file: 'src/access/guard-fields.ts',
    find: 'await admit(base(source, opened.args, context, info), context, null, opened)',
    replace: 'await base(source, opened.args, context, info)',
    tests: ['tests/access/guard-fields.test.ts', 'is whole for a tied physician'],
  },
  {
    guard: 'rows.own-patient',
    promise: '2 a row is decided by its own patient',
    file: 'src/access/admit-rows.ts',
    find: 'parent !== null && parent.subject.facts.subjectId === subjectId',
    replace: 'parent !== null',
    tests: ['tests/access/guard-paths.test.ts', 'decides each row by its own patient'],
  },
  {
    guard: 'rows.refused-id-recorded',
    promise: '4 a refused id is an event, whether it exists or not',
    file: 'src/access/guard-fields.ts',
    find: "if (answer === null && typeof args.id === 'string') refuse(context, coordinate, asked, args.id);",
    replace: '',
    tests: ['tests/access/guard-fields.test.ts', 'a stranger gets for an existing patient the bytes'],
  },
  {
    guard: 'rows.abstract-types',
    promise: '2 same answer on every path',
    file: 'src/access/admit-rows.ts',
    find: '!(named.name in model.types) && !isAbstractType(named)',
    replace: '!(named.name in model.types)',
    tests: ['tests/attacks/unadmitted-rows.test.ts', 'of a category that nobody sees'],
  },
  {
    guard: 'rows.unknown-types',
    promise: '1 deny what is of no known type',
    file: 'src/access/admit-rows.ts',
    find: 'isObjectType(schema.getType(name)) ? record : null',
    replace: 'schema ? record : null',
    tests: ['tests/access/guard-paths.test.ts', 'is as if there was none'],
  },
  {
    guard: 'rows.store-says-the-type',
    promise: '2 a record cannot choose its type',
    file: 'src/access/type-name-of.ts',
    find: `  if (typeof resourceType === 'string') return resourceType;
  return typeof __typename === 'string' ? __typename : '';`,
    replace: `  if (typeof __typename === 'string') return __typename;
  return typeof resourceType === 'string' ? resourceType : '';`,
    tests: ['tests/attacks/unadmitted-rows.test.ts', 'that says it is another'],
  },
]);
