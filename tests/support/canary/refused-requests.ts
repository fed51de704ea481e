import type { Answered } from '../answered.ts';
import type { GatewayProcess } from '../gateway-process.ts';

export function postTo(
  gateway: GatewayProcess,
  token: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  return gateway.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Requests with planted values in every place that a request has, each refused for another reason. */
export async function refusedRequests(
  gateway: GatewayProcess,
  token: string,
  planted: {
    readonly family: string;
    readonly birthDate: string;
    readonly search: Record<string, string | undefined>;
  },
): Promise<readonly Answered[]> {
  const { family, birthDate, search } = planted;
  const post = (bearer: string, body: unknown, headers: Record<string, string> = {}) =>
    postTo(gateway, bearer, body, headers);
  const get = (path: string) => gateway.send(path, { headers: { authorization: `Bearer ${token}` } });
  const literal = `{ patients(search: { mrn: "${search.mrn}" }) { edges { cursor } } }`;
  return [
    await post(token, {
      query: `query ($search: Int) { patients(first: $search) { edges { cursor } } }`,
      variables: { search },
    }),
    await post(token, {
      query: `query ($search: FhirDate) { patients(search: { birthDate: $search }) { edges { cursor } } }`,
      variables: { search: family },
    }),
    await post(token, { query: `{ patients(first: "${family}") { edges { cursor } } }` }),
    await post(token, { query: `{ patients(after: "${family}") { edges { cursor } } }` }),
    await post(token, {
      query: `{ node(id: "${family}") { id } other: node(id: "${family}/${family}") { id } }`,
    }),
    await post(token, { query: `{ patient(id: "${family} ${birthDate}") { id } }` }),
    await post(token, { query: `{ findPatient(search: { family: "${family}" }) { id } }` }),
    await post(token, { query: `{ ${family} patient(${family}: "${family}") { id }` }),
    await post(token, { query: '{ me { id } }', operationName: family }),
    await post(token, `{"query": "{ me { id } }", "variables": {"x": "${family}`),
    await post(token, { query: family }, { 'content-type': `text/${family}` }),
    await post(token, { query: '{ me { id } }' }, { 'phield-purpose': family }),
    await post(family, { query: '{ me { id } }' }),
    await post(`${btoa(family)}.${btoa(family)}.${btoa(family)}`, { query: '{ me { id } }' }),
    await post(token, { query: '{ me { id } }', padding: family.repeat(20_000) }),
    await post(token, {
      query: `mutation { breakGlass(patientId: "${family} ${birthDate}", reason: OVRER, justification: "${family} ${birthDate}") { id } }`,
    }),
    await post(token, {
      query: `mutation { breakGlass(patientId: "x", reason: ${family}, justification: "${birthDate}") { id } }`,
    }),
    await post(token, {
      query: `mutation { reviewBreakGlass(id: "${family}/${birthDate}", verdict: ESCALATED, comment: "${family}") { id } }`,
    }),
    await post(token, {
      query: 'mutation ($input: ConsentInput!) { recordConsent(patientId: "x", input: $input) { id } }',
      variables: { input: { decision: 'PERMIT', formVersion: family, policyUri: family, language: family } },
    }),
    await post(token, { query: `mutation { withdrawConsent(id: "${family}/${birthDate}") { id } }` }),
    await post(token, {
      query: `mutation { reveal(id: "Patient/x", fields: ["${family}"], reason: "${family} ${birthDate}") { field } }`,
    }),
    await post(token, {
      query: `mutation { explainAccess(input: { resource: "${family}/${birthDate}", fields: ["${family}"],
        actor: { roles: ["${family}"], purpose: "${family}" } }) { id } }`,
    }),
    await get(`/graphql?${new URLSearchParams({ query: literal })}`),
    await get(`/graphql?${new URLSearchParams({ query: '{ me { id } }', variables: family })}`),
    await get(`/${family}/${birthDate}`),
    await get(`/%E0%A4%A${family}`),
    await get(`/health/${family}`),
    await get(`/graphql?query=${family.repeat(1_000)}`),
  ];
}
