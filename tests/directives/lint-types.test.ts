import { describe, expect, it } from 'vitest';
import { expectRefused, lint, ROWS } from './expect-refused.ts';

describe('types and fields', () => {
  it('extension: of anything but a root', () => {
    expectRefused('extension', ROWS, 'extend type Row { # here\n more: Int @phi(category: LAB)\n}');
    expectRefused('extension', ROWS, 'extend enum PhiCategory { MORE } # here');
  });

  it('type-mark: an object type without a mark', () => {
    expectRefused('type-mark', ROWS, '"said"\ntype Loose { # here\n  a: Int\n}');
  });

  it('type-mark: an object type with two marks', () => {
    expectRefused('type-mark', ROWS, 'type Both @notPhi @subject(field: "id") { id: ID! @notPhi } # here');
  });

  it('type-mark: a root, a connection or PageInfo with a mark', () => {
    expectRefused('type-mark', 'type Query @notPhi { a: Int @notPhi } # here');
  });

  it('relay-shape: a count beside the edges', () => {
    expectRefused(
      'relay-shape',
      ROWS,
      `type ManyConnection {
        edges: [RowEdge!]!
        pageInfo: PageInfo!
        totalCount: Int # here
      }`,
    );
  });

  it('relay-shape: nullable edges, a missing pageInfo, edges that are none', () => {
    expectRefused(
      'relay-shape',
      ROWS,
      'type AConnection {\n edges: [RowEdge] # here\n pageInfo: PageInfo!\n}',
    );
    expectRefused('relay-shape', ROWS, 'type BConnection { # here\n edges: [RowEdge!]!\n}');
    expectRefused('relay-shape', ROWS, 'type CConnection {\n edges: [Row!]! # here\n pageInfo: PageInfo!\n}');
  });

  it('relay-shape: a value on an edge', () => {
    expectRefused(
      'relay-shape',
      ROWS,
      'type OtherEdge {\n node: Row!\n cursor: String!\n code: FhirCode # here\n}',
    );
  });

  it('field-mark: a field of a @subject type without a mark', () => {
    const [first] = expectRefused(
      'field-mark',
      ROWS,
      'type More @subject(field: "id") {\n  id: ID! @notPhi\n  "said"\n  code: FhirCode # here\n}',
    );
    expect(first?.coordinate).toBe('More.code');
  });

  it('field-mark: a field with both marks', () => {
    expectRefused(
      'field-mark',
      ROWS,
      'type More @subject(field: "id") {\n a: Int @phi(category: LAB) @notPhi # here\n}',
    );
  });

  it('field-mark: @phi where nothing protects it', () => {
    expectRefused('field-mark', ROWS, 'type Place @notPhi {\n a: Int @phi(category: LAB) # here\n}');
    expectRefused('field-mark', ROWS, 'extend type Query {\n again: Row @phi(category: LAB) # here\n}');
  });

  it('field-mark: a part of a @value with a category of its own', () => {
    expectRefused(
      'field-mark',
      ROWS,
      `type More @subject(field: "id") { a: Part @phi(category: LAB) }
      type Part @value {
        a: Int @phi(category: LAB) # here
        b: Int @notPhi # here
        c: String @phi(identifier: NAME)
      }`,
    );
  });

  it('row-category: a bare @phi where no row has a category', () => {
    expectRefused(
      'row-category',
      ROWS,
      'type More @subject(field: "id") {\n a: Int @phi # here\n b: Row @phi # here\n}',
    );
  });

  it('row-category: a choice of categories without a property that holds one', () => {
    expectRefused(
      'row-category',
      ROWS,
      'type More @subject(field: "id", among: [LAB]) { # here\n a: Int @phi(category: LAB)\n}',
    );
  });

  it('argument-value: an empty name or list, which GraphQL accepts', () => {
    expectRefused(
      'argument-value',
      ROWS,
      'type More @subject(field: "") { a: Int @phi(category: LAB) } # here',
    );
    expectRefused(
      'argument-value',
      ROWS,
      'type More @subject(field: "id", category: "c", among: []) { a: Int @phi } # here',
    );
  });

  it('subject-size: more PHI fields than can be recorded', () => {
    const fields = (count: number) =>
      Array.from({ length: count }, (_, index) => `f${index}: Int @phi(category: LAB)`).join('\n');
    expectRefused('subject-size', ROWS, `type Wide @subject(field: "id") { # here\n${fields(63)} }`);
    expect(lint(ROWS, `type Wide @subject(field: "id") {\n${fields(62)} }`)).toEqual([]);
  });

  it('value-type: one that contains itself', () => {
    expectRefused(
      'value-type',
      ROWS,
      `type More @subject(field: "id") { a: Part @phi(category: LAB) }
      type Part @value {
        b: Whole # here
      }
      type Whole @value {
        parts: [Part!] # here
      }`,
    );
  });

  it('value-type: one that nothing owns, or only another such', () => {
    expectRefused(
      'value-type',
      ROWS,
      'type Part @value { a: Int } # here\ntype Whole @value { part: Part } # here',
    );
  });
});
