import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import { CANARY } from '../support/expect-refusal.ts';
import { heapInUse } from '../support/heap-in-use.ts';
import { runWatchedGateway, type WatchedGateway } from '../support/watched-gateway.ts';
import { type Attack, atTheDoor, type Door } from './door/at-the-door.ts';

const counter = vi.hoisted(() => ({ resolvers: 0 }));
vi.mock('../../resolvers/resolvers.ts', async (original) => {
  const { resolvers } = await original<typeof import('../../resolvers/resolvers.ts')>();
  const { countCalls } = await import('../support/watched-gateway.ts');
  return { resolvers: countCalls(resolvers, counter) };
});

let gateway: WatchedGateway;
let door: Door;
beforeAll(async () => {
  gateway = await runWatchedGateway(counter);
  door = atTheDoor(gateway, await gateway.persona('physician'));
});
afterAll(() => gateway.close());

const json = (value: unknown) => JSON.stringify(value);
const ME = '{ me { id } }';
const MUTATION = `mutation { breakGlass(patientId: "x", reason: OVRER, justification: "${CANARY}") { id } }`;
const nested = (open: string, close: string, depth: number, inside = '') =>
  `${open.repeat(depth)}${inside}${close.repeat(depth)}`;

const bomb = Buffer.alloc(10_000_000, 'x');
const GZIP = Uint8Array.from(gzipSync(bomb));
const DEFLATE = Uint8Array.from(deflateSync(bomb));
const BROTLI = Uint8Array.from(brotliCompressSync(bomb));
const doubled = `{"query":"${ME}","variables":{},"query":"{ patients { edges { cursor } } }"}`;

