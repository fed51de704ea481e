import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { MOST_CELLS } from '../../src/review/review-matrix.ts';
import { MATRIX } from '../support/review-queries.ts';
import { reviewingGateway } from '../support/reviewing-gateway.ts';

const { given, world, ledger, ask } = await reviewingGateway();
const inForce = world.open('riverside').inForce;
const rows = inForce.coordinates.flatMap(({ grants }) => Object.keys(grants)).length;
const everything = rows * inForce.policy.roles.length;
const half = inForce.policy.roles.slice(0, Math.floor(inForce.policy.roles.length / 2));

beforeEach(() => given.reset());
afterAll(() => ledger.close());

const matrix = (name: string, filter = '') => `${name}: matrix(by: COORDINATE${filter}) { label }`;
const review = (name: string, field: string) => `${name}: accessReview { ${field} }`;

describe('what one operation is told of matrices', () => {
  it('by one is each of its cells', async () => {
    expect(everything).toBeLessThan(MOST_CELLS);
    const { review: told, codes } = await ask(MATRIX, { by: 'COORDINATE' });
    expect([codes, Object(told).matrix.length]).toEqual([[], rows]);
  });

  it.each([
    ['in one review', `{ accessReview { ${matrix('a')} ${matrix('b')} } }`],
    ['in a review of its own each', `{ ${review('a', matrix('a'))} ${review('b', matrix('b'))} }`],
  ])('by several, %s, is not more than by one: the rest is refused', async (_how, query) => {
    expect(everything * 2).toBeGreaterThan(MOST_CELLS);
    const { codes } = await ask(query);
    expect(codes).toEqual(['OPERATION_TOO_COMPLEX']);
  });

  it('by several of few cells is all of them', async () => {
    const some = `, filter: { roles: ${JSON.stringify(half)} }`;
    const { review: told, codes } = await ask(
      `{ accessReview { ${matrix('a', some)} ${matrix('b', some)} } }`,
    );
    expect([codes, Object(told).a.length, Object(told).b.length]).toEqual([[], rows, rows]);
  });

  it('by a flood is nothing: it is refused before anything runs or is on record', async () => {
    const flood = Array.from(
      { length: 120 },
      (_, at) => `a${at}: matrix(by: COORDINATE) { cells { decision mask } }`,
    );
    const { review: told, codes } = await ask(`{ accessReview { ${flood.join(' ')} } }`);
    expect([told, codes]).toEqual([null, ['OPERATION_TOO_COMPLEX']]);
    expect(given.events()).toEqual([]);
  });
});

it('a version’s texts are told a few times in one operation, and not a hundred times', async () => {
  const times = (count: number) =>
    ask(
      `{ accessReview { ${Array.from({ length: count }, (_, at) => `a${at}: declaration { version }`).join(' ')} } }`,
    );
  expect((await times(20)).codes).toEqual([]);
  expect(new Set((await times(100)).codes)).toEqual(new Set(['OPERATION_TOO_COMPLEX']));
});
