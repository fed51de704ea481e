import type { TestGateway } from '../../support/running-gateway.ts';
import { patientOf } from './ask-everything.ts';
import { categoryOf } from './categorize.ts';
import { EXPECTED } from './expected-table.ts';
import { type Json, objectOf, type Person } from './fhir-source.ts';
import { nodesOf, rowsOf } from './observe.ts';
import { ROW_LISTS, type RowList } from './row-columns.ts';

/** Lists whose rows bear categories of their own, asked for without naming one. */
const MIXED: readonly RowList[] = ['observations', 'conditions', 'diagnosticReports', 'notes'].flatMap(
  (name) => ROW_LISTS.filter(({ list }) => list === name).slice(0, 1),
);
const FIRST = 50;

const QUERY = `query ($id: ID!) { patient(id: $id) { ${MIXED.map(
  ({ list }) => `${list}(first: ${FIRST}) { edges { node { fhirId } } pageInfo { hasNextPage } }`,
).join(' ')} } }`;

/** Lists of a person that show other rows than those of granted categories, newest first. */
export async function wrongMixedLists(
  gateway: TestGateway,
  token: string,
  short: string,
  person: Person,
): Promise<readonly string[]> {
  const patient = patientOf(await gateway.ask(token, QUERY, { variables: { id: person.id } }));
  return MIXED.filter((list) => {
    const rows = rowsOf({ ...list, category: null }, person).filter((row) => isGranted(short, list, row));
    const shown = objectOf(patient?.[list.list]);
    const ids = nodesOf(shown).map(({ fhirId }) => fhirId);
    const more = objectOf(shown.pageInfo).hasNextPage;
    return (
      JSON.stringify([ids, more]) !==
      JSON.stringify([rows.slice(0, FIRST).map(({ id }) => id), rows.length > FIRST])
    );
  }).map(({ list }) => `${list} of ${person.id}`);
}

function isGranted(short: string, { list }: RowList, row: Json): boolean {
  const category = categoryOf(row);
  const found = ROW_LISTS.find((one) => one.list === list && one.category === category);
  return Object.keys(found?.columns ?? {}).every((column) => EXPECTED.get(short)?.get(column) === 'W');
}
