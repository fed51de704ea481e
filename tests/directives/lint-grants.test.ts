import { describe, expect, it } from 'vitest';
import { lintSchema } from '../../directives/lint-schema.ts';
import { MASK_TABLE } from '../../src/access/mask-table.ts';
import { BASE, CATEGORIES, expectRefused, lint, ROWS } from './expect-refused.ts';
import { VOCABULARY } from './fixture-sdl.ts';

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

  it('grant-labels: an empty list, on a grant or a field', () => {
    const nurse = 'roles: [NURSE], purposes: [TREAT], relationship: [ORG]';
    expectRefused('grant-labels', ROWS, grant(`@minimumNecessary(${nurse}, sensitivity: [])`));
    expectRefused(
      'grant-labels',
      ROWS,
      `type More @subject(field: "id") {
        a: String @phi(category: LAB, sensitivity: []) # here
      }`,
    );
    expect(lint(ROWS, grant(`@minimumNecessary(${nurse}, sensitivity: [HIV])`))).toEqual([]);
  });

  it('grant-labels: psychotherapy notes under break-glass, and what nobody can open', () => {
    const labels = 'enum Sensitivity { HIV PSYTHPN UNKNOWN }';
    const withLabels = VOCABULARY.body.replace(/enum Sensitivity \{[^}]*\}/, labels);
    expect(withLabels).toContain(labels);
    const lintLabels = (rest: string) =>
      lintSchema([
        { ...VOCABULARY, body: withLabels },
        { name: 'categories.graphql', body: CATEGORIES },
        { name: 'rows.graphql', body: ROWS },
        {
          name: 'more.graphql',
          body: grant(
            `@minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG], sensitivity: ${rest})`,
          ),
        },
      ]).map(({ rule }) => rule);
    expect(lintLabels('[PSYTHPN], breakGlass: true')).toEqual(['grant-labels']);
    expect(lintLabels('[UNKNOWN]')).toEqual(['grant-labels']);
    expect(lintLabels('[PSYTHPN]')).toEqual([]);
    expect(lintLabels('[HIV], breakGlass: true')).toEqual([]);
  });

  it('grant-ties: staff and patients together, and staff and systems', () => {
    expectRefused(
      'grant-ties',
      ROWS,
      grant('@minimumNecessary(roles: [PATIENT, NURSE], purposes: [TREAT], relationship: [SELF, CARE_TEAM])'),
    );
    expectRefused(
      'grant-ties',
      ROWS,
      grant('@minimumNecessary(roles: [SYSTEM, NURSE], purposes: [TREAT], relationship: [ORG])'),
    );
    const tied = grant('@minimumNecessary(roles: [SYSTEM], purposes: [TREAT], relationship: [CARE_TEAM])');
    expect(lint(ROWS, tied).map(({ rule }) => rule)).toContain('grant-ties');
    const system = grant('@minimumNecessary(roles: [SYSTEM], purposes: [TREAT], relationship: [ORG])');
    expect(lint(ROWS, system)).toEqual([]);
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

  it('mask-rule: a mask written for a scalar that nobody knows, however deep', () => {
    const unknown = (field: string, mark = '') =>
      `scalar Blob
      type Part @value { inner: Blob }
      type Other @subject(field: "id") { part: Part @phi(category: LAB) }
      type More @subject(field: "id") {
        ${field}
          @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG], mask: PARTIAL) ${mark}
      }`;
    expectRefused('mask-rule', ROWS, unknown('a: Blob @phi(category: LAB)', '# here'));
    expectRefused('mask-rule', ROWS, unknown('a: [Part!] @phi(category: LAB)', '# here'));
    expect(lint(ROWS, unknown('a: Blob @phi(category: LAB, identifier: MRN)'))).toEqual([]);
    expect(lint(ROWS, unknown('a: String @phi(category: LAB)'))).toEqual([]);
    expect(lint(ROWS, unknown('a: Mask @phi(category: LAB)'))).toEqual([]);
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
