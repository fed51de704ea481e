import type { PatientPageQuery, PatientPageQueryVariables } from './generated/graphql.ts';
import { PATIENT_PAGE } from './patient-page.graphql.ts';

export type PatientPage = PatientPageQuery;

interface Answer {
  /** Partial data is data: a denied field is null and told by `_access`. */
  readonly page: PatientPage | null;
  /** Code of the first error, where there is no data at all. */
  readonly code: string | null;
}

/**
 * The token stays with the portal's own server, which hands out a cookie that scripts cannot read. Nothing of it is
 * ever within reach of this page, nor kept in the browser's storage.
 */
export async function signIn(as: string): Promise<boolean> {
  return (await post('/sign-in', { as })).ok;
}

export async function ask(id: string): Promise<Answer> {
  const variables: PatientPageQueryVariables = { id };
  const response = await post('/graphql', { query: PATIENT_PAGE.toString(), variables });
  const body: { data?: PatientPage | null; errors?: { extensions?: { code?: string } }[] } =
    await response.json();
  return { page: body.data ?? null, code: body.errors?.[0]?.extensions?.code ?? null };
}

function post(path: string, body: unknown): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'same-origin',
    cache: 'no-store',
  });
}
