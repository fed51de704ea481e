import { afterAll, beforeAll, expect, it } from 'vitest';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, NOW, openDynamoBackend } from './backends.ts';
import { HOUR, insight, insightsOf, SAID, verdict } from './insight-samples.ts';
import { patient } from './resources.ts';

let backend: DynamoBackend;
beforeAll(async () => {
  backend = await openDynamoBackend(DYNALITE);
});
afterAll(() => backend.close());

it('insights are overseen without what they say and whom they are about, in their own tenant alone', async () => {
  const own = { tenant: 'overseen' };
  await backend.writer(own.tenant).write(['a', 'b'].map((id) => patient(`p-${id}`)));
  for (const [at, id] of ['a', 'b'].entries()) {
    const draft = insight(id, `p-${id}`, { createdAt: NOW + at * HOUR });
    await insightsOf(backend, own).save(draft, id, NOW + 9 * HOUR);
  }
  await insightsOf(backend, { ...own, id: 'ann' }).review('a', verdict('REJECTED'));
  const page = { first: 200, after: null, state: null };
  const { rows } = await backend.commands(own).overseeInsights(page);
  const told = rows.map(({ record }) => record);
  expect(told.map(({ id, reviewState, reviewer }) => [id, reviewState, reviewer])).toEqual([
    ['b', 'DRAFT', null],
    ['a', 'REJECTED', 'ann'],
  ]);
  expect(JSON.stringify(told)).not.toMatch(new RegExp(`${SAID}|p-[ab]|LAB|user-1`));
  for (const [before, found] of [
    [NOW, []],
    [NOW + 1, ['a']],
    [NOW + HOUR, ['a']],
    [NOW + HOUR + 1, ['b', 'a']],
  ] as const) {
    const earlier = await backend.commands(own).overseeInsights({ ...page, before });
    expect(earlier.rows.map(({ record }) => record.id)).toEqual(found);
  }
  expect((await backend.commands({ tenant: 'other' }).overseeInsights(page)).rows).toEqual([]);
});
