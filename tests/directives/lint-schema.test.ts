import { describe, expect, it } from 'vitest';
import type { Finding } from '../../directives/finding.ts';
import { assertLintClean, LINT_RULES, lintSchema } from '../../directives/lint-schema.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import type { SdlFile } from '../../directives/read-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { MASK_TABLE } from '../../src/access/mask-table.ts';
import { CLINIC, VOCABULARY } from './fixture-sdl.ts';

const CATEGORIES = `
enum PhiCategory {
  LAB @minimumNecessary(roles: [PHYSICIAN], purposes: [TREAT], relationship: [CARE_TEAM])
  NOTE
}
`;

/** Rows that pass; each case below adds one thing that does not, on the line marked `# here`. */
const ROWS = `
type Query { row: Row rows: RowConnection }
type RowConnection { edges: [RowEdge!]! pageInfo: PageInfo! }
type RowEdge { node: Row! cursor: String! }
type Row @subject(field: "subjectId") {
  id: ID! @notPhi
  code: FhirCode @phi(category: LAB)
}
`;

const BASE: readonly SdlFile[] = [VOCABULARY, { name: 'categories.graphql', body: CATEGORIES }];

function lint(...bodies: string[]): readonly Finding[] {
  return lintSchema([...BASE, ...bodies.map((body, index) => ({ name: `case${index}.graphql`, body }))]);
}

function markedLines(body: string): readonly number[] {
  return body.split('\n').flatMap((line, index) => (line.includes('# here') ? [index + 1] : []));
}

/** Asserts that the last body, and nothing else, is refused by `rule` on exactly its marked lines. */
function expectRefused(rule: string, ...bodies: string[]): readonly Finding[] {
  const findings = lint(...bodies);
  const file = `case${bodies.length - 1}.graphql`;
  const lines = markedLines(bodies.at(-1) ?? '');
  expect(lines.length).toBeGreaterThan(0);
  const inOrder = findings.toSorted((a, b) => a.place.line - b.place.line);
  expect(inOrder.map((finding) => [finding.rule, finding.place.file, finding.place.line])).toEqual(
    lines.map((line) => [rule, file, line]),
  );
  return inOrder;
}

describe('a schema that passes', () => {
  it('has no finding', () => {
    expect(lint(ROWS)).toEqual([]);
    expect(lintSchema([VOCABULARY, CLINIC])).toEqual([]);
    expect(() => assertLintClean([VOCABULARY, CLINIC])).not.toThrow();
  });

  it('may extend roots', () => {
    expect(lint(ROWS, 'extend type Query { again: Row }')).toEqual([]);
  });

  it('is judged by rules that each give a reason', () => {
    expect(new Set(LINT_RULES.map((rule) => rule.name)).size).toBe(LINT_RULES.length);
    expect(LINT_RULES.every((rule) => rule.reason.length > 10)).toBe(true);
  });
});

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