const REQUESTS: readonly (readonly [string, number, Attack, ErrorCode?])[] = [
  ['a batch', 400, ({ post }) => post(json([{ query: ME }, { query: ME }]))],
  [
    'a batch of a thousand',
    400,
    ({ post }) => post(json(Array.from({ length: 1_000 }, () => ({ query: ME })))),
  ],
  [
    'a form',
    415,
    ({ post }) =>
      post(`query=${encodeURIComponent(MUTATION)}`, { 'content-type': 'application/x-www-form-urlencoded' }),
  ],
  [
    'a form of parts',
    415,
    ({ post }) =>
      post(
        `--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${json({ query: MUTATION })}\r\n--b--`,
        { 'content-type': 'multipart/form-data; boundary=b' },
      ),
  ],
  ['plain text', 415, ({ post }) => post(json({ query: MUTATION }), { 'content-type': 'text/plain' })],
  [
    'plain text that calls itself JSON',
    415,
    ({ post }) => post(json({ query: MUTATION }), { 'content-type': 'text/plain; application/json' }),
  ],
  ['GraphQL as a body', 415, ({ post }) => post(ME, { 'content-type': 'application/graphql' })],
  ['no type', 415, ({ post }) => post(json({ query: ME }), { 'content-type': '' })],
  [
    'UTF-7',
    415,
    ({ post }) => post(json({ query: ME }), { 'content-type': 'application/json; charset=utf-7' }),
  ],
  [
    'UTF-16',
    415,
    ({ post }) =>
      post(Uint8Array.from(Buffer.from(json({ query: ME }), 'utf16le')), {
        'content-type': 'application/json; charset=utf-16',
      }),
  ],
  [
    'UTF-16 that calls itself UTF-8',
    400,
    ({ post }) => post(Uint8Array.from(Buffer.from(json({ query: ME }), 'utf16le'))),
  ],
  [
    'bytes that are no UTF-8',
    400,
    ({ post }) => post(Uint8Array.from([...Buffer.from('{"query":"'), 0xc0, 0xaf, ...Buffer.from('"}')])),
  ],
  ['a bomb of gzip', 415, ({ post }) => post(GZIP, { 'content-encoding': 'gzip' })],
  ['a bomb of deflate', 415, ({ post }) => post(DEFLATE, { 'content-encoding': 'deflate' })],
  ['a bomb of brotli', 415, ({ post }) => post(BROTLI, { 'content-encoding': 'br' })],
  [
    'a body that is too large',
    413,
    ({ post }) => post(json({ query: ME, variables: { v: CANARY.repeat(50_000) } })),
  ],
  ['deep JSON', 400, ({ post }) => post(`{"query":"${ME}","variables":{"v":${nested('[', ']', 50_000)}}}`)],
  [
    'deep objects',
    400,
    ({ post }) => post(`{"query":"${ME}","extensions":${nested('{"a":', '}', 20_000, '1')}}`),
  ],
  ['a number beyond all', 400, ({ post }) => post(`{"query":"${ME}","variables":{"v":1e999}}`)],
  [
    'a number of many digits',
    400,
    ({ post }) => post(`{"query":"${ME}","variables":{"v":${'9'.repeat(100_000)}}}`),
  ],
  ['two queries under one name', 400, ({ post }) => post(doubled)],
  [
    'a name twice, once escaped',
    400,
    ({ post }) => post(`{"query":"${ME}","\\u0071uery":"{ patients { edges { cursor } } }"}`),
  ],
  ['__proto__ in the body', 400, ({ post }) => post(`{"query":"${ME}","__proto__":{"operationName":"x"}}`)],
  [
    '__proto__ in an escape',
    400,
    ({ post }) => post(`{"query":"${ME}","variables":{"\\u005f_proto__":{"v":1}}}`),
  ],
  [
    'a prototype below constructor',
    400,
    ({ post }) => post(`{"query":"${ME}","variables":{"constructor":{"prototype":{"v":1}}}}`),
  ],
  ['a mutation by GET', 405, ({ get }) => get({ query: MUTATION })],
  [
    'a mutation behind a query, by GET',
    405,
    ({ get }) =>
      get({
        query: `query A { me { id } } ${MUTATION.replace('mutation', 'mutation B')}`,
        operationName: 'B',
      }),
  ],
  [
    'a GET that overrides its method',
    405,
    ({ get }) => get({ query: MUTATION }, { 'x-http-method-override': 'POST', 'x-method-override': 'POST' }),
  ],
  ['a name twice in the address', 400, ({ get }) => get({ query: ME, variables: '{"a":1,"a":2}' })],
  ['deep JSON in the address', 400, ({ get }) => get({ query: ME, variables: nested('[', ']', 2_000) })],
  [
    'a page of another origin',
    403,
    ({ post }) => post(json({ query: MUTATION }), { origin: 'https://evil.example' }),
    'FORBIDDEN',
  ],
  [
    'a page without an origin of its own',
    403,
    ({ post }) => post(json({ query: MUTATION }), { origin: 'null' }),
    'FORBIDDEN',
  ],
  [
    'a preflight of another origin',
    403,
    ({ send }) =>
      send('/graphql', {
        method: 'OPTIONS',
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      }),
    'FORBIDDEN',
  ],
  [
    'a page’s GET without a token',
    401,
    ({ send }) => send(`/graphql?query=${encodeURIComponent(ME)}`),
    'UNAUTHENTICATED',
  ],
  [
    'parts of an answer one after the other',
    406,
    ({ post }) => post(json({ query: ME }), { accept: 'multipart/mixed; deferSpec=20220824' }),
  ],
  [
    'an answer in another charset',
    406,
    ({ post }) => post(json({ query: ME }), { accept: 'application/json; charset=utf-16' }),
  ],
  [
    'an answer in no form at all',
    406,
    ({ post }) => post(json({ query: ME }), { accept: 'application/*;q=0, */*' }),
  ],
  ['another path to the same', 404, ({ get }) => get({ query: ME }, {}, '//graphql')],
  ['another path in capitals', 404, ({ get }) => get({ query: ME }, {}, '/GRAPHQL')],
  ['a path that does not decode', 400, ({ get }) => get({ query: ME }, {}, '/graphql%00%E0')],
  ['an address that is too long', 431, ({ get }) => get({ query: CANARY.repeat(3_000) })],
  [
    'a thousand headers',
    431,
    ({ bytes, head }) =>
      bytes([...head(), ...Array.from({ length: 1_000 }, (_, at) => `x${at}: y`), 'content-length: 2'], '{}'),
  ],
  [
    'two lengths',
    400,
    ({ bytes, head }) => bytes(head('content-length: 5', 'content-length: 30'), json({ query: ME })),
  ],
  [
    'a length beside chunks',
    400,
    ({ bytes, head }) =>
      bytes(
        head('content-length: 4', 'transfer-encoding: chunked'),
        '0\r\n\r\nGET /health/live HTTP/1.1\r\n\r\n',
      ),
  ],
  [
    'a coding of chunks that is none',
    400,
    ({ bytes, head }) => bytes(head('transfer-encoding: xchunked'), json({ query: ME })),
  ],
  [
    'a chunk longer than all',
    400,
    ({ bytes, head }) => bytes(head('transfer-encoding: chunked'), 'FFFFFFFFFFFFFFFFFF\r\n{}'),
  ],
  ['a folded header', 400, ({ bytes, head }) => bytes(head('x: a', ' folded', 'content-length : 5'), '{}')],
  [
    'a length that is announced and never meant',
    413,
    ({ bytes, head }) => bytes(head('expect: 100-continue', 'content-length: 999999999')),
  ],
  [
    'two tokens',
    400,
    ({ bytes, head }) =>
      bytes(head(`authorization: Bearer ${CANARY}`, 'content-length: 24'), json({ query: ME })),
  ],
  [
    'two types',
    400,
    ({ bytes, head }) => bytes(head('content-type: text/plain', 'content-length: 24'), json({ query: ME })),
  ],
  [
    'an upgrade to sockets',
    400,
    ({ bytes, head }) =>
      bytes([
        'GET /graphql HTTP/1.1',
        'host: x',
        'upgrade: websocket',
        'connection: upgrade, close',
        'sec-websocket-key: eA==',
        'sec-websocket-version: 13',
        ...head().slice(4),
      ]),
  ],
  ['the preface of HTTP/2', 400, ({ bytes }) => bytes(['PRI * HTTP/2.0', '', 'SM'])],
  [
    'a request that asks for itself',
    405,
    ({ bytes }) =>
      bytes(['TRACE /graphql HTTP/1.1', 'host: x', 'connection: close', `authorization: Bearer ${CANARY}`]),
  ],
];

it.each(REQUESTS.map(([name, status, attack, code = 'BAD_REQUEST']) => ({ name, status, attack, code })))(
  'is refused before anything is asked: $name',
  async ({ status, attack, code }) => {
    await door.expectUntouched(attack, status, [code]);
  },
);

it('all of them, over and over, leave the process alive, at flat memory, and serving', async () => {
  const round = async () => {
    for (const [, , attack] of REQUESTS) await attack(door);
  };
  for (let warm = 0; warm < 3; warm += 1) await round();
  const before = heapInUse();
  for (let again = 0; again < 6; again += 1) await round();
  expect(heapInUse() - before).toBeLessThan(8_000_000);
  const answer = await door.post(json({ query: '{ me { tenant } }' }));
  expect(answer.body?.data).toEqual({ me: { tenant: 'riverside' } });
});
