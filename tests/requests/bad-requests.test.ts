import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CANARY, expectRefusal } from '../support/expect-refusal.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';
import { sendBytes } from '../support/send-bytes.ts';

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

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  gateway.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body,
  });
const get = (query: Record<string, string>, headers: Record<string, string> = {}) =>
  gateway.send(`/graphql?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
const ME = '{ me { id } }';
const json = (value: unknown) => JSON.stringify(value);

describe('a body that is no GraphQL request', () => {
  it.each([
    ['cut in half', `{"query": "{ me { id } }", "variables": {"x": "${CANARY}`],
    ['empty', ''],
    ['a batch', json([{ query: ME }])],
    ['an empty batch', '[]'],
    ['null', 'null'],
    ['a number', '5'],
    ['a text', json(CANARY)],
    ['without a query', '{}'],
    ['with a number for a query', json({ query: 5 })],
    ['with an empty query', json({ query: '' })],
    ['with a list for variables', json({ query: ME, variables: [CANARY] })],
    ['with a text for variables', json({ query: ME, variables: CANARY })],
    ['with a number for an operation name', json({ query: ME, operationName: 5 })],
    ['with a text for extensions', json({ query: ME, extensions: CANARY })],
    ['with __proto__ among its names', `{"query": "${ME}", "__proto__": {"x": "${CANARY}"}}`],
    ['with __proto__ among its variables', `{"query": "${ME}", "variables": {"__proto__": {"x": 1}}}`],
    ['with a prototype below constructor', `{"query": "${ME}", "constructor": {"prototype": {"x": 1}}}`],
  ])('is refused: %s', async (_name, body) => {
    expectRefusal(await post(body), 400, 'BAD_REQUEST');
  });

  it('is refused when it is compressed, since nothing here decompresses', async () => {
    const compressed = Uint8Array.from(gzipSync(json({ query: ME })));
    expectRefusal(await post(compressed, { 'content-encoding': 'gzip' }), 415, 'BAD_REQUEST');
  });

  it('is refused when it is too large, and 200 KB are not', async () => {
    const padded = (size: number) => json({ query: ME, variables: { padding: CANARY.padEnd(size, 'x') } });
    expectRefusal(await post(padded(300_000)), 413, 'BAD_REQUEST');
    expect((await post(padded(200_000))).status).toBe(200);
  });

  it('is refused when it is too large and does not say so before', async () => {
    const chunks = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent < 40; sent += 1) controller.enqueue(Buffer.alloc(10_000, CANARY));
        controller.close();
      },
    });
    const init = { method: 'POST', body: chunks, duplex: 'half' as const };
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    expectRefusal(await gateway.send('/graphql', { ...init, headers }), 413, 'BAD_REQUEST');
  });

  it.each([
    ['text/plain', json({ query: ME })],
    ['application/graphql', ME],
    ['application/x-www-form-urlencoded', `query=${encodeURIComponent(ME)}&x=${CANARY}`],
    [
      'multipart/form-data; boundary=b',
      `--b\r\ncontent-disposition: form-data; name="query"\r\n\r\n${ME}\r\n--b--`,
    ],
    ['application/jsonp', json({ query: ME })],
    [`application/${CANARY}`, json({ query: ME })],
    ['', json({ query: ME })],
  ])('is refused as %s', async (type, body) => {
    expectRefusal(await post(body, { 'content-type': type }), 415, 'BAD_REQUEST');
  });

  it('finds no document that nobody registered', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: CANARY } };
    expectRefusal(await post(json({ extensions })), 404, 'PERSISTED_QUERY_NOT_FOUND');
  });
});

