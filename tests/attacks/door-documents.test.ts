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
const doc =
  (query: string, more: Record<string, unknown> = {}): Attack =>
  ({ post }) =>
    post(json({ query, ...more }));
const times = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join(' ');
const nested = (open: string, close: string, depth: number, inside = '') =>
  `${open.repeat(depth)}${inside}${close.repeat(depth)}`;

/** Lists within lists within lists. */
const pages = (first: string) =>
  `patients(first: ${first}) { edges { node { encounters(first: ${first}) { edges { node { patient { conditions(first: ${first}) { edges { node { id } } } } } } } } } }`;

const COMPLEX: readonly ErrorCode[] = ['OPERATION_TOO_COMPLEX', 'GRAPHQL_VALIDATION_FAILED'];
const INVALID: readonly ErrorCode[] = ['GRAPHQL_VALIDATION_FAILED'];
const SYNTAX: readonly ErrorCode[] = ['GRAPHQL_PARSE_FAILED'];

const DOCUMENTS: readonly (readonly [string, Attack, readonly ErrorCode[]])[] = [
  ['a flood of aliases', doc(`{ ${times(700, (at) => `a${at}: me { id }`)} }`), COMPLEX],
  ['a flood of one field', doc(`{ ${times(700, () => 'me { id }')} }`), COMPLEX],
  [
    'a flood of aliases below a patient',
    doc(
      `{ patient(id: "x") { ${times(400, (at) => `a${at}: ssn`)} ${times(400, (at) => `b${at}: mrn`)} ${times(300, (at) => `c${at}: gender`)} } }`,
    ),
    COMPLEX,
  ],
  ['a flood of directives', doc(`{ me { id ${times(300, () => '@include(if: true)')} } }`), COMPLEX],
  ['a flood of unknown directives', doc(`{ me { id ${times(900, (at) => `@${CANARY}${at}`)} } }`), COMPLEX],
  ['a fragment in itself', doc('{ me { ...a } } fragment a on Me { ...a }'), COMPLEX],
  [
    'fragments in a circle of three',
    doc('{ me { ...a } } fragment a on Me { ...b } fragment b on Me { ...c } fragment c on Me { id ...a }'),
    COMPLEX,
  ],
  [
    'fragments that double',
    doc(
      `{ me { ...f0 } } ${times(20, (at) => `fragment f${at} on Me { ...f${at + 1} ...f${at + 1} }`)} fragment f20 on Me { id }`,
    ),
    COMPLEX,
  ],
  [
    'fragments that all lead to each other',
    doc(
      `{ me { ...f0 } } ${times(25, (at) => `fragment f${at} on Me { ${times(25, (to) => `...f${to}`)} }`)}`,
    ),
    COMPLEX,
  ],
  ['unused fragments', doc(`${ME} ${times(200, (at) => `fragment f${at} on Me { id }`)}`), COMPLEX],
  [
    'a flood of operations',
    doc(
      times(300, (at) => `query Q${at} { me { id } }`),
      { operationName: CANARY },
    ),
    COMPLEX,
  ],
  ['a flood of variables', doc(`query (${times(400, (at) => `$v${at}: Int`)}) { me { id } }`), COMPLEX],
  ['deep selections', doc(nested('{ patient(id: "x") { generalPractitioner ', '} }', 60, '{ id }')), COMPLEX],
  ['deep inline fragments', doc(`{ me { ${nested('... on Me { ', '}', 400, 'id')} } }`), COMPLEX],
  ['selections without end', doc(nested('{ a ', '}', 5_000)), COMPLEX],
  ['a deep list', doc(`{ patients(first: ${nested('[', ']', 900)}) { edges { cursor } } }`), COMPLEX],
  [
    'a deep object',
    doc(`{ patients(search: ${nested('{ name: ', '}', 500, '"x"')}) { edges { cursor } } }`),
    COMPLEX,
  ],
  ['a deep type', doc(`query ($v: ${nested('[', ']', 900, 'Int')}) { me { id } }`), COMPLEX],
  ['a flood of tokens', doc(`{ patients(first: [${'1 '.repeat(3_000)}]) { edges { cursor } } }`), COMPLEX],
  ['a text without end', doc(`{ patient(id: "${'x'.repeat(100_000)}`), SYNTAX],
  ['a block text without end', doc(`{ patient(id: """${'\\""" '.repeat(20_000)}`), SYNTAX],
  [
    'a number of many digits',
    doc(`{ patients(first: ${'9'.repeat(10_000)}) { edges { cursor } } }`),
    INVALID,
  ],
  ['a null character', doc(`{ me { id\u0000${CANARY} } }`), SYNTAX],
  ['half a pair of UTF-16', doc('{ me { id \ud800 } }'), SYNTAX],
  [
    'introspection of introspection',
    doc(`{ __schema { types { ${nested('fields { type { ', '} }', 6, 'name')} } } }`),
    COMPLEX,
  ],
  [
    'introspection under aliases and fragments',
    doc(
      `{ x: __schema { ...a } } fragment a on __Schema { types { ...b } } fragment b on __Type { fields { type { fields { type { fields { type { fields { name } } } } } } } }`,
    ),
    COMPLEX,
  ],
  [
    'cost hidden behind introspection',
    doc(
      `{ me { id } ${times(40, (at) => `t${at}: __type(name: "Patient") { possibleTypes { possibleTypes { possibleTypes { possibleTypes { name } } } } }`)} }`,
    ),
    COMPLEX,
  ],
  ['pages that multiply', doc(`{ ${pages('200')} }`), COMPLEX],
  ['pages that multiply through a default', doc(`query ($n: Int = 2147483647) { ${pages('$n')} }`), COMPLEX],
  [
    'pages that multiply through a variable',
    doc(`query ($n: Int) { ${pages('$n')} }`, { variables: { n: 2147483647 } }),
    COMPLEX,
  ],
  [
    'pages that multiply behind a directive',
    doc(`query ($no: Boolean = false) { ${pages('200').replace(') {', ') @include(if: $no) {')} }`),
    COMPLEX,
  ],
  [
    'patients by three lists',
    doc(`{ ${times(3, (at) => `p${at}: patients(first: 200) { edges { cursor } }`)} }`),
    COMPLEX,
  ],
  ['a probe for suggestions', doc('{ pateint(id: "x") { id } mee { id } }'), INVALID],
  [
    'a probe for arguments',
    doc('{ patient(idd: "x") { id } patients(frist: 1) { edges { cursor } } }'),
    INVALID,
  ],
  [
    'a probe for types',
    doc('{ node(id: "x") { ... on Patientt { id } ... on Observatio { id } } }'),
    INVALID,
  ],
  [
    'a probe for enum values',
    doc('{ patient(id: "x") { observations(category: LABB) { edges { cursor } } } }'),
    INVALID,
  ],
  ['names of the language', doc('{ __proto__ constructor { prototype } toString }'), INVALID],
  [
    'a name of an operation that is not there',
    doc('query A { me { id } }', { operationName: CANARY }),
    INVALID,
  ],
  [
    'two operations and no name',
    doc('query A { me { id } } mutation B { withdrawConsent(id: "x") { id } }'),
    INVALID,
  ],
  [
    'two operations of one name',
    doc('query A { me { id } } mutation A { withdrawConsent(id: "x") { id } }', { operationName: 'A' }),
    INVALID,
  ],
  ['a subscription', doc('subscription { me { id } }'), INVALID],
  ['incremental delivery', doc('{ ... @defer { me { id } } }'), INVALID],
  ['a stream', doc('{ patients { edges @stream(initialCount: 0) { cursor } } }'), INVALID],
  [
    'a schema of one’s own',
    doc('{ me { id } } type Query { secret: String } extend type Patient { all: String }'),
    INVALID,
  ],
  [
    'a variable of the wrong kind',
    doc('query ($v: Me!) { patient(id: $v) { id } }', { variables: { v: CANARY } }),
    INVALID,
  ],
  ['one response name for two fields', doc('{ patient(id: "x") { a: ssn a: mrn } }'), INVALID],
];

