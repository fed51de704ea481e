import { describe, expect, it } from 'vitest';
import type { Finding } from '../../directives/finding.ts';
import { lintSchema } from '../../directives/lint-schema.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { CATEGORIES, expectRefused, lint, ROWS } from './expect-refused.ts';
import { VOCABULARY } from './fixture-sdl.ts';

describe('GraphQL itself', () => {
  it('refuses what does not parse', () => {
    expectRefused('syntax', ROWS, '\ntype Broken { a: } # here');
  });

  it('refuses a type declared twice, and names the other place', () => {
    const [first] = expectRefused(
      'declared-twice',
      ROWS,
      '\n"""again"""\ntype Row @notPhi { other: Int } # here',
    );
    expect(first?.message).toContain('case0.graphql:5');
  });

  it('refuses a field declared twice', () => {
    expectRefused('declared-twice', ROWS, 'type Two @notPhi {\n  a: Int\n  a: String # here\n}');
  });

  it('refuses an unknown directive', () => {
    expectRefused('unknown-directive', ROWS, 'type A @notPhi {\n  a: Int @phy(category: LAB) # here\n}');
  });

  it('refuses a directive where it does not belong', () => {
    expectRefused('unknown-directive', ROWS, 'enum E @notPhi { A } # here');
  });

  it('refuses a directive that is used twice', () => {
    expectRefused('directive-argument', ROWS, 'type A @notPhi\n @notPhi # here\n{ a: Int }');
  });

  it('refuses an unknown argument of a directive', () => {
    expectRefused('directive-argument', 'type Query {\n a(b: Int @phi(categry: LAB)): Int @notPhi # here\n}');
  });

  it('refuses a missing argument: a @subject must say where the patient stands', () => {
    expectRefused('directive-argument', 'type Query { r: R }\ntype R @subject { id: ID! @notPhi } # here');
  });

  it('refuses a misspelt role, purpose, relationship, mask, category, identifier or label', () => {
    const [first] = expectRefused(
      'argument-value',
      ROWS,
      `type Odd @subject(field: "subjectId") {
        a: Int @phi(category: LABB) # here
        b: Int @phi(category: LAB, identifier: SNN) # here
        c: Int @phi(category: LAB, sensitivity: [HIVV]) # here
        d: Int @phi(category: LAB)
          @minimumNecessary(
            roles: [PHYSICAN] # here
            purposes: [TREATT] # here
            relationship: [CARETEAM] # here
            mask: PARTIALLY # here
          )
      }`,
    );
    expect(first?.message).toContain('LABB');
  });

  it('refuses a value of the wrong type', () => {
    expectRefused(
      'argument-value',
      'type Query { r: R }\ntype R @subject(field: 7) { id: ID! @notPhi } # here',
    );
  });

  it('refuses an unknown type', () => {
    expectRefused('graphql', 'type Query { a: Nothing } # here');
  });

  it('refuses an object that lacks a field of its interface', () => {
    const findings = lint(ROWS, 'interface N { n: Int }\ntype A implements N @notPhi { a: Int }');
    expect(findings.map((finding) => finding.rule)).toEqual(['graphql']);
  });

  it('refuses a default that does not fit its argument', () => {
    expectRefused(
      'default-value',
      ROWS,
      'extend type Query {\n  more(category: PhiCategory = LABB): Row # here\n}',
    );
  });
});

describe('our directives and codes', () => {
  const other = (from: string, to: string): readonly Finding[] =>
    lintSchema([
      { ...VOCABULARY, body: VOCABULARY.body.replace(from, to) },
      { name: 'categories.graphql', body: CATEGORIES },
      { name: 'rows.graphql', body: ROWS },
    ]);

  it('must be declared with their own defaults', () => {
    const [first, ...rest] = other('breakGlass: Boolean = false', 'breakGlass: Boolean = true');
    expect(first).toMatchObject({
      rule: 'directive-definition',
      place: { file: 'vocabulary.graphql', line: 7 },
    });
    expect(rest).toEqual([]);
  });

  it('must be declared with their own locations', () => {
    expect(other('@value on OBJECT', '@value on OBJECT | INTERFACE')[0]?.rule).toBe('directive-definition');
  });

  it('may be declared with less, and then mean their defaults', () => {
    const less = VOCABULARY.body
      .replace(/,\s+mask: Mask = NONE.*breakGlass: Boolean = false\)/, ')')
      .replace('category: String, among: [PhiCategory!]', 'category: String')
      .replace('repeatable on FIELD_DEFINITION | OBJECT | ENUM_VALUE', 'repeatable on ENUM_VALUE');
    const files = [
      { ...VOCABULARY, body: less },
      { name: 'categories.graphql', body: CATEGORIES },
      { name: 'rows.graphql', body: ROWS },
    ];
    expect(less).not.toContain('mask');
    expect(lintSchema(files)).toEqual([]);
    const [grant] = readAccessModel(readSdl(files)).types.Row?.fields[0]?.grants.LAB ?? [];
    expect(grant).toMatchObject({ mask: 'NONE', breakGlass: false, sensitivity: [] });
    expect(other('sources: String!, ', '')[0]?.rule).toBe('directive-definition');
    expect(other('@value on', '@value repeatable on')[0]?.rule).toBe('directive-definition');
    expect(other('identifier: HipaaIdentifier,', 'identifier: HipaaIdentifier, size: Int,')[0]?.rule).toBe(
      'directive-definition',
    );
  });

  it('must have a meaning here', () => {
    const [first] = other('REDACT }', 'REDACT STARS }');
    expect(first).toMatchObject({ rule: 'vocabulary', coordinate: 'Mask.STARS' });
    expect(other('SSN MRN', 'SSN MRN SHOE_SIZE')[0]?.coordinate).toBe('HipaaIdentifier.SHOE_SIZE');
    expect(other('ORG NONE', 'ORG NEIGHBOUR NONE')[0]?.coordinate).toBe('Relationship.NEIGHBOUR');
  });
});
