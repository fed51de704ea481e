import { buildSchema, GraphQLError, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { limitDocument, MAX_DEPTH, MAX_FIELDS } from '../../src/documents/limit-document.ts';

const schema = buildSchema('type Query { a: Query b: Int }');
const refused = (document: string): boolean => {
  const errors = validate(schema, parse(document), [limitDocument]);
  expect(errors.every((error) => error instanceof GraphQLError)).toBe(true);
  return errors.length > 0;
};
const nested = (depth: number, inner = 'b') =>
  `${'{ a '.repeat(depth - 1)}{ ${inner} }${' }'.repeat(depth - 1)}`;
const many = (count: number) => Array.from({ length: count }, (_, at) => `f${at}: b`).join(' ');

describe('a document', () => {
  it('may be as deep as said and no deeper', () => {
    expect(refused(nested(MAX_DEPTH))).toBe(false);
    expect(refused(nested(MAX_DEPTH + 1))).toBe(true);
  });

  it('may select as many fields as said and no more', () => {
    expect(refused(`{ ${many(MAX_FIELDS)} }`)).toBe(false);
    expect(refused(`{ ${many(MAX_FIELDS + 1)} }`)).toBe(true);
  });

  it('is measured with its fragments expanded, each time they are spread', () => {
    const half = `fragment F on Query { ${many(MAX_FIELDS / 2)} }`;
    expect(refused(`{ a { ...F } ...F } ${half}`)).toBe(true);
    expect(refused(`{ ...F } ${half}`)).toBe(false);
    expect(refused(`${nested(MAX_DEPTH - 1, '...G')} fragment G on Query { a { a { b } } }`)).toBe(true);
  });

  it('is measured within inline fragments', () => {
    expect(refused(`{ ... { ${many(MAX_FIELDS)} } b }`)).toBe(true);
    expect(refused(nested(MAX_DEPTH, '... on Query { a { b } }'))).toBe(true);
  });

  it('may spread as many fragments as said, and no more, though they hold nothing', () => {
    const spreads = (count: number) => `{ b ${'...Missing '.repeat(count)} }`;
    expect(refused(spreads(4 * MAX_FIELDS - 1))).toBe(false);
    expect(refused(spreads(4 * MAX_FIELDS))).toBe(true);
  });

  it('that spreads itself is another rule’s finding, and ends', () => {
    expect(refused('{ ...A } fragment A on Query { a { ...A } }')).toBe(false);
  });
});
