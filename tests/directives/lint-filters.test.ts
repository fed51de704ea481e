import { describe, expect, it } from 'vitest';
import { expectRefused, lint, ROWS } from './expect-refused.ts';

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
          client: FhirCode # here
          status: FhirCode # here
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

  it('filter-mark: the parts of a marked argument need no mark, until something else uses them', () => {
    const ranged = (
      others: string,
      here = '',
    ) => `extend type Query { a(code: Range @phi(category: LAB)): Row ${others} }
      input Range {
        from: FhirCode${here}
        ends: End
      }
      input End {
        to: FhirCode${here}
      }`;
    expect(lint(ROWS, ranged(''))).toEqual([]);
    expect(lint(ROWS, ranged('b(code: Range @phi(category: LAB)): RowConnection'))).toEqual([]);
    expectRefused('filter-mark', ROWS, ranged('b(range: Range): Row', ' # here'));
  });

  it('filter-mark: one of several elements that no field is read from', () => {
    const rows = ROWS.replace(
      'code: FhirCode @phi(category: LAB)',
      `code: FhirCode @phi(category: LAB, element: "Row.code")
      when: FhirDate @phi(category: LAB, element: "Row.date")`,
    );
    const sought = (element: string) => `extend type Query {
      a(sought: String @phi(category: LAB, element: "${element}")): Row # here
    }`;
    expect(lint(rows, sought('Row.code | Row.date'))).toEqual([]);
    expectRefused('filter-mark', rows, sought('Row.code | Row.period'));
    expectRefused('filter-mark', rows, sought('Row.code |'));
  });

  it('filter-mark: an input that nothing uses yet', () => {
    expectRefused('filter-mark', ROWS, 'input Later {\n code: FhirCode # here\n}');
  });

  it('filter-mark: not how what is no patient’s data is found among its like, but whatever else tells by it', () => {
    const desk = (fields: string) => `extend type Query { desk: Desk }
      type Desk @notPhi {
        ${fields}
      }
      type Entry @notPhi { id: ID! desk: Desk }
      type EntryConnection { edges: [EntryEdge!]! pageInfo: PageInfo! }
      type EntryEdge { node: Entry! cursor: String! }
      input Sought { name: String patient: ID @phi(category: LAB) }`;
    const found =
      'entries(sought: Sought): EntryConnection all(name: String): [Entry!] one(sought: Sought): Entry';
    expect(lint(ROWS, desk(found))).toEqual([]);
    expectRefused('filter-mark', ROWS, desk(`${found}\n count(name: String): Int # here`));
    expectRefused(
      'filter-mark',
      ROWS,
      `${desk(found)}\nextend type Query { found(name: String): Entry # here\n }`,
    );
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
    expectRefused('insight-sources', ROWS, insight('query A { __typename } query B { __typename }'));
    const fine = insight('{ rows { edges { node { code } } } }').replace(' # here', '');
    expect(lint(ROWS, fine)).toEqual([]);
  });

  it('insight-sources: what is not plain, never ends, or nobody who asks could read', () => {
    expectRefused('insight-sources', ROWS, insight('{ told }'));
    expectRefused('insight-sources', ROWS, insight('{ rows { edges { node { other: code } } } }'));
    expectRefused('insight-sources', ROWS, insight('{ rows { edges { node { code @skip(if: true) } } } }'));
    expectRefused('insight-sources', ROWS, insight('{ ...F } fragment F on More { rows { __typename } }'));
    expectRefused('insight-sources', ROWS, insight('{ ... on More { rows { __typename } } }'));
    const others = `@insight(useCase: SUMMARY, audience: CLINICIAN, sources: "{ rows { __typename } }") # here
      @minimumNecessary(roles: [BILLING], purposes: [HPAYMT], relationship: [ORG])`;
    const fine = insight('{ rows { __typename } }');
    expectRefused('insight-sources', ROWS, fine.replace(/@insight.*# here/, others));
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
