import { buildSchema, GraphQLError, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DOCUMENT_LIMITS as MOST } from '../../src/documents/document-limits.ts';
import { limitDocument } from '../../src/documents/limit-document.ts';

const schema = buildSchema('type Query { a: Query b: Int }');
const refused = (document: string): boolean => {
  const errors = validate(schema, parse(document), [limitDocument]);
  expect(errors.every((error) => error instanceof GraphQLError)).toBe(true);
  return errors.length > 0;
};
const nested = (depth: number, inner = 'b') =>
  `${'{ a '.repeat(depth - 1)}{ ${inner} }${' }'.repeat(depth - 1)}`;
const times = (count: number, one: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at)).join(' ');
const fields = (count: number) => times(count, () => 'b');
const aliases = (count: number) => times(count, (at) => `f${at}: b`);
/** As many fields as said in all, in sets of at most a hundred. */
const many = (count: number) => {
  const sets = Math.ceil(count / 101);
  return `${times(sets, (at) => `a { ${fields(Math.min(100, count - sets - at * 100))} }`)}`;
};

describe('a document', () => {
  it('may be as deep as said and no deeper', () => {
    expect(refused(nested(MOST.depth))).toBe(false);
    expect(refused(nested(MOST.depth + 1))).toBe(true);
  });

  it('may select as many fields as said and no more', () => {
    expect(refused(`{ ${many(MOST.fields)} }`)).toBe(false);
    expect(refused(`{ ${many(MOST.fields + 1)} }`)).toBe(true);
  });

  it('may select as many fields at one place as said, whatever fragments they stand in', () => {
    const half = MOST.breadth / 2;
    expect(refused(`{ ${fields(MOST.breadth)} a { ${fields(MOST.breadth)} } }`)).toBe(true);
    expect(refused(`{ a { ${fields(MOST.breadth)} } a { ${fields(MOST.breadth)} } }`)).toBe(false);
    expect(refused(`{ ... { ${fields(half)} } ...F } fragment F on Query { ${fields(half)} }`)).toBe(false);
    expect(refused(`{ ... { ${fields(half + 1)} } ...F } fragment F on Query { ${fields(half)} }`)).toBe(
      true,
    );
    expect(refused(`{ ... { ${fields(half)} } ...F } fragment F on Query { ${fields(half + 1)} }`)).toBe(
      true,
    );
  });

  it('may give as many fields names of its own as said and no more', () => {
    expect(refused(`{ ${aliases(MOST.aliases)} b }`)).toBe(false);
    expect(refused(`{ ${aliases(MOST.aliases + 1)} }`)).toBe(true);
    const quarter = MOST.aliases / 4;
    const spread = (count: number) =>
      `{ ${times(count, () => 'a { ...F }')} } fragment F on Query { ${aliases(quarter)} }`;
    expect(refused(spread(4))).toBe(false);
    expect(refused(spread(5))).toBe(true);
  });

  it('may have as many directives as said and no more, at one place and in all', () => {
    const directives = (count: number) => '@include(if: true) '.repeat(count);
    const once = MOST.directivesAtOnce;
    for (const document of [
      (count: number) => `{ b ${directives(count)} }`,
      (count: number) => `query ${directives(count)} { b }`,
      (count: number) => `query($v: Int ${directives(count)}) { b }`,
      (count: number) => `{ ... ${directives(count)} { b } }`,
      (count: number) => `{ ...F ${directives(count)} } fragment F on Query { b }`,
      (count: number) => `{ ...F } fragment F on Query ${directives(count)} { b }`,
    ]) {
      expect(refused(document(once))).toBe(false);
      expect(refused(document(once + 1))).toBe(true);
    }
    const flood = (count: number) => `{ ${times(count, () => 'b @skip(if: false)')} }`;
    expect(refused(flood(MOST.directives))).toBe(false);
    expect(refused(flood(MOST.directives + 1))).toBe(true);
  });

  it('is measured with its fragments expanded, each time they are spread', () => {
    const half = `fragment F on Query { ${many(MOST.fields / 2)} }`;
    expect(refused(`{ a { ...F } ...F } ${half}`)).toBe(true);
    expect(refused(`{ ...F } ${half}`)).toBe(false);
    expect(refused(`${nested(MOST.depth - 1, '...G')} fragment G on Query { a { a { b } } }`)).toBe(true);
  });

  it('is measured within inline fragments', () => {
    expect(refused(`{ ... { ${many(MOST.fields)} } b }`)).toBe(true);
    expect(refused(nested(MOST.depth, '... on Query { a { b } }'))).toBe(true);
  });

  it('may spread as many fragments as said, and no more, though they hold nothing', () => {
    const spreads = (count: number) => `{ b ${'...Missing '.repeat(count)} }`;
    expect(refused(spreads(MOST.selections - 1))).toBe(false);
    expect(refused(spreads(MOST.selections))).toBe(true);
  });

  it('that spreads itself is another rule’s finding, and ends', () => {
    expect(refused('{ ...A } fragment A on Query { a { ...A } }')).toBe(false);
  });
});
