import { describe, expect, it } from 'vitest';
import { pageOfRows } from '../../resolvers/page-of-rows.ts';
import { PATIENT_ROW_FILTERS } from '../../resolvers/patient-row-filters.ts';
import type { RowFilter } from '../../resolvers/row-filter.ts';
import { BadUserInputError } from '../../src/errors.ts';
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

  it('asks access for every row and filter before it compares a value, and counts what it passes over', async () => {
    const rows = ['a', 'b', 'c'].map((id) =>
      stored({ resourceType: 'Observation', id }, { subjectId: 'amara' }),
    );
    const steps: string[] = [];
    const { context, calls } = fakeContext({
      rows,
      admitsRow: (_type, _subject, { id }, filters) => {
        steps.push(`${id} ${filters?.join()}`);
        return id !== 'b';
      },
    });
    const find: RowFilter = {
      coordinate: 'Patient.observations(code:)',
      sought: () => (record) => {
        steps.push(`compares ${record.id}`);
        return record.id === 'c';
      },
    };
    const page = await pageOfRows('Observation', [find])(amara, { code: 'c' }, context);
    expect(calls.filter(([method]) => method === 'countRows')).toEqual([['countRows', 1]]);
    expect(page.rows.map(({ record }) => record.id)).toEqual(['c']);
    const asks = (id: string) => `${id} Patient.observations(code:)`;
    expect(steps).toEqual([asks('a'), 'compares a', asks('b'), asks('c'), 'compares c']);
  });

  it('refuses what means nothing before it reads, whatever is readable', async () => {
    const { context, calls } = fakeContext({ readable: [] });
    const rows = pageOfRows('Observation', PATIENT_ROW_FILTERS.observations);
    await expect(rows(amara, { code: '|' }, context)).rejects.toThrow(BadUserInputError);
    expect(calls).toEqual([]);
  });

  it.each([
    ['a category that may not be read', ['LAB'], 'SURVEY'],
    ['anything, when nothing may be read', [], null],
    ['a category, when nothing may be read', [], 'LAB'],
  ])('gives an empty page, without reading, for %s', async (_what, readable, category) => {
    expect(await asked(readable, category)).toEqual({ page: { rows: [], hasNextPage: false }, queries: [] });
  });
});
