import { expect, it } from 'vitest';
import { NARROWED, reviewedWorld } from '../support/reviewed-world.ts';

it('a version is read once, whoever asks for it at once, and words that are in force are not read again', async () => {
  const world = await reviewedWorld({ riverside: NARROWED });
  const before = await world.keep('riverside', 'tenant: riverside\n', 0);
  const { archive } = world;
  const [one, other] = ['riverside', 'riverside'].map((tenant) => world.open(tenant));
  const [first, second] = await Promise.all([one?.at(before), other?.at(before)]);
  expect(first?.version).toBe(before);
  expect(second).toBe(first);
  expect(await one?.at(before)).toBe(first);
  expect(archive.asked.filter((asked) => asked === 'texts riverside')).toHaveLength(1);
  expect(first?.model).toBe(one?.inForce.model);
});

it('words of then are read as they were', async () => {
  const world = await reviewedWorld({ riverside: NARROWED });
  const files = world.files.map(({ name, body }) => ({ name, body: `${body}\n` }));
  const before = await world.keep('riverside', 'tenant: riverside\n', 0, files);
  const review = world.open('riverside');
  const then = await review.at(before);
  expect(then?.model).not.toBe(review.inForce.model);
  expect(then?.sdl.files.map(({ body }) => body)).toEqual(files.map(({ body }) => body));
});
