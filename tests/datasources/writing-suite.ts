import { expect, it } from 'vitest';
import type { Backend } from './backends.ts';
import { observation, PLAIN_ROWS, patient, resource, tie } from './resources.ts';
import { idsOf, overBackend } from './suite-support.ts';

/** What every HealthDataWriter does. */
export function describeWriting(name: string, open: () => Promise<Backend>): void {
  overBackend(`writing in ${name}`, open, ({ backend, freshTenant }) => {
    it('compares versions: unchanged, older, newer, removed for good', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const version = (n: number, extra = {}) => observation('o', 'p', '2020', { version: n, ...extra });
      const outcome = async (write: Parameters<typeof writer.write>[0][number]) =>
        (await writer.write([write]))[0];
      await writer.write([patient('p')]);
      expect(await outcome(version(2))).toBe('stored');
      expect(await outcome(version(2))).toBe('unchanged');
      expect(await outcome(version(1))).toBe('older');
      expect(await outcome(version(3, { removed: true }))).toBe('removed');
      expect(await outcome(version(3, { removed: true }))).toBe('unchanged');
      expect(await outcome(version(2))).toBe('older');
      expect(await idsOf(backend().reader({ tenant }), { subjectId: 'p' })).toEqual([]);
      expect(await outcome(version(4))).toBe('stored');
      expect(await idsOf(backend().reader({ tenant }), { subjectId: 'p' })).toEqual(['o']);
      const updated = (at: string) => observation('u', 'p', '2020', { lastUpdated: at });
      expect(await outcome(updated('2024-01-01T00:00:00Z'))).toBe('stored');
      expect(await outcome(updated('2023-12-31T23:59:59Z'))).toBe('older');
      expect(await outcome(updated('2024-01-01T00:00:00.001Z'))).toBe('stored');
      expect(await outcome({ ...updated('2024-01-02T00:00:00Z'), resource: { note: 'new' } })).toBe('stored');
      expect((await backend().reader({ tenant }).row('Observation', 'u')).record).toMatchObject({
        note: 'new',
      });
    });

    it('removes a resource whose subject is not said', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      await writer.write([patient('p'), observation('o', 'p', '2020'), resource('Location', 'l', null)]);
      const gone = { subjectId: null, removed: true, version: 9 };
      expect(
        await writer.write([
          { ...observation('o', 'p', null), ...gone },
          { ...resource('Location', 'l', null), ...gone },
          { ...resource('Location', 'never', null), ...gone },
        ]),
      ).toEqual(['removed', 'removed', 'removed']);
      const data = backend().reader({ tenant });
      expect(await idsOf(data, { subjectId: 'p' })).toEqual([]);
      expect(await data.organizational('Location', 'l')).toBeNull();
    });

    it('keeps out what was deleted without saying its version, until a later one comes', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const ties = [tie('Practitioner/a', 'Observation/o')];
      const numbered = (version: number) => observation('o', 'p', '2020', { version, ties });
      const dated = (lastUpdated: string) => observation('d', 'p', '2020', { lastUpdated });
      const ward = (version: number) => resource('Location', 'l', null, { version });
      const [third, noon] = [3, '2024-03-01T12:00:00Z'];
      const deleted = (type: string, id: string) => resource(type, id, null, { removed: true });
      const deletions = [deleted('Observation', 'o'), deleted('Observation', 'd'), deleted('Location', 'l')];
      const outcomes = async (writes: Parameters<typeof writer.write>[0]) => {
        const all = new Set(await writer.write(writes));
        await writer.flush();
        return [...all];
      };
      const everything = [numbered(third), dated(noon), ward(third)];
      await writer.write([patient('p')]);
      expect(await outcomes(everything)).toEqual(['stored']);
      expect(await outcomes(deletions)).toEqual(['removed']);
      expect(await outcomes([numbered(1), dated('2024-02-01'), ward(1)])).toEqual(['older']);
      expect(await outcomes(everything)).toEqual(['older']);
      expect(await outcomes(deletions)).toEqual(['unchanged']);
      expect(await idsOf(backend().reader({ tenant }), { subjectId: 'p' })).toEqual([]);
      const physician = () => backend().reader({ tenant, fhirUser: 'Practitioner/a' }).facts('p');
      expect((await physician()).ties).toEqual([]);
      expect(await outcomes([numbered(4), dated('2024-03-01T12:00:01Z'), ward(4)])).toEqual(['stored']);
      expect(await idsOf(backend().reader({ tenant }), { subjectId: 'p' })).toHaveLength(2);
      expect((await physician()).ties).toHaveLength(1);
    });

    it('writes the last of several versions in one batch', async () => {
      const tenant = freshTenant();
      const texts = ['first', 'second', 'third'];
      const outcomes = await backend()
        .writer(tenant)
        .write([
          patient('p'),
          ...texts.map((note, at) => observation('o', 'p', `202${at}`, { resource: { note } })),
        ]);
      expect(outcomes).toEqual(['stored', 'stored', 'stored', 'stored']);
      const page = await backend()
        .reader({ tenant })
        .rows({ subjectId: 'p', type: 'Observation', ...PLAIN_ROWS, first: 9, after: null });
      expect(page.rows.map(({ record }) => record.note)).toEqual(['third']);
    });

    it('refuses what cannot be a key', async () => {
      const tenant = freshTenant();
      expect(
        await backend()
          .writer(tenant)
          .write([
            observation('a#b', 'p', '2020'),
            observation('ok', 'p#q', '2020'),
            resource('observation', 'x', 'p'),
            { ...patient('p'), subjectId: 'q' },
            { ...patient('p'), subjectId: null },
            patient('p'),
          ]),
      ).toEqual(['invalid', 'invalid', 'invalid', 'invalid', 'invalid', 'stored']);
    });

    it('moves a row with its date, its labels and its patient', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const data = () => backend().reader({ tenant });
      await writer.write([
        patient('p'),
        patient('q'),
        observation('o', 'p', '2020', { ties: [tie('Practitioner/a', 'Observation/o')] }),
        observation('n', 'p', '2021'),
      ]);
      await writer.flush();
      expect(await idsOf(data(), { subjectId: 'p' })).toEqual(['n', 'o']);
      await writer.write([observation('o', 'p', '2022', { ties: [tie('Practitioner/a', 'Observation/o')] })]);
      await writer.flush();
      expect(await idsOf(data(), { subjectId: 'p' })).toEqual(['o', 'n']);
      await writer.write([observation('o', 'p', '2022', { labels: ['HIV'] })]);
      expect(await idsOf(data(), { subjectId: 'p' })).toEqual(['n']);
      await writer.write([observation('o', 'q', '2022', { ties: [tie('Practitioner/a', 'Observation/o')] })]);
      await writer.flush();
      expect(await idsOf(data(), { subjectId: 'p' })).toEqual(['n']);
      expect(await idsOf(data(), { subjectId: 'q' })).toEqual(['o']);
      const physician = backend().reader({ tenant, fhirUser: 'Practitioner/a' });
      expect((await physician.facts('p')).ties).toEqual([]);
      expect((await physician.facts('q')).ties).toHaveLength(1);
    });

    it('leaves no row behind, though an older version waited for its ties', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const version = (n: number, subjectId: string, extra = {}) =>
        observation('o', subjectId, `202${n}`, { version: n, ...extra });
      const ties = [tie('Practitioner/a', 'Observation/o')];
      await writer.write([patient('p'), patient('q'), version(1, 'p', { ties })]);
      await writer.flush();
      // The second loses its tie; the third has none to wait for.
      expect(await writer.write([version(2, 'p')])).toEqual(['stored']);
      expect(await writer.write([version(3, 'p')])).toEqual(['stored']);
      await writer.flush();
      expect(await writer.write([version(2, 'p')])).toEqual(['older']);
      await writer.write([version(4, 'q')]);
      await writer.write([version(5, 'q', { removed: true })]);
      await writer.flush();
      const data = backend().reader({ tenant });
      expect(await idsOf(data, { subjectId: 'p' })).toEqual([]);
      expect(await idsOf(data, { subjectId: 'q' })).toEqual([]);
    });

    it('keeps organizational resources', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const location = (name: string, extra = {}) =>
        resource('Location', 'l', null, { resource: { resourceType: 'Location', id: 'l', name }, ...extra });
      expect(await writer.write([location('Ward 1')])).toEqual(['stored']);
      expect(await writer.write([location('Ward 1')])).toEqual(['unchanged']);
      expect(await backend().reader({ tenant }).organizational('Location', 'l')).toMatchObject({
        name: 'Ward 1',
      });
      expect(await writer.write([location('Ward 2')])).toEqual(['stored']);
      expect(await backend().reader({ tenant }).organizational('Location', 'l')).toMatchObject({
        name: 'Ward 2',
      });
      expect(await writer.write([location('Ward 2', { removed: true })])).toEqual(['removed']);
      expect(await backend().reader({ tenant }).organizational('Location', 'l')).toBeNull();
    });
  });
}
