import type { TestGateway } from '../../support/running-gateway.ts';
import { pageQuery, patientOf } from './ask-everything.ts';
import { type Json, objectOf, type Person } from './fhir-source.ts';
import { nodesOf } from './observe.ts';
import type { RowList } from './row-columns.ts';

/** All rows of a list, page by page to its end. */
export async function readAll(
  gateway: TestGateway,
  token: string,
  list: RowList,
  { id }: Person,
): Promise<readonly Json[]> {
  const rows: Json[] = [];
  for (let after: unknown = null; ; ) {
    const answer = await gateway.ask(token, pageQuery(list), { variables: { id, after } });
    const page = objectOf(objectOf(patientOf(answer)).rows);
    rows.push(...nodesOf(page));
    const { hasNextPage, endCursor } = objectOf(page.pageInfo);
    if (hasNextPage !== true) return rows;
    after = endCursor;
  }
}