describe('grants', () => {
  const grant = (text: string) =>
    `type More @subject(field: "id") {
      a: String @phi(category: LAB)
        ${text} # here
    }`;

  it('purpose-order: a circle, or an order of something else', () => {
    const circular = VOCABULARY.body.replace(
      'PurposeOfUse { TREAT ',
      'PurposeOfUse { TREAT @isA(parent: BTG) ',
    );
    const findings = lintSchema([
      { ...VOCABULARY, body: circular },
      { name: 'categories.graphql', body: CATEGORIES },
      { name: 'rows.graphql', body: ROWS },
    ]);
    expect(findings.map((finding) => [finding.rule, finding.coordinate, finding.place.line])).toEqual([
      ['purpose-order', 'PurposeOfUse.TREAT', 16],
      ['purpose-order', 'PurposeOfUse.ETREAT', 16],
      ['purpose-order', 'PurposeOfUse.BTG', 16],
    ]);
    expectRefused('purpose-order', ROWS, 'enum Size {\n SMALL @isA(parent: TREAT) # here\n}');
  });

  it('grant-place: where it grants nothing', () => {
    const any = '@minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG]) # here\n';
    expectRefused(
      'grant-place',
      ROWS,
      `extend type Query {
        again: Row ${any}
      }
      interface I { id: ID! @notPhi ${any} }
      type More @subject(field: "id") {
        id: ID! @notPhi ${any}
      }
      type Place @notPhi ${any} {
        id: ID! ${any}
      }
      enum Size { SMALL ${any} }`
        .split('\n')
        .map((line) => line.trim())
        .join('\n')
        .replace('interface I { id', 'interface I {\nid'),
    );
  });

  it('grant-names: an empty list', () => {
    expectRefused(
      'grant-names',
      ROWS,
      grant('@minimumNecessary(roles: [], purposes: [TREAT], relationship: [ORG])'),
    );
    expectRefused(
      'grant-names',
      ROWS,
      grant('@minimumNecessary(roles: [NURSE], purposes: [], relationship: [ORG])'),
    );
    expectRefused(
      'grant-names',
      ROWS,
      grant('@minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [])'),
    );
  });

  it('grant-names: NONE', () => {
    expectRefused(
      'grant-names',
      ROWS,
      grant('@minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG, NONE])'),
    );
  });

  it('grant-ties: a role that is never tied so, and a tie that no role has', () => {
    const [first, second] = lint(
      ROWS,
      grant('@minimumNecessary(roles: [PATIENT], purposes: [TREAT], relationship: [ORG])'),
    );
    expect([first?.rule, second?.rule]).toEqual(['grant-ties', 'grant-ties']);
    expect(first?.place).toEqual({ file: 'case1.graphql', line: 3 });
    expectRefused(
      'grant-ties',
      ROWS,
      grant('@minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG, SELF])'),
    );
    expectRefused(
      'grant-ties',
      ROWS,
      grant('@minimumNecessary(roles: [PATIENT, PROXY], purposes: [PATRQT], relationship: [SELF])'),
    );
  });

  it('grant-ties: staff and patients together', () => {
    expectRefused(
      'grant-ties',
      ROWS,
      grant('@minimumNecessary(roles: [PATIENT, NURSE], purposes: [TREAT], relationship: [SELF, CARE_TEAM])'),
    );
    const relatives = grant(
      '@minimumNecessary(roles: [PATIENT, PROXY], purposes: [PATRQT], relationship: [SELF, PROXY])',
    );
    expect(lint(ROWS, relatives)).toEqual([]);
  });

  it('grant-shadow: one that another covers', () => {
    expectRefused(
      'grant-shadow',
      ROWS,
      `type More @subject(field: "id") {
        a: String @phi(category: LAB)
          @minimumNecessary(roles: [NURSE], purposes: [BTG], relationship: [ORG], mask: PARTIAL) # here
          @minimumNecessary(roles: [NURSE, PHYSICIAN], purposes: [TREAT], relationship: [ORG, CARE_TEAM])
          @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG], sensitivity: [HIV])
          @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG], mask: PARTIAL, breakGlass: true)
          @minimumNecessary(roles: [NURSE], purposes: [HPAYMT], relationship: [ORG], mask: PARTIAL)
          @minimumNecessary(roles: [NURSE], purposes: [HPAYMT], relationship: [ORG], mask: PARTIAL) # here
      }`,
    );
  });

  it('mask-rule: a mask on an object that has no parts to mask', () => {
    const masked = (mask: string, mark = '') =>
      `type More @subject(field: "id") {
        rows: RowConnection @phi(category: LAB)
          @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG], mask: ${mask}) ${mark}
      }`;
    expectRefused('mask-rule', ROWS, masked('PARTIAL', '# here'));
    expectRefused('mask-rule', ROWS, masked('GENERALIZE', '# here'));
    expect(lint(ROWS, masked('NONE'))).toEqual([]);
    expect(lint(ROWS, masked('REDACT'))).toEqual([]);
  });

  it('mask-rule: not a mask that an object inherits from its category', () => {
    const inherited = CATEGORIES.replace(
      'NOTE',
      'NOTE @minimumNecessary(roles: [RESEARCHER], purposes: [HRESCH], relationship: [ORG], mask: GENERALIZE)',
    );
    const files = [
      VOCABULARY,
      { name: 'categories.graphql', body: inherited },
      {
        name: 'rows.graphql',
        body: `${ROWS}\ntype More @subject(field: "id") { rows: RowConnection @phi(category: NOTE) }`,
      },
    ];
    expect(lintSchema(files)).toEqual([]);
  });

  it('mask-rule: a kind of value for which the table has no such rule', () => {
    const { TEXT, DATE, ...others } = MASK_TABLE;
    const maskTable = { ...others, TEXT: { NONE: TEXT.NONE }, DATE: { ...DATE } };
    const body = `type More @subject(field: "id") {
      a: Part @phi(category: LAB)
        @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG], mask: PARTIAL) # here
      b: FhirDate @phi(category: LAB)
        @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG], mask: PARTIAL)
    }
    type Part @value { inner: Inner }
    type Inner @value { text: String }`;
    const files = [...BASE, { name: 'rows.graphql', body: ROWS }, { name: 'more.graphql', body }];
    expect(lintSchema(files)).toEqual([]);
    expect(lintSchema(files, { maskTable })).toMatchObject([
      { rule: 'mask-rule', coordinate: 'More.a', place: { file: 'more.graphql', line: 3 } },
    ]);
  });
});

