import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import { CANARY, expectErrors, expectRefusal } from '../support/expect-refusal.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

let gateway: TestGateway;
let token: string;
beforeAll(async () => {
  gateway = await runGateway();
  token = await gateway.persona('physician');
});
afterAll(() => gateway.close());
afterEach(() => {
  expect(JSON.stringify(gateway.log).includes(CANARY)).toBe(false);
});

const ask = (query: string, variables?: Record<string, unknown>) =>
  gateway.ask(token, query, variables === undefined ? {} : { variables });

describe('a document that cannot run', () => {
  const deep = `{ __type(name: "Me") { ${'ofType { '.repeat(16)} name ${'} '.repeat(18)}`;
  const fragments = Array.from({ length: 12 }, (_, at) =>
    at === 11 ? 'fragment f11 on Me { id tenant }' : `fragment f${at} on Me { ...f${at + 1} ...f${at + 1} }`,
  );

  it.each<[string, string, ErrorCode]>([
    ['no GraphQL', `{ patient(id: "${CANARY}" { `, 'GRAPHQL_PARSE_FAILED'],
    ['unclosed text', `{ patient(id: "${CANARY}`, 'GRAPHQL_PARSE_FAILED'],
    ['nothing but a comment', `# ${CANARY}`, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', `{ ${CANARY} }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown argument', `{ patient(id: "x", ${CANARY}: 1) { id } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown directive', `{ me { id @${CANARY} } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown fragment', `{ me { ...${CANARY} } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['a fragment in a circle', `{ me { ...a } } fragment a on Me { ...a }`, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a text for a number',
      `{ patients(first: "${CANARY}") { edges { cursor } } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a number beyond 32 bits',
      '{ patients(first: 2147483648) { edges { cursor } } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a text that is no date',
      `{ patients(search: { birthDate: "${CANARY}" }) { edges { cursor } } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a category nobody knows',
      `{ patient(id: "x") { observations(category: ${CANARY}) { edges { cursor } } } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['__proto__ as a field', '{ __proto__ }', 'GRAPHQL_VALIDATION_FAILED'],
    ['constructor as a field', '{ constructor { name } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a mutation where none are served', `mutation { ${CANARY} }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['a subscription', 'subscription { me { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['incremental delivery', '{ me { id ... @defer { tenant } } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'two operations and no name',
      'query A { me { id } } query B { me { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['too many fields', `{${' me { id }'.repeat(600)} }`, 'OPERATION_TOO_COMPLEX'],
    [
      'too many tokens, of whatever kind',
      `{ patients(first: [${'1 '.repeat(2_500)}]) { edges { cursor } } }`,
      'OPERATION_TOO_COMPLEX',
    ],
    ['too much depth', deep, 'OPERATION_TOO_COMPLEX'],
    [
      'fragments that unfold to thousands of fields',
      `{ me { ...f0 } } ${fragments.join(' ')}`,
      'OPERATION_TOO_COMPLEX',
    ],
  ])('is refused: %s', async (_name, query, code) => {
    const answer = await ask(query);
    expect(answer.status).toBe(400);
    expect(answer.body?.errors?.map(({ extensions }) => extensions.code)).toContain(code);
    for (const error of answer.body?.errors ?? [])
      expect(error.extensions.code).toMatch(/^GRAPHQL_|^OPERATION_/);
    if (answer.body?.errors?.length === 1) expectErrors(answer, code);
    expect(answer.text).not.toContain(CANARY);
    expect(answer.body?.data ?? null).toBeNull();
  });

  it.each([CANARY, 'toString', '__proto__', 'constructor'])(
    'is refused when it holds no operation named %s',
    async (operationName) => {
      const answer = await gateway.ask(token, 'query A { me { id } }', { operationName });
      expectRefusal(answer, 400, 'GRAPHQL_VALIDATION_FAILED');
    },
  );

  it.each(['__proto__', 'constructor', 'toString'])('runs an operation whose name is %s', async (name) => {
    const answer = await gateway.ask(token, `query ${name} { me { tenant } }`, { operationName: name });
    expect(answer.body?.data).toEqual({ me: { tenant: 'riverside' } });
  });
});

describe('a value that is not acceptable', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['a text for a number', 'query ($v: Int) { patients(first: $v) { edges { cursor } } }', { v: CANARY }],
    ['a fraction', 'query ($v: Int) { patients(first: $v) { edges { cursor } } }', { v: 1.5 }],
    [
      'a number beyond 32 bits',
      'query ($v: Int) { patients(first: $v) { edges { cursor } } }',
      { v: 2 ** 31 },
    ],
    ['nothing where something must be', 'query ($v: ID!) { patient(id: $v) { id } }', {}],
    ['an object for an id', 'query ($v: ID!) { patient(id: $v) { id } }', { v: { x: CANARY } }],
    [
      'no date',
      'query ($v: FhirDate) { patients(search: { birthDate: $v }) { edges { cursor } } }',
      { v: CANARY },
    ],
    [
      'an unknown name in a search',
      'query ($v: PatientSearchInput) { patients(search: $v) { edges { cursor } } }',
      { v: { [CANARY]: 1 } },
    ],
    [
      'constructor in a search',
      'query ($v: PatientSearchInput) { patients(search: $v) { edges { cursor } } }',
      { v: { constructor: CANARY } },
    ],
    [
      'a category nobody knows',
      'query ($v: PhiCategory) { patient(id: "x") { observations(category: $v) { edges { cursor } } } }',
      { v: CANARY },
    ],
  ])('in a variable refuses the operation: %s', async (_name, query, variables) => {
    expectRefusal(await ask(query, variables), 400, 'BAD_USER_INPUT');
  });

  it.each([
    ['a page of 2147483647', '{ value: patients(first: 2147483647) { edges { cursor } } }'],
    ['a page of -1', '{ value: patients(first: -1) { edges { cursor } } }'],
    ['a page of null', '{ value: patients(first: null) { edges { cursor } } }'],
    ['an empty search value', '{ value: patients(search: { mrn: "" }) { edges { cursor } } }'],
    ['a search without values', '{ value: findPatient(search: {}) { id } }'],
    ['a bare id for a node', `{ value: node(id: "${CANARY}") { id } }`],
    ['a node of no type', `{ value: node(id: "${CANARY}/x") { id } }`],
    ['a node of __proto__', '{ value: node(id: "__proto__/x") { id } }'],
    ['a node of Constructor', '{ value: node(id: "Constructor/x") { id } }'],
    ['a node with a way further', `{ value: node(id: "Patient/${CANARY}/Observation/x") { id } }`],
    ['an id of another type', `{ value: patient(id: "Observation/${CANARY}") { id } }`],
    ['an id with spaces', `{ value: patient(id: "${CANARY} x") { id } }`],
    ['an id with key separators', `{ value: patient(id: "${CANARY}#x") { id } }`],
    ['an id that is too long', `{ value: patient(id: "${CANARY.repeat(10)}") { id } }`],
    ['an empty id', '{ value: patient(id: "") { id } }'],
    ['__proto__ for an id', '{ value: patient(id: "__proto__") { id } }'],
  ])('in an argument gives null at its field: %s', async (_name, query) => {
    const answer = await ask(query);
    expect(answer.status).toBe(200);
    expect(answer.body?.data).toEqual({ value: null });
    expect(answer.body?.errors?.map(({ path }) => path)).toEqual([['value']]);
    expectErrors(answer, 'BAD_USER_INPUT');
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])('%s is an id like another', async (id) => {
    const answer = await ask('query ($constructor: ID!) { patient(id: $constructor) { id } }', {
      constructor: id,
    });
    expect({ status: answer.status, body: answer.body }).toMatchObject({
      status: 200,
      body: { data: { patient: null } },
    });
    expect(answer.body?.errors).toBeUndefined();
  });

  it('a page of null inside a patient leaves the other fields', async () => {
    const answer = await ask(
      '{ patient(id: "demo-ada") { fhirId conditions(first: 201) { edges { cursor } } } }',
    );
    expect(answer.body?.data).toEqual({ patient: { fhirId: 'demo-ada', conditions: null } });
    expectErrors(answer, 'BAD_USER_INPUT');
  });
});

it('of all this one filter was used and one field opened, and the record quotes no request', async () => {
  const events = await gateway.events({ kinds: ['operation'] });
  const opened = events.filter(({ decision }) => decision !== 'DENY');
  expect(opened.map(({ coordinate }) => coordinate).sort()).toEqual([
    'Patient.conditions',
    'PatientSearchInput.mrn',
  ]);
  expect(JSON.stringify(events)).not.toContain(CANARY);
});
