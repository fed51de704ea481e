import { expect, it } from 'vitest';
import { RateLimitedError } from '../../src/errors.ts';
import { compareReviewed } from '../../src/review/compare-reviewed.ts';
import { createComparer } from '../../src/review/create-comparer.ts';
import { NARROWED, reviewedWorld } from '../support/reviewed-world.ts';

const world = await reviewedWorld({
  riverside: NARROWED,
  lakeside: 'tenant: lakeside\n',
  hillside: 'tenant: hillside\n',
});
const before = await world.keep('riverside', 'tenant: riverside\n', 0);
const review = world.open('riverside');
const old = (await review.at(before)) ?? review.inForce;
const now = review.inForce;
const lakeside = world.open('lakeside').inForce;
const hillside = world.open('hillside').inForce;
const documents = (name: string) => [{ name, text: '{ me { id } }' }];

it('a thread tells what is told here', async () => {
  expect(old).not.toBe(now);
  const told = await createComparer()(old, now, []);
  expect(told).toEqual(compareReviewed(old, now, []));
  expect(told.changes.length).toBeGreaterThan(0);
}, 30_000);

it('one pair at a time, each once, and no more wait than a few, fewer of one tenant', async () => {
  let under = 0;
  let most = 0;
  let calls = 0;
  const report = compareReviewed(now, now, []);
  const compare = createComparer(async () => {
    calls += 1;
    under += 1;
    most = Math.max(most, under);
    await new Promise((resolve) => setTimeout(resolve, 5));
    under -= 1;
    return report;
  });
  const two = ['a', 'b'].map((name) => compare(old, now, documents(name)));
  await expect(compare(old, now, documents('e'))).rejects.toThrow(RateLimitedError);
  expect(compare(old, now, documents('a'))).toBe(two[0]);
  const others = ['a', 'b'].map((name) => compare(lakeside, lakeside, documents(name)));
  await expect(compare(hillside, hillside, documents('a'))).rejects.toThrow(RateLimitedError);
  await Promise.all([...two, ...others]);
  expect([most, calls]).toEqual([1, 4]);
  await compare(old, now, documents('e'));
  await compare(now, old, documents('e'));
  expect(calls).toBe(6);
});

it('what failed is asked again', async () => {
  let failing = true;
  const report = compareReviewed(now, now, []);
  const compare = createComparer(async () => {
    if (failing) throw new Error('the thread ended');
    return report;
  });
  await expect(compare(old, now, [])).rejects.toThrow('the thread ended');
  failing = false;
  await expect(compare(old, now, [])).resolves.toBe(report);
});