it.each(DOCUMENTS)('is refused before anything is asked: %s', async (_name, attack, codes) => {
  const answer = await door.expectUntouched(attack, 400, codes);
  expect(answer.text).not.toMatch(/did you mean|suggest/i);
  expect(answer.text).not.toMatch(/\bat .*\.(ts|js):\d/);
});

it('a value full of words that a refusal may end with costs no more than another of its length', async () => {
  const ofWords = (words: string) =>
    doc(`query ($v: Int = "${words.repeat(200_000 / words.length)}") { me { id } }`);
  const least = async (attack: Attack) => {
    let took = Number.POSITIVE_INFINITY;
    for (let again = 0; again < 4; again += 1) {
      const began = performance.now();
      await door.expectUntouched(attack, 400, ['GRAPHQL_VALIDATION_FAILED']);
      took = Math.min(took, performance.now() - began);
    }
    return took;
  };
  expect((await least(ofWords('Did you mean'))) / (await least(ofWords('Said in haste')))).toBeLessThan(6);
});

it('what is no attack is counted: resolvers, store and model', async () => {
  const before = gateway.touched();
  const answer = await door.post(
    json({ query: '{ patient(id: "demo-ada") { birthDate insights { preVisitSummary { id } } } }' }),
  );
  expect(answer.status).toBe(200);
  const after = gateway.touched();
  expect(after.resolvers).toBeGreaterThan(before.resolvers);
  expect(after.store).toBeGreaterThan(before.store);
  expect(after.models).toBeGreaterThan(before.models);
});

it('all of them, over and over, leave the process alive, at flat memory, and serving', async () => {
  const round = async () => {
    for (const [, attack] of DOCUMENTS) await attack(door);
  };
  for (let warm = 0; warm < 3; warm += 1) await round();
  const before = heapInUse();
  for (let again = 0; again < 6; again += 1) await round();
  expect(heapInUse() - before).toBeLessThan(8_000_000);
  const answer = await door.post(json({ query: '{ me { tenant } }' }));
  expect(answer.body?.data).toEqual({ me: { tenant: 'riverside' } });
});
