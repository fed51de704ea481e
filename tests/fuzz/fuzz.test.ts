import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLIC_MESSAGE } from '../../src/errors.ts';
import { firstSeed } from '../properties/first-seed.ts';
import { MARK } from '../support/canary/canaries.ts';
import { type FuzzSummary, fuzz } from './fuzz.ts';
import { type FuzzWorld, openFuzzWorld } from './fuzz-world.ts';
import { judgeAnswer } from './judge-answer.ts';
import { ECHO } from './nasty.ts';
import { SURFACES } from './surfaces.ts';

const CASES = 3_000;

let world: FuzzWorld;
let summary: FuzzSummary;
beforeAll(async () => {
  world = await openFuzzWorld();
  summary = await fuzz(world, { from: firstSeed(), cases: CASES });
});
afterAll(() => world.close());

describe('whatever comes', () => {
  it('gets a decided answer by constant words, with nothing planted and nothing repeated', () => {
    expect({ from: firstSeed(), failures: summary.failures }).toEqual({ from: firstSeed(), failures: [] });
    expect(summary.cases).toBe(CASES);
  });

  it('comes by every way, and some of it is served', () => {
    const reached = Object.keys(summary.outcomes);
    for (const { name } of SURFACES) expect(reached.some((one) => one.startsWith(`${name}: `))).toBe(true);
    for (const outcome of [
      'documents: 200',
      'variables: 200',
      'cursors: 200',
      'documents: 400 GRAPHQL_VALIDATION_FAILED',
    ])
      expect(reached).toContain(outcome);
    expect(SURFACES.reduce((sum, { share }) => sum + share, 0)).toBe(100);
  });

  it('comes again by its number', async () => {
    const once = await fuzz(world, { from: 7_000, cases: 40, surface: 'documents' });
    const again = await fuzz(world, { from: 7_000, cases: 40, surface: 'documents' });
    expect(again.outcomes).toEqual(once.outcomes);
  });
});

describe('a case fails', () => {
  const error = (more: object, code = 'BAD_REQUEST', message: string = PUBLIC_MESSAGE.BAD_REQUEST) =>
    JSON.stringify({ errors: [{ message, extensions: { code }, ...more }] });

  it.each<[string, number, string, Record<string, string>]>([
    ['for a fault', 500, error({}), {}],
    ['for an unavailable part', 503, error({}), {}],
    [
      'for a fault at a field',
      200,
      error({}, 'INTERNAL_SERVER_ERROR', PUBLIC_MESSAGE.INTERNAL_SERVER_ERROR),
      {},
    ],
    ['for a planted value', 200, JSON.stringify({ data: { a: `Q0001${MARK}` } }), {}],
    ['for a planted value in a header', 200, '{"data":null}', { x: MARK }],
    ['for a header that repeats', 400, error({}), { location: ECHO }],
    ['for a message that repeats', 400, error({}, 'BAD_REQUEST', `Unknown ${ECHO}`), {}],
    ['for an unknown code', 400, error({}, 'OTHER', 'x'), {}],
    ['for a stack', 400, error({ stacktrace: ['at x.ts:1'] }), {}],
    ['for what is no answer', 200, '<html>', {}],
  ])('%s', (_what, status, body, headers) => {
    expect(judgeAnswer({ status, headers, body }).complaint).not.toBeNull();
  });

  it('for nothing that is well', () => {
    expect(judgeAnswer({ status: 400, headers: {}, body: error({}) }).complaint).toBeNull();
    expect(judgeAnswer({ status: 200, headers: {}, body: '{"data":{"a":null}}' }).complaint).toBeNull();
  });
});