describe('filters and insights', () => {
  it('filter-mark: an argument without its mark', () => {
    expectRefused(
      'filter-mark',
      ROWS,
      `extend type Query {
        a(first: Int, after: String, id: ID, category: PhiCategory): RowConnection
        b(
          code: FhirCode # here
          id: String # here
          category: String # here
        ): RowConnection
        c(code: FhirCode @phi(category: LAB)): RowConnection
      }`,
    );
  });

  it('filter-mark: a field of an input without its mark, however deep', () => {
    expectRefused(
      'filter-mark',
      ROWS,
      `extend type Query { a(search: Search): RowConnection }
      input Search { deep: Deep again: Search }
      input Deep {
        code: FhirCode # here
        codes: [FhirCode!] @phi(category: LAB, element: "Row.code") # here
      }`,
    );
  });

  it('filter-mark: an input that nothing uses yet', () => {
    expectRefused('filter-mark', ROWS, 'input Later {\n code: FhirCode # here\n}');
  });

  it('filter-mark: not what a mutation writes', () => {
    expect(
      lint(
        ROWS,
        'type Mutation { write(text: String, input: Written): Row }\ninput Written { text: String }',
      ),
    ).toEqual([]);
    expectRefused(
      'filter-mark',
      ROWS,
      `type Mutation { write(input: Written): Row }
      extend type Query { read(input: Written): Row }
      input Written {
        text: String # here
      }`,
    );
  });

  it('filter-mark: one that fits no field, or fields that differ, or rows of several types', () => {
    expectRefused(
      'filter-mark',
      `type Query {
        a(size: Int @phi(category: LAB)): Row # here
        b(number: String @phi(category: LAB, identifier: MRN)): Row # here
        c(code: FhirCode @phi(category: NOTE)): Row # here
        d(search: Both): Row
        e(search: Both): More
      }
      input Both {
        code: FhirCode @phi(category: LAB) # here
      }
      type Row @subject(field: "id") {
        code: FhirCode @phi(category: LAB)
        one: String @phi(category: LAB, identifier: MRN)
        two: String @phi(category: LAB, identifier: MRN)
          @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG])
      }
      type More @subject(field: "id") { code: FhirCode @phi(category: LAB) }`,
    );
  });

  const insight = (sources: string, args = '') =>
    `type More @subject(field: "id") {
      rows: RowConnection @phi(category: LAB)
      told${args}: String @phi(category: LAB)
        @insight(useCase: SUMMARY, audience: CLINICIAN, sources: "${sources}") # here
    }`;

  it('insight-sources: not a query on its type', () => {
    expectRefused('insight-sources', ROWS, insight('{ rows { edges { node { nothing } } } }'));
    expectRefused('insight-sources', ROWS, insight('{ rows {'));
    expectRefused('insight-sources', ROWS, insight('query A { told } query B { told }'));
    const fine = insight('{ rows { edges { node { code } } } }').replace(' # here', '');
    expect(lint(ROWS, fine)).toEqual([]);
  });

  it('insight-sources: variables that are no arguments of the field', () => {
    const listed = ROWS.replace('rows: RowConnection', 'rows(first: Int): RowConnection');
    const more = insight('query Q($n: Int) { rows(first: $n) { edges { cursor } } }', '(n: Int)').replace(
      'rows: RowConnection',
      'rows(first: Int): RowConnection',
    );
    expect(lint(listed, more.replace(' # here', ''))).toEqual([]);
    expectRefused('insight-sources', listed, more.replace('(n: Int)', '(m: Int)'));
  });

  it('insight-sources: on a type that is about nobody', () => {
    expectRefused(
      'insight-sources',
      ROWS,
      'type Place @notPhi {\n a: String @insight(useCase: SUMMARY, audience: CLINICIAN, sources: "{ a }") # here\n}',
    );
  });
});

describe('assertLintClean', () => {
  it('refuses with every finding, file and line first', () => {
    const files = [...BASE, { name: 'bad.graphql', body: `${ROWS}\ntype A { a: Int }\ntype B { b: Int }` }];
    expect(() => assertLintClean(files)).toThrow(
      /bad\.graphql:10: A bears none[\s\S]*bad\.graphql:11: B bears none/,
    );
  });
});
