import { expect, it } from 'vitest';
import type { HealthData } from '../../datasources/health-data.ts';
import type { Backend } from './backends.ts';
import { observation, patient, resource, tie } from './resources.ts';
import { idsOf, overBackend } from './suite-support.ts';

/** Patients, search and pseudonyms, as every HealthData gives them. */
export function describePatients(name: string, open: () => Promise<Backend>): void {
  overBackend(`patients in ${name}`, open, ({ backend, freshTenant }) => {
    it('gives a patient as written, with its facts', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const ada = patient('ada', {
        labels: ['VIP'],
        resource: {
          resourceType: 'Patient',
          id: 'ada',
          birthDate: '1980-02',
          deceasedDateTime: '2024-05-06',
        },
      });
      expect(await writer.write([ada])).toEqual(['stored']);
      const found = await backend().reader({ tenant }).patient('ada');
      expect(found.record).toMatchObject({
        ...ada.resource,
        subjectId: 'ada',
        labels: ['VIP'],
        rowCategories: [],
      });
      expect(found.facts).toEqual({
        subjectId: 'ada',
        exists: true,
        ties: [],
        actors: [],
        birthDate: '1980-02',
        deceasedDate: '2024-05-06',
        labels: ['VIP'],
        consents: [],
        glass: null,
        reveals: [],
        pseudonymKey: null,
      });
      expect(await backend().reader({ tenant }).facts('ada')).toEqual(found.facts);
    });

    it('lets no resource forge what access hangs on', async () => {
      const tenant = freshTenant();
      const forged = {
        resourceType: 'Patient',
        id: 'x',
        subjectId: 'y',
        rowCategories: ['LAB'],
        labels: ['N'],
      };
      await backend()
        .writer(tenant)
        .write([patient('p', { resource: forged })]);
      const { record } = await backend().reader({ tenant }).patient('p');
      expect(record).toMatchObject({ id: 'p', subjectId: 'p', rowCategories: [], labels: [] });
    });

    it.each([
      ['nobody', 'nobody'],
      ['an id that no id can be', '#/../ada\n'],
      ['an empty id', ''],
      ['a very long id', 'x'.repeat(5_000)],
    ])('knows no patient by %s', async (_name, id) => {
      const tenant = freshTenant();
      await backend()
        .writer(tenant)
        .write([patient('ada')]);
      const data = backend().reader({ tenant });
      expect(await data.patient(id)).toMatchObject({ record: null, facts: { exists: false, ties: [] } });
      expect(await data.row('Observation', id)).toMatchObject({ record: null, facts: { exists: false } });
      expect(await idsOf(data, { subjectId: id })).toEqual([]);
      expect(await data.organizational('Location', id)).toBeNull();
    });

    it('keeps tenants apart', async () => {
      const [here, there] = [freshTenant(), freshTenant()];
      const writer = backend().writer(here);
      await writer.write([
        patient('ada', {
          ties: [tie('Practitioner/a', 'Patient/ada')],
          index: { mrns: ['M1'], phones: [], names: [], birthDate: null },
        }),
        observation('o', 'ada', '2020'),
        resource('Location', 'l', null),
      ]);
      await writer.flush();
      const data = backend().reader({ tenant: there, fhirUser: 'Practitioner/a' });
      expect((await data.patient('ada')).record).toBeNull();
      expect((await data.row('Observation', 'o')).record).toBeNull();
      expect(await idsOf(data, { subjectId: 'ada' })).toEqual([]);
      expect(await data.organizational('Location', 'l')).toBeNull();
      expect(await data.search({ mrn: 'M1' }, 5)).toEqual([]);
      for (const kind of ['TENANT', 'TIED'] as const) {
        expect((await data.patients({ kind }, { first: 9, after: null }, () => true)).rows).toEqual([]);
      }
    });

    it('lists the patients of a tenant page by page, as admitted', async () => {
      const tenant = freshTenant();
      const ids = Array.from({ length: 31 }, (_, at) => `p${String(at).padStart(2, '0')}`);
      await backend()
        .writer(tenant)
        .write(ids.map((id) => patient(id)));
      const data = backend().reader({ tenant });
      const admit = ({ subjectId }: { readonly subjectId: string }) => Number(subjectId.slice(1)) % 3 !== 0;
      const seen: string[] = [];
      let after: string | null = null;
      for (let more = true; more; ) {
        const page = await data.patients({ kind: 'TENANT' }, { first: 5, after }, admit);
        seen.push(...page.rows.map(({ record }) => record.facts.subjectId));
        more = page.hasNextPage;
        after = page.rows.at(-1)?.position ?? null;
        expect(page.rows).toHaveLength(5);
      }
      expect(seen).toEqual(ids.filter((id) => admit({ subjectId: id })));
      const one = await data.patients({ kind: 'ONE', subjectId: 'p01' }, { first: 5, after: null }, admit);
      expect(one.rows.map(({ record }) => record.record?.id)).toEqual(['p01']);
      const none = await data.patients({ kind: 'ONE', subjectId: 'p00' }, { first: 5, after: null }, admit);
      expect(none.rows).toEqual([]);
    });

    it('finds patients by every value together', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const index = (mrn: string, phone: string, family: string, given: string, birthDate: string) => ({
        mrns: [mrn],
        phones: [phone],
        names: [{ family, given: [given] }],
        birthDate,
      });
      await writer.write([
        patient('p1', { index: index('mrn-1', '+1 (555) 555-0101', 'Müller-Ødegård', 'Ada', '1980-01-01') }),
        patient('p2', { index: index('mrn-2', '555-555-0102', 'Muller Ødegard', 'Ben', '1981-01-01') }),
        patient('p3', { index: index('mrn-3', '555-555-0101', 'Okafor', 'Ada', '1980-01-01') }),
      ]);
      const data = backend().reader({ tenant });
      const ids = async (search: Parameters<HealthData['search']>[0], limit = 5) =>
        (await data.search(search, limit)).map(({ facts }) => facts.subjectId);
      expect(await ids({ mrn: ' MRN-1 ' })).toEqual(['p1']);
      expect(await ids({ phone: '5555550101' })).toEqual(['p1', 'p3']);
      expect(await ids({ family: "MULLER-Ø'degard" })).toEqual(['p1', 'p2']);
      expect(await ids({ family: 'Muller Ødegard', birthDate: '1981-01-01' })).toEqual(['p2']);
      expect(await ids({ given: 'ada', birthDate: '1980-01-01' })).toEqual(['p1', 'p3']);
      expect(await ids({ given: 'ada', birthDate: '1980-01-01' }, 1)).toEqual(['p1']);
      expect(await ids({ mrn: 'mrn-1', family: 'Okafor' })).toEqual([]);
      expect(await ids({ phone: '5555550101', mrn: 'mrn-3', given: 'Ada' })).toEqual(['p3']);
      expect(await ids({ family: '!!' })).toEqual([]);
      expect(await ids({ phone: '12' })).toEqual([]);
      expect(await ids({})).toEqual([]);
      const admitted = await data.search({ given: 'ada' }, 1, ({ facts }) => facts.subjectId === 'p3');
      expect(admitted.map(({ facts }) => facts.subjectId)).toEqual(['p3']);
      await writer.write([patient('p1', { index: index('mrn-9', '', 'New', 'Ada', '1980-01-01') })]);
      await writer.write([patient('p3', { removed: true })]);
      const later = backend().reader({ tenant });
      expect(await later.search({ mrn: 'mrn-1' }, 5)).toEqual([]);
      expect((await later.search({ given: 'Ada' }, 5)).map(({ facts }) => facts.subjectId)).toEqual(['p1']);
    });

    it('has pseudonym keys that stay per patient and purpose, only where needed', async () => {
      const tenant = freshTenant();
      await backend()
        .writer(tenant)
        .write([patient('p'), patient('q')]);
      const key = async (id: string, purpose: string) => {
        const reader = { tenant, purpose, needsPseudonyms: true };
        return Buffer.from((await backend().reader(reader).facts(id)).pseudonymKey ?? []).toString('hex');
      };
      const research = await key('p', 'HRESCH');
      expect(research).toMatch(/^[0-9a-f]{64}$/);
      expect(await key('p', 'HRESCH')).toBe(research);
      expect(await key('p', 'PUBHLTH')).not.toBe(research);
      expect(await key('q', 'HRESCH')).not.toBe(research);
      expect((await backend().reader({ tenant }).facts('p')).pseudonymKey).toBeNull();
      expect(
        (await backend().reader({ tenant, needsPseudonyms: true }).facts('nobody')).pseudonymKey,
      ).toBeNull();
    });
  });
}
