import { describe, expect, it } from 'vitest';
import { pageOfRows } from '../../resolvers/page-of-rows.ts';
import { fakeContext, stored } from './fake-context.ts';

const amara = stored({ resourceType: 'Patient', id: 'amara' });
const rowsOf = pageOfRows('Observation');

async function asked(readable: readonly string[] | null, category: string | null) {
  const { context, calls } = fakeContext({ readable });
  const page = await rowsOf(amara, { first: 5, after: 'x', category }, context);
  return { page, queries: calls.filter(([method]) => method === 'rows').map(([, query]) => query) };
}

describe('pageOfRows', () => {
  it.each([
    ['all that is readable', null, null, null],
    ['the readable categories', ['LAB', 'SURVEY'], null, ['LAB', 'SURVEY']],
    ['the category asked for', null, 'LAB', ['LAB']],
    ['the category asked for, when readable', ['LAB', 'SURVEY'], 'LAB', ['LAB']],
  ])('asks for %s', async (_what, readable, category, categories) => {
    const { queries } = await asked(readable, category);
    expect(queries).toMatchObject([
      { subjectId: 'amara', type: 'Observation', categories, first: 5, after: 'x' },
    ]);
  });

  it.each([true, false])(
    'looks at labelled rows where the class may open labels: %s',
    async (mayOpenLabels) => {
      const { context, calls } = fakeContext({ mayOpenLabels });
      await rowsOf(amara, {}, context);
      expect(calls.at(-1)).toMatchObject(['rows', { labelled: mayOpenLabels }]);
    },
  );

  it('drops rows that do not exist for the actor before they are counted', async () => {
    const rows = ['a', 'b'].map((id) =>
      stored({ resourceType: 'Observation', id }, { subjectId: 'amara', labels: id === 'b' ? ['HIV'] : [] }),
    );
    const { context } = fakeContext({
      rows,
      admitsRow: (type, subjectId, record) =>
        type === 'Observation' && subjectId === 'amara' && record.labels.length === 0,
    });
    const page = await rowsOf(amara, {}, context);
    expect(page.rows.map(({ record }) => record.id)).toEqual(['a']);
  });

  it.each([
    ['a category that may not be read', ['LAB'], 'SURVEY'],
    ['anything, when nothing may be read', [], null],
    ['a category, when nothing may be read', [], 'LAB'],
  ])('gives an empty page, without reading, for %s', async (_what, readable, category) => {
    expect(await asked(readable, category)).toEqual({ page: { rows: [], hasNextPage: false }, queries: [] });
  });
});