describe('a request by GET', () => {
  it('answers a query', async () => {
    const answer = await get({ query: '{ me { tenant } }' });
    expect(answer.body?.data).toEqual({ me: { tenant: 'riverside' } });
  });

  it.each<[string, Record<string, string>]>([
    [
      'opening a glass',
      {
        query: `mutation { breakGlass(patientId: "x", reason: OVRER, justification: "${CANARY}") { id } }`,
      },
    ],
    [
      'a verdict on one',
      { query: `mutation { reviewBreakGlass(id: "x", verdict: JUSTIFIED, comment: "${CANARY}") { id } }` },
    ],
    [
      'a consent',
      {
        query: `mutation ($v: String) {
          recordConsent(patientId: "x", input: { decision: DENY, formVersion: $v }) { id } }`,
        variables: json({ v: CANARY }),
      },
    ],
    ['a withdrawal', { query: `mutation { withdrawConsent(id: "Consent/${CANARY}") { id } }` }],
    ['a reveal', { query: `mutation { reveal(id: "x", fields: ["ssn"], reason: "${CANARY}") { field } }` }],
    [
      'an explanation',
      {
        query: `mutation { explainAccess(input: { resource: "x", fields: ["${CANARY}"],
          actor: { roles: [], purpose: "TREAT" } }) { id } }`,
      },
    ],
    ['a filter by PHI', { query: `{ patients(search: { mrn: "${CANARY}" }) { edges { cursor } } }` }],
    [
      'a filter by PHI in a variable',
      {
        query: 'query ($v: String) { patients(search: { mrn: $v }) { edges { cursor } } }',
        variables: json({ v: CANARY }),
      },
    ],
    ['a search', { query: `{ findPatient(search: { mrn: "${CANARY}" }) { id } }` }],
    [
      'a filter in a fragment',
      {
        query: `{ ...f } fragment f on Query { patients(search: { phone: "${CANARY}" }) { edges { cursor } } }`,
      },
    ],
  ])('is not allowed for %s', async (_name, query) => {
    const answer = await get(query);
    expectRefusal(answer, 405, 'BAD_REQUEST');
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['variables that are no JSON', { query: ME, variables: CANARY }],
    ['extensions that are no JSON', { query: ME, extensions: CANARY }],
  ])('is refused with %s', async (_name, query) => {
    expectRefusal(await get(query), 400, 'BAD_REQUEST');
  });

  it('is refused when a parameter comes twice', async () => {
    const path = `/graphql?query=${encodeURIComponent(ME)}&query=${CANARY}`;
    const answer = await gateway.send(path, { headers: { authorization: `Bearer ${token}` } });
    expectRefusal(answer, 400, 'BAD_REQUEST');
  });

  it('takes no prototype out of its variables', async () => {
    const query = 'query ($__proto__: ID!) { patient(id: $__proto__) { id } }';
    const answer = await get({ query, variables: '{"__proto__": "nobody"}' });
    expect(answer.body).toMatchObject({ data: { patient: null } });
  });
});

describe('anything else', () => {
  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
    const answer = await gateway.send('/graphql', { method, headers: { authorization: `Bearer ${token}` } });
    expectRefusal(answer, 405, 'BAD_REQUEST');
    expect(answer.headers.get('allow')).toBe('GET, POST');
  });

  it.each([`/${CANARY}`, '/graphql/', '/graphql/../health', `/health/${CANARY}`])(
    'there is nothing at %s',
    async (path) => {
      for (const method of ['GET', 'POST'])
        expectRefusal(await gateway.send(path, { method }), 404, 'BAD_REQUEST');
    },
  );

  it.each([`/%E0%A4%A${CANARY}`, `/graphql%?query=${CANARY}`])('%s is no address', async (path) => {
    expectRefusal(await gateway.send(path), 400, 'BAD_REQUEST');
  });

  it.each(['text/html', 'multipart/mixed', 'image/png'])(
    'an answer as %s is not to be had',
    async (accept) => {
      expectRefusal(await post(json({ query: ME }), { accept }), 406, 'BAD_REQUEST');
    },
  );

  it('is served with the media type of GraphQL over HTTP to whoever asks for it', async () => {
    const answer = await post(json({ query: ME }), { accept: 'application/graphql-response+json' });
    expect(answer.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  });

  it('an address that is too long is refused', async () => {
    expectRefusal(await gateway.send(`/graphql?query=${'x'.repeat(20_000)}`), 431, 'BAD_REQUEST');
  });

  it.each<[string, number, readonly string[]]>([
    ['bytes that are no HTTP', 400, [CANARY]],
    ['an unknown method', 400, [`${CANARY.toUpperCase()} /graphql HTTP/1.1`, 'host: x']],
    ['two lengths', 400, ['POST /graphql HTTP/1.1', 'host: x', 'content-length: 5', 'content-length: 3']],
    [
      'a length beside chunks',
      400,
      ['POST /graphql HTTP/1.1', 'host: x', 'content-length: 5', 'transfer-encoding: chunked'],
    ],
    ['headers without end', 431, ['GET /graphql HTTP/1.1', 'host: x', `x: ${CANARY.repeat(2_000)}`]],
  ])('is refused before it is a request: %s', async (_name, status, lines) => {
    expectRefusal(await sendBytes(gateway.url, `${lines.join('\r\n')}\r\n\r\n`), status, 'BAD_REQUEST');
  });

  it('a token given twice is refused, whichever of them is good', async () => {
    const good = `authorization: Bearer ${token}`;
    const bad = `authorization: Bearer ${CANARY}`;
    for (const headers of [
      [good, bad],
      [bad, good],
      [good, good],
    ]) {
      const body = json({ query: ME });
      const lines = [
        'POST /graphql HTTP/1.1',
        'host: x',
        'connection: close',
        'content-type: application/json',
        ...headers,
        `content-length: ${body.length}`,
      ];
      expectRefusal(await sendBytes(gateway.url, `${lines.join('\r\n')}\r\n\r\n${body}`), 400, 'BAD_REQUEST');
    }
  });
});

it('none of all this is recorded but one id that was asked for', async () => {
  const events = await gateway.events({ kinds: ['operation'] });
  expect(events.map(({ decision, subject }) => `${decision} ${subject}`)).toEqual(['DENY nobody']);
});
