import { getNamedType, getNullableType, getOperationAST, isListType, isObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { WORKLOADS } from '../../bench/workloads.ts';
import { PATIENT_PAGE } from '../../examples/portal/app/patient-page.graphql.ts';
import { accessMatrix, declaredPolicy } from '../../src/access/access-matrix.ts';
import { MAX_PAGE } from '../../src/access/page-arguments.ts';
import { readConsoleDocuments } from '../../src/console/read-console-documents.ts';
import { DOCUMENT_LIMITS } from '../../src/documents/document-limits.ts';
import { LIST_LENGTHS } from '../../src/documents/list-length.ts';
import { OWN_DOCUMENTS } from '../../src/documents/own-documents.ts';
import { createCostReader } from '../../src/documents/read-cost.ts';
import { MOST_CELLS } from '../../src/review/review-matrix.ts';
import { coordinatesOf } from '../../src/review/select-coordinates.ts';
import { SHIPPED_SCHEMA } from '../support/shipped-schema.ts';

const { sdl, model } = SHIPPED_SCHEMA;
const readCost = createCostReader(sdl.schema, model);

/** Every page as long as its variable may ask for. */
function cost(text: string): number {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const pages = (operation.variableDefinitions ?? []).map(({ variable }) => [variable.name.value, MAX_PAGE]);
  return readCost(document, operation, Object.fromEntries(pages)).fields;
}

describe('lengths that are declared', () => {
  it.each(Object.keys(LIST_LENGTHS))('%s is a list of objects that no argument bounds', (coordinate) => {
    const [type = '', name = ''] = coordinate.split('.');
    const of = sdl.schema.getType(type);
    const field = isObjectType(of) ? of.getFields()[name] : undefined;
    expect(isListType(getNullableType(field?.type)) && isObjectType(getNamedType(field?.type))).toBe(true);
    expect(field?.args.some((argument) => argument.name === 'first')).toBe(false);
  });

  it('hold what the shipped schema has, and every cell that a matrix may have', () => {
    const most = (coordinate: string) => LIST_LENGTHS[coordinate] ?? 0;
    const cells = Map.groupBy(
      accessMatrix(model, declaredPolicy(model)),
      ({ coordinate, category }) => `${coordinate} ${category}`,
    );
    expect(cells.size).toBeLessThan(most('AccessReview.matrix'));
    expect(model.roles.length).toBeLessThan(most('MatrixRow.cells'));
    expect(most('AccessReview.matrix') * most('MatrixRow.cells')).toBe(MOST_CELLS);
    const purposes = Object.keys(model.purposeAncestors).length;
    expect(purposes).toBeLessThan(Math.min(most('AccessReview.purposes'), most('AccessReview.cell')));
    const coordinates = coordinatesOf(model).length;
    expect(coordinates).toBeLessThan(most('AccessReview.coordinates'));
    expect(coordinates * model.roles.length).toBeLessThan(most('LedgerUsage.cells'));
    expect(sdl.files.length).toBeLessThan(most('Declaration.schema'));
    const rows = most('DeclaredExplanation.rows') * most('DeclaredRow.categories');
    expect(model.categories.length).toBeLessThan(rows);
  });
});

describe('what one operation may cost', () => {
  const ROOM = DOCUMENT_LIMITS.cost / 2;
  const ordinary: readonly (readonly [string, string])[] = [
    ...Object.entries(OWN_DOCUMENTS).map(([name, { text }]) => [`own ${name}`, text] as const),
    ...WORKLOADS.map(({ name, query }) => [`bench ${name}`, query] as const),
    ['the portal’s page', PATIENT_PAGE.toString()],
  ];
  const RECORDS = `{ patients(first: 20) { edges { node { name { family given } observations(first: 100) { edges { node {
    status category { text codings { system code display } } code { text codings { system code display } }
    interpretation { codings { code } } component { code { codings { code } } valueQuantity { value unit } } } } } } } } }`;

  it.each([...ordinary, ['two thousand rows with their codings', RECORDS] as const])(
    'leaves room for %s',
    (_name, text) => {
      expect(cost(text)).toBeLessThan(ROOM);
    },
  );

  it('leaves room for each of the console’s documents', async () => {
    const documents = await readConsoleDocuments();
    const dear = documents.filter(({ text }) => cost(text) > ROOM);
    expect([documents.length > 30, dear.map(({ name }) => name)]).toEqual([true, []]);
  });

  it.each([
    ['matrices', 'accessReview', 'matrix(by: COORDINATE) { cells { decision mask } }'],
    [
      'comparisons',
      'accessReview',
      'compare(old: "a", new: "b") { changes { kind from to old { file text } } }',
    ],
    ['what is declared beside what was done', 'ledger', 'usage { cells { coordinate given } }'],
  ])('is too little for a hundred and twenty %s', (_name, root, field) => {
    const many = Array.from({ length: 120 }, (_, at) => `a${at}: ${field}`).join(' ');
    expect(cost(`{ ${root} { ${many} } }`)).toBeGreaterThan(DOCUMENT_LIMITS.cost);
    expect(cost(`{ ${root} { ${field} } }`)).toBeLessThan(ROOM);
  });

  it('is too little for every footprint of every document', () => {
    const every =
      '{ documents { footprint { coordinates { coordinate category categories sensitivity } } } }';
    expect(cost(every)).toBeLessThan(DOCUMENT_LIMITS.cost);
    expect(
      cost(`{ a: ${every.slice(1, -1)} b: ${every.slice(1, -1)} c: ${every.slice(1, -1)} }`),
    ).toBeGreaterThan(DOCUMENT_LIMITS.cost);
  });
});
