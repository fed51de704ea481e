import { expect, it } from 'vitest';
import { BadUserInputError } from '../../src/errors.ts';
import type { Backend } from './backends.ts';
import { observation, PLAIN_ROWS, patient, resource, tie } from './resources.ts';
import { idsOf, overBackend } from './suite-support.ts';

/** Rows and their pages, as every HealthData gives them. */
export function describeRows(name: string, open: () => Promise<Backend>): void {
  overBackend(`rows in ${name}`, open, ({ backend, freshTenant }) => {
    it('lists rows newest first, those without a date last', async () => {
      const tenant = freshTenant();
      await backend()
        .writer(tenant)
        .write([
          patient('p'),
          observation('none', 'p', null),
          observation('noon', 'p', '2020-05-03T12:00:00Z'),
          observation('year', 'p', '2020'),
          observation('zone', 'p', '2020-05-03T12:00:00+02:00'),
          observation('month', 'p', '2020-05'),
          observation('old', 'p', '1931-12-31'),
          observation('unreal', 'p', '2020-02-31'),
        ]);
      expect(await idsOf(backend().reader({ tenant }), { subjectId: 'p' })).toEqual([
        'noon',
        'zone',
        'month',
        'year',
        'old',
        'unreal',
        'none',
      ]);
    });

    it('pages through rows without gap or repetition', async () => {
      const tenant = freshTenant();
      const ids = Array.from({ length: 23 }, (_, at) => `o${at}`);
      await backend()
        .writer(tenant)
        .write([
          patient('p'),
          ...ids.map((id, at) => observation(id, 'p', `2020-01-${String(1 + (at % 5)).padStart(2, '0')}`)),
        ]);
      const data = backend().reader({ tenant });
      const whole = await idsOf(data, { subjectId: 'p' });
      expect([...whole].sort()).toEqual([...ids].sort());
      for (const categories of [null, ['LAB'], ['LAB', 'VITAL_SIGNS']]) {
        const seen: string[] = [];
        let after: string | null = null;
        for (let more = true; more; ) {
          const page = await data.rows({
            subjectId: 'p',
            type: 'Observation',
            ...PLAIN_ROWS,
            categories,
            first: 4,
            after,
          });
          seen.push(...page.rows.map(({ record }) => record.id));
          after = page.rows.at(-1)?.position ?? null;
          more = page.hasNextPage;
          expect(page.rows.length).toBe(more ? 4 : 3);
        }
        expect(seen).toEqual(whole);
      }
      expect(
        await data.rows({ subjectId: 'p', type: 'Observation', ...PLAIN_ROWS, first: 0, after: null }),
      ).toEqual({
        rows: [],
        hasNextPage: true,
      });
    });

    it('refuses page sizes and positions that are none', async () => {
      const tenant = freshTenant();
      await backend()
        .writer(tenant)
        .write([patient('p'), observation('o', 'p', '2020')]);
      const data = backend().reader({ tenant, fhirUser: 'Practitioner/a' });
      for (const first of [-1, 201, 1.5, Number.NaN, 2_147_483_647]) {
        await expect(idsOf(data, { subjectId: 'p', first })).rejects.toThrow(BadUserInputError);
        await expect(data.patients({ kind: 'TENANT' }, { first, after: null }, () => true)).rejects.toThrow(
          BadUserInputError,
        );
      }
      for (const after of ['', 'x', '#', '00000#o', `${'z'.repeat(13)}#o`, `${'0'.repeat(13)}#a/b`]) {
        await expect(idsOf(data, { subjectId: 'p', after })).rejects.toThrow(BadUserInputError);
        for (const kind of ['TENANT', 'TIED'] as const) {
          await expect(data.patients({ kind }, { first: 1, after }, () => true)).rejects.toThrow(
            BadUserInputError,
          );
        }
      }
    });

    it('includes a row when all of its categories are asked for', async () => {
      const tenant = freshTenant();
      await backend()
        .writer(tenant)
        .write([
          patient('p'),
          observation('lab', 'p', '2020-01-05'),
          observation('both', 'p', '2020-01-04', { rowCategories: ['SURVEY', 'LAB'] }),
          observation('vital', 'p', '2020-01-03', { rowCategories: ['VITAL_SIGNS'] }),
          observation('none', 'p', '2020-01-02', { rowCategories: [] }),
          resource('Condition', 'c', 'p', { rowCategories: ['PROBLEM'] }),
        ]);
      const data = backend().reader({ tenant });
      const ids = (categories: readonly string[] | null, having?: string) =>
        idsOf(data, { subjectId: 'p', categories, having: having ?? null });
      expect(await ids(null)).toEqual(['lab', 'both', 'vital', 'none']);
      expect(await ids(['LAB'])).toEqual(['lab']);
      expect(await ids(['SURVEY'])).toEqual([]);
      expect(await ids(['LAB', 'SURVEY'])).toEqual(['lab', 'both']);
      expect(await ids(['LAB', 'VITAL_SIGNS'])).toEqual(['lab', 'vital']);
      expect(await ids(['OTHER'])).toEqual(['none']);
      expect(await ids(['OTHER', 'VITAL_SIGNS'])).toEqual(['vital', 'none']);
      expect(await ids([])).toEqual([]);
      expect(await ids(null, 'SURVEY')).toEqual(['both']);
      expect(await ids(['LAB', 'SURVEY', 'VITAL_SIGNS'], 'LAB')).toEqual(['lab', 'both']);
      expect(await ids(['LAB'], 'SURVEY')).toEqual([]);
      expect(await idsOf(data, { subjectId: 'p', type: 'Condition', categories: ['PROBLEM'] })).toEqual([
        'c',
      ]);
    });

    it('asks newest first which rows to admit, and counts no other', async () => {
      const tenant = freshTenant();
      const ids = Array.from({ length: 250 }, (_, at) => `o${String(at).padStart(3, '0')}`);
      await backend()
        .writer(tenant)
        .write([
          patient('p'),
          ...ids.map((id) => observation(id, 'p', '2020', id.endsWith('7') ? { labels: ['HIV'] } : {})),
        ]);
      const newestFirst = [...ids].reverse();
      for (const categories of [null, ['LAB']]) {
        for (const labelled of [false, true]) {
          const data = backend().reader({ tenant });
          const seen: string[] = [];
          const admit = ({ id }: { readonly id: string }) => {
            seen.push(id);
            return Number(id.slice(1)) % 50 < 8;
          };
          const query = { subjectId: 'p', type: 'Observation', categories, labelled, admit, first: 15 };
          const page = await data.rows({ ...query, after: null });
          const looked = newestFirst.filter((id) => labelled || !id.endsWith('7'));
          const admitted = looked.filter((id) => Number(id.slice(1)) % 50 < 8);
          expect(page.rows.map(({ record }) => record.id)).toEqual(admitted.slice(0, 15));
          expect(page.hasNextPage).toBe(true);
          expect(seen).toEqual(looked.slice(0, seen.length));
          expect(seen.at(-1)).toBe(admitted[15]);
          const after = page.rows.at(-1)?.position ?? null;
          const rest = await data.rows({ ...query, first: 200, after });
          expect(rest.rows.map(({ record }) => record.id)).toEqual(admitted.slice(15));
          expect(rest.hasNextPage).toBe(false);
        }
      }
    });

    it('leaves labelled rows out unless they are looked at and admitted, without a change to the page', async () => {
      const tenant = freshTenant();
      await backend()
        .writer(tenant)
        .write([
          patient('p'),
          observation('a', 'p', '2020-01-04'),
          observation('hiv', 'p', '2020-01-03', { labels: ['HIV'] }),
          observation('b', 'p', '2020-01-02'),
          observation('sud', 'p', '2020-01-01', { labels: ['SUD'] }),
        ]);
      const data = backend().reader({ tenant });
      const query = { subjectId: 'p', type: 'Observation', ...PLAIN_ROWS, after: null };
      const plain = await data.rows({ ...query, first: 2 });
      expect(plain.rows.map(({ record }) => record.id)).toEqual(['a', 'b']);
      expect(plain.hasNextPage).toBe(false);
      const admit = (row: { readonly labels: readonly string[] }) => !row.labels.includes('SUD');
      const some = await data.rows({ ...query, first: 2, labelled: true, admit });
      expect(some.rows.map(({ record }) => record.id)).toEqual(['a', 'hiv']);
      expect(some.hasNextPage).toBe(true);
      const after = some.rows[1]?.position ?? null;
      const rest = await data.rows({ ...query, first: 2, after, labelled: true, admit });
      expect(rest.rows.map(({ record }) => record.id)).toEqual(['b']);
      expect(rest.hasNextPage).toBe(false);
      expect((await data.row('Observation', 'sud')).record?.labels).toEqual(['SUD']);
    });

    it('shows rows to nobody before their patient is there or after it is gone', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const seen = async () => {
        const data = backend().reader({ tenant });
        return [
          await idsOf(data, { subjectId: 'p' }),
          (await data.row('Observation', 'o')).record?.id ?? null,
        ];
      };
      await writer.write([observation('o', 'p', '2020')]);
      expect(await seen()).toEqual([[], null]);
      await writer.write([patient('p')]);
      expect(await seen()).toEqual([['o'], 'o']);
      expect(await writer.write([patient('p', { removed: true })])).toEqual(['removed']);
      expect(await seen()).toEqual([[], null]);
    });

    it('finds one row by type and id, with the facts of its patient', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      await writer.write([
        patient('p', { ties: [tie('Practitioner/a', 'Patient/p')] }),
        observation('x', 'p', '2020'),
        resource('Condition', 'x', 'p'),
      ]);
      await writer.flush();
      const data = backend().reader({ tenant, fhirUser: 'Practitioner/a' });
      const found = await data.row('Condition', 'x');
      expect(found.record).toMatchObject({ resourceType: 'Condition', id: 'x', subjectId: 'p' });
      expect(found.facts).toMatchObject({
        subjectId: 'p',
        exists: true,
        ties: [{ anchor: 'Practitioner/a' }],
      });
      expect((await data.row('Patient', 'p')).record?.resourceType).toBe('Patient');
      expect((await data.row('Procedure', 'x')).record).toBeNull();
      expect((await data.row('condition/../x', 'x')).record).toBeNull();
    });
  });
}
