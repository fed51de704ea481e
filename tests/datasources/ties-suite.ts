import { expect, it } from 'vitest';
import { type Backend, DAY, NOW } from './backends.ts';
import { membership, patient, resource, tie } from './resources.ts';
import { overBackend } from './suite-support.ts';

const LATE = new Date(NOW - 90 * DAY).toISOString();
const RECENT = new Date(NOW - 10 * DAY).toISOString();

/** Ties, memberships and panels, as every HealthData gives them. */
export function describeTies(name: string, open: () => Promise<Backend>): void {
  overBackend(`ties in ${name}`, open, ({ backend, freshTenant }) => {
    it('gives ties to the actor and to what it holds now, and to nobody else', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      await writer.write([
        patient('p', { ties: [tie('Practitioner/a', 'Patient/p')] }),
        resource('Encounter', 'e', 'p', {
          ties: [tie('Location/now', 'Encounter/e', { kind: 'TREATING', start: '2026-02-28', end: null })],
        }),
        resource('Encounter', 'f', 'p', {
          ties: [
            tie('Location/past', 'Encounter/f', { kind: 'TREATING' }),
            tie('Practitioner/a', 'Encounter/f', { kind: 'TREATING', start: '2020', end: '2021' }),
          ],
        }),
        resource('PractitionerRole', 'r', null, {
          memberships: [
            membership('Practitioner/a', 'Location/now', { start: '2020', end: '2026-03' }),
            membership('Practitioner/a', 'Location/past', { end: '2026-02-28' }),
            membership('Practitioner/a', 'Location/future', { start: '2026-03-02' }),
            membership('Practitioner/a', 'Location/unreal', { end: 'someday' }),
          ],
        }),
      ]);
      await writer.flush();
      const own = (await backend().reader({ tenant, fhirUser: 'Practitioner/a' }).facts('p')).ties;
      expect(own.map(({ anchor, source }) => `${anchor} ${source}`).sort()).toEqual([
        'Location/now Encounter/e',
        'Practitioner/a Encounter/f',
        'Practitioner/a Patient/p',
      ]);
      for (const fhirUser of ['Practitioner/b', 'Location/past#x', null]) {
        expect((await backend().reader({ tenant, fhirUser }).facts('p')).ties).toEqual([]);
      }
    });

    it('says whom consents may mean by the actor, and ties nobody by it', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const hospital = 'Organization/hospital';
      const role = (id: string, extra: object) =>
        resource('PractitionerRole', id, null, {
          memberships: [
            membership('Practitioner/a', `PractitionerRole/${id}`, {
              source: `PractitionerRole/${id}`,
              ...extra,
            }),
          ],
        });
      await writer.write([
        patient('p', { ties: [tie(hospital, 'Patient/p')] }),
        role('r', { organization: hospital }),
        role('past', { organization: 'Organization/past', end: '2020' }),
        resource('CareTeam', 'g', null, {
          memberships: [membership('Practitioner/a', 'CareTeam/g', { source: 'CareTeam/g' })],
        }),
      ]);
      await writer.flush();
      const data = backend().reader({ tenant, fhirUser: 'Practitioner/a' });
      const { actors, ties } = await data.facts('p');
      expect(actors).toEqual(['Practitioner/a', 'CareTeam/g', 'PractitionerRole/r', hospital]);
      expect(ties).toEqual([]);
      const listed = await data.patients({ kind: 'TIED' }, { first: 9, after: null }, () => true);
      expect(listed.rows).toEqual([]);
      expect((await backend().reader({ tenant, fhirUser: null }).facts('p')).actors).toEqual([]);
    });

    it('says what organizations and places of the actor are part of, for consents alone', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const part = (reference: string, whole: string | null, extra: object = {}) => {
        const [type = '', id = ''] = reference.split('/');
        const partOf = whole === null ? {} : { partOf: { reference: whole } };
        return resource(type, id, null, { resource: { resourceType: type, id, ...partOf }, ...extra });
      };
      const role = (id: string, member: string, organization: string, location: string | null = null) =>
        resource('PractitionerRole', id, null, {
          memberships: [`PractitionerRole/${id}`, ...(location === null ? [] : [location])].map((anchor) =>
            membership(member, anchor, { source: `PractitionerRole/${id}`, organization }),
          ),
        });
      await writer.write([
        patient('p', {
          ties: [tie('Location/building', 'Patient/p'), tie('Organization/trust', 'Patient/p')],
        }),
        part('Organization/ward', 'Organization/hospital'),
        part('Organization/hospital', 'Organization/trust'),
        part('Organization/trust', null),
        part('Location/room', 'Location/building'),
        role('r', 'Practitioner/a', 'Organization/ward', 'Location/room'),
        // A circle; a whole of another type; one that nobody stores; an address elsewhere; no text.
        part('Organization/c1', 'Organization/c2'),
        part('Organization/c2', 'Organization/c1'),
        role('s', 'Practitioner/b', 'Organization/c1'),
        part('Organization/odd', 'Location/building'),
        role('t', 'Practitioner/c', 'Organization/odd'),
        part('Organization/lost', 'Organization/unknown'),
        role('u', 'Practitioner/d', 'Organization/lost'),
        part('Organization/away', 'https://elsewhere.test/Organization/x'),
        role('v', 'Practitioner/e', 'Organization/away'),
        role('w', 'Practitioner/f', 'Organization/bad'),
        part('Organization/bad', null, {
          resource: { resourceType: 'Organization', id: 'bad', partOf: { reference: 7 } },
        }),
      ]);
      await writer.flush();
      const factsOf = (member: string) =>
        backend()
          .reader({ tenant, fhirUser: `Practitioner/${member}` })
          .facts('p');
      const wholesOf = async (member: string) =>
        (await factsOf(member)).actors.filter((one) => /^(Organization|Location)\//.test(one)).toSorted();
      expect(await wholesOf('a')).toEqual([
        'Location/building',
        'Location/room',
        'Organization/hospital',
        'Organization/trust',
        'Organization/ward',
      ]);
      expect((await factsOf('a')).ties).toEqual([]);
      expect(await wholesOf('b')).toEqual(['Organization/c1', 'Organization/c2']);
      expect(await wholesOf('c')).toEqual(['Organization/odd']);
      expect(await wholesOf('d')).toEqual(['Organization/lost', 'Organization/unknown']);
      expect(await wholesOf('e')).toEqual(['Organization/away']);
      expect(await wholesOf('f')).toEqual(['Organization/bad']);
    });

    it('ties who takes part in a study to whoever holds the study', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const study = 'ResearchStudy/x';
      await writer.write([
        patient('p'),
        patient('q'),
        resource('ResearchSubject', 's', 'p', {
          ties: [tie(study, 'ResearchSubject/s', { kind: 'STUDY', start: '2025' })],
        }),
        resource('ResearchStudy', 'x', null, {
          memberships: [membership('Practitioner/a', study, { source: study, end: '2026-03' })],
        }),
      ]);
      await writer.flush();
      const data = backend().reader({ tenant, fhirUser: 'Practitioner/a' });
      expect((await data.facts('p')).ties).toEqual([
        { kind: 'STUDY', anchor: study, source: 'ResearchSubject/s', start: '2025', end: null },
      ]);
      const listed = await data.patients({ kind: 'TIED' }, { first: 9, after: null }, () => true);
      expect(listed.rows.map(({ record }) => record.facts.subjectId)).toEqual(['p']);
      const later = backend().reader({ tenant, fhirUser: 'Practitioner/a', now: NOW + 60 * DAY });
      expect((await later.facts('p')).ties).toEqual([]);
    });

    it('takes ties and memberships away with what said so', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const team = (anchors: readonly string[], extra = {}) =>
        resource('CareTeam', 't', 'p', {
          ties: anchors.map((anchor) => tie(anchor, 'CareTeam/t')),
          ...extra,
        });
      const role = (extra = {}) =>
        resource('PractitionerRole', 'r', null, {
          memberships: [membership('Practitioner/c', 'Location/l')],
          ...extra,
        });
      const sees = async (fhirUser: string) => {
        const data = backend().reader({ tenant, fhirUser });
        const listed = await data.patients({ kind: 'TIED' }, { first: 9, after: null }, () => true);
        return [(await data.facts('p')).ties.length, listed.rows.length];
      };
      await writer.write([patient('p'), team(['Practitioner/a', 'Practitioner/b', 'Location/l']), role()]);
      await writer.flush();
      expect(await Promise.all(['Practitioner/a', 'Practitioner/b', 'Practitioner/c'].map(sees))).toEqual([
        [1, 1],
        [1, 1],
        [1, 1],
      ]);
      await writer.write([team(['Practitioner/b', 'Location/l']), role({ memberships: [] })]);
      await writer.flush();
      expect(await Promise.all(['Practitioner/a', 'Practitioner/b', 'Practitioner/c'].map(sees))).toEqual([
        [0, 0],
        [1, 1],
        [0, 0],
      ]);
      await writer.write([team([], { removed: true })]);
      await writer.flush();
      expect(await sees('Practitioner/b')).toEqual([0, 0]);
    });

    it('lists each of an actor’s patients once, those long past not at all', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const end = (id: string, anchor: string, until: string | null) =>
        patient(id, { ties: [tie(anchor, `Patient/${id}`, { end: until })] });
      await writer.write([
        end('own', 'Practitioner/a', null),
        patient('both', {
          ties: [tie('Practitioner/a', 'Patient/both', { end: RECENT }), tie('Location/l', 'Patient/both')],
        }),
        patient('later', {
          ties: [tie('Practitioner/a', 'Patient/later', { end: LATE }), tie('Location/l', 'Patient/later')],
        }),
        end('ward', 'Location/l', RECENT),
        end('past', 'Practitioner/a', LATE),
        end('other', 'Practitioner/b', null),
        end('a', 'Location/l', RECENT),
        end('a-b', 'Location/l', RECENT),
        resource('PractitionerRole', 'r', null, {
          memberships: [membership('Practitioner/a', 'Location/l')],
        }),
      ]);
      await writer.flush();
      const data = backend().reader({ tenant, fhirUser: 'Practitioner/a' });
      for (const first of [1, 2, 50]) {
        const seen: string[] = [];
        let after: string | null = null;
        for (let more = true; more; ) {
          const page = await data.patients({ kind: 'TIED' }, { first, after }, () => true);
          seen.push(...page.rows.map(({ record }) => record.facts.subjectId));
          more = page.hasNextPage;
          after = page.rows.at(-1)?.position ?? null;
        }
        expect([...seen].sort()).toEqual(['a', 'a-b', 'both', 'later', 'own', 'ward']);
      }
    });

    it('moves a patient within a panel as ties change', async () => {
      const tenant = freshTenant();
      const writer = backend().writer(tenant);
      const encounter = (end: string | null) =>
        resource('Encounter', 'e', 'p', {
          ties: [tie('Practitioner/a', 'Encounter/e', { kind: 'TREATING', end })],
        });
      const listed = async () => {
        const data = backend().reader({ tenant, fhirUser: 'Practitioner/a' });
        return (await data.patients({ kind: 'TIED' }, { first: 9, after: null }, () => true)).rows.length;
      };
      await writer.write([patient('p'), encounter(null)]);
      await writer.flush();
      expect(await listed()).toBe(1);
      await writer.write([encounter(LATE)]);
      await writer.flush();
      expect(await listed()).toBe(0);
      await writer.write([encounter(RECENT)]);
      await writer.flush();
      expect(await listed()).toBe(1);
    });
  });
}
