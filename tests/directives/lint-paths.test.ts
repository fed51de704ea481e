import { describe, expect, it } from 'vitest';
import { expectRefused, ROWS } from './expect-refused.ts';

describe('paths and places of null', () => {
  it('unguarded-path: a value at the root', () => {
    expectRefused(
      'unguarded-path',
      ROWS,
      'extend type Query {\n name: String # here\n version: String @notPhi\n}',
    );
  });

  it('unguarded-path: a @value at the root', () => {
    expectRefused(
      'unguarded-path',
      ROWS,
      `extend type Query {
        part: Part # here
      }
      type Part @value { a: Int }
      type More @subject(field: "id") { a: Part @phi(category: LAB) }`,
    );
  });

  it('unguarded-path: rows within a @value', () => {
    expectRefused(
      'unguarded-path',
      ROWS,
      `type More @subject(field: "id") { a: Part @phi(category: LAB) }
      type Part @value {
        row: Row # here
        rows: RowConnection # here
      }`,
    );
  });

  it('unguarded-path: an abstract type with @value members', () => {
    expectRefused(
      'unguarded-path',
      ROWS,
      `union Either = Part | Place
      type Place @notPhi { a: Part }
      type Part @value { b: Int }
      type More @subject(field: "id") {
        a: Either @phi(category: LAB) # here
      }`,
    );
  });

  it('nullability: a non-null PHI field, not its non-null items', () => {
    expectRefused(
      'nullability',
      ROWS,
      `type More @subject(field: "id") {
        a: Int! @phi(category: LAB) # here
        b: [Int!]! @phi(category: LAB) # here
        c: [Int!] @phi(category: LAB)
        d: [[Int!]!] @phi(category: LAB) # here
      }`,
    );
  });

  it('nullability: a non-null part of a @value', () => {
    expectRefused(
      'nullability',
      ROWS,
      `type More @subject(field: "id") { a: Part @phi(category: LAB) }
      type Part @value {
        a: Int! # here
      }`,
    );
  });

  it('nullability: a non-null way to a row', () => {
    expectRefused('nullability', ROWS, 'extend type Query {\n must: Row! # here\n all: [Row!]!\n}');
  });

  it('interface: a classification that an implementation does not share', () => {
    const [first] = expectRefused(
      'interface',
      ROWS,
      `interface Coded { code: FhirCode @phi(category: LAB) same: Int @notPhi free: Int }
      type A implements Coded @subject(field: "id") {
        code: FhirCode @phi(category: NOTE) # here
        same: Int @phi(category: LAB) # here
        free: Int @phi(category: LAB) # here
      }
      type B implements Coded @subject(field: "id") {
        code: FhirCode @phi(category: LAB)
        same: Int @notPhi
        free: Int @notPhi
      }
      type C implements Coded @notPhi {
        code: FhirCode # here
        same: Int
        free: Int
      }`,
    );
    expect(first?.message).toContain('Coded.code (case1.graphql:1)');
  });

  it('interface: an identifier or label that an implementation does not share', () => {
    expectRefused(
      'interface',
      ROWS,
      `interface Known { a: String @phi(category: LAB, identifier: MRN) b: Int @phi(category: LAB) }
      type A implements Known @subject(field: "id") {
        a: String @phi(category: LAB, identifier: SSN) # here
        b: Int @phi(category: LAB, sensitivity: [HIV]) # here
      }`,
    );
  });
});
