import { describe, expect, it } from 'vitest';
import { importResources } from '../../src/import/import-resources.ts';
import type { FhirResource } from '../../src/synthetic/fhir-resource.ts';
import { generateTenant } from '../../src/synthetic/generate-tenant.ts';
import { createMemoryWriter } from '../support/memory-writer.ts';

const DAY = 86_400_000;
const now = Date.UTC(2031, 5, 15, 12);
const generate = (tenant = 'riverside', patients = 60, seed = 1) => [
  ...generateTenant({ tenant, patients, seed, now }),
];
const of = (type: string, resources: readonly FhirResource[]) =>
  resources.filter(({ resourceType }) => resourceType === type);

async function stored(tenant = 'riverside', patients = 60) {
  const writer = createMemoryWriter();
  const summary = await importResources(generate(tenant, patients), writer);
  return { summary, writer };
}

describe('generateTenant', () => {
  it('gives the same bytes for the same seed, others for another', () => {
    expect(JSON.stringify(generate())).toBe(JSON.stringify(generate()));
    expect(JSON.stringify(generate('riverside', 60, 2))).not.toBe(JSON.stringify(generate()));
  });

  it('a patient stays the same however many there are', () => {
    const few = new Set(generate('riverside', 10).map((each) => JSON.stringify(each)));
    const many = new Set(generate('riverside', 20).map((each) => JSON.stringify(each)));
    expect([...few].every((each) => many.has(each))).toBe(true);
  });

  it.each([
    ['riverside', 60],
    ['lakeside', 20],
    ['elsewhere', 12],
  ])('everything of %s can be stored, and every reference leads somewhere', async (tenant, patients) => {
    const resources = generate(tenant, patients);
    const ids = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
    expect(ids.size).toBe(resources.length);
    const targets = JSON.stringify(resources).matchAll(/"reference":"([^"]+)"/g);
    for (const [, target] of targets) expect(ids).toContain(target);
    const { summary } = await stored(tenant, patients);
    expect(summary.total).toEqual({
      stored: resources.length,
      unchanged: 0,
      older: 0,
      removed: 0,
      skipped: 0,
    });
    expect(summary.unresolvedCodings).toBe(0);
    expect(of('Patient', resources)).toHaveLength(patients);
    expect(resources.length / patients).toBeGreaterThan(25);
  });

  it('has every category of the matrix but those no house records here', async () => {
    const { writer } = await stored();
    const found = new Set([...writer.held.values()].flatMap(({ rowCategories }) => rowCategories));
    for (const category of [
      ...[
        'PROBLEM',
        'DIAGNOSIS',
        'MEDICATION',
        'LAB',
        'VITAL_SIGNS',
        'SOCIAL_HISTORY',
        'PROCEDURE',
        'ALLERGY',
      ],
      ...['IMMUNIZATION', 'SDOH', 'SURVEY', 'IMAGING', 'CLINICAL_NOTE', 'PSYCHOTHERAPY_NOTE', 'ENCOUNTER'],
      ...['CARE_TEAM', 'COVERAGE', 'BILLING', 'CONSENT'],
    ]) {
      expect(found).toContain(category);
    }
  });

  it('says of every resource and of every patient that they are synthetic', () => {
    for (const resource of generate()) {
      expect(JSON.stringify(resource.meta)).toContain('"code":"HTEST"');
    }
    for (const patient of of('Patient', generate())) {
      expect(JSON.stringify(patient.text)).toContain('Synthetic patient');
    }
  });

  it('uses only numbers that are never issued', () => {
    const text = JSON.stringify(generate());
    const ssns = [...text.matchAll(/us-ssn","value":"([^"]+)"/g)].map(([, ssn]) => ssn);
    expect(ssns).toHaveLength(60);
    for (const ssn of ssns) expect(ssn).toMatch(/^9\d\d-[1-4]\d-\d{4}$/);
    const phones = [...text.matchAll(/"phone","use":"home","value":"([^"]+)"/g)];
    expect(phones).toHaveLength(60);
    for (const [, phone] of phones) expect(phone).toMatch(/^\d{3}-555-01\d\d$/);
    for (const [, npi] of text.matchAll(/us-npi","value":"([^"]+)"/g)) expect(npi).toMatch(/^9\d{9}$/);
  });

  it('has people of every age, minors, over 89 and dead among them', () => {
    const patients = of('Patient', generate());
    const years = patients.map(({ birthDate }) => (now - Date.parse(String(birthDate))) / (365.25 * DAY));
    expect(years.filter((age) => age < 18).length).toBeGreaterThanOrEqual(5);
    expect(years.filter((age) => age >= 90).length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...years)).toBeGreaterThan(0);
    expect(patients.filter(({ deceasedDateTime }) => deceasedDateTime !== undefined).length).toBeGreaterThan(
      2,
    );
  });

  it('records nothing before birth, and visits neither after death nor in the future', async () => {
    const { writer } = await stored();
    for (const { subjectId, date, resourceType, resource } of writer.held.values()) {
      const patient = writer.held.get(`Patient/${subjectId}`)?.resource;
      if (patient === undefined || date === null) continue;
      expect(Date.parse(date)).toBeGreaterThanOrEqual(Date.parse(String(patient.birthDate)) - 3 * 365 * DAY);
      if (resourceType !== 'Encounter' && resourceType !== 'Observation') continue;
      const end = Date.parse(String(patient.deceasedDateTime ?? new Date(now).toISOString()));
      expect(Date.parse(date), String(resource.id)).toBeLessThanOrEqual(end);
      expect(Date.parse(date)).toBeGreaterThanOrEqual(Date.parse(String(patient.birthDate)));
    }
  });
});

describe('the cast of the demonstration', () => {
  const tiesOf = async (patient: string, tenant = 'riverside') =>
    [...(await stored(tenant)).writer.held.values()]
      .filter(({ subjectId }) => subjectId === patient)
      .flatMap(({ ties }) => ties);

  it('ada has her team, her proxy, and a record with something of everything', async () => {
    const { writer } = await stored();
    const rows = [...writer.held.values()].filter(({ subjectId }) => subjectId === 'demo-ada');
    const ties = rows.flatMap((row) => row.ties);
    for (const name of ['physician', 'nurse', 'pharmacist', 'coordinator']) {
      const anchor = `Practitioner/demo-${name}`;
      expect(ties).toContainEqual(expect.objectContaining({ kind: 'CARE_TEAM', anchor, end: null }));
    }
    const proxy = { kind: 'PROXY', anchor: 'RelatedPerson/demo-proxy', authorisation: true };
    expect(ties).toContainEqual(expect.objectContaining(proxy));
    const types = new Set(rows.map(({ resourceType }) => resourceType));
    for (const type of ['Claim', 'Coverage', 'DocumentReference', 'Consent', 'Appointment', 'Procedure']) {
      expect(types).toContain(type);
    }
    const claims = rows.filter(({ resourceType }) => resourceType === 'Claim');
    expect(JSON.stringify(claims)).toContain('diagnosisCodeableConcept');
  });

  it('her newest visit is recent enough to treat by', async () => {
    const treating = (await tiesOf('demo-ada')).filter(
      ({ kind, source }) => kind === 'TREATING' && source.startsWith('Encounter/'),
    );
    const newest = Math.max(...treating.map(({ end }) => Date.parse(end ?? '')));
    expect(now - newest).toBeLessThan(14 * DAY);
    expect(newest).toBeLessThanOrEqual(now);
  });

  it('the stranger works in the house and is tied to nobody', async () => {
    const { writer } = await stored();
    const all = [...writer.held.values()];
    const anchors = all
      .flatMap(({ memberships }) => memberships)
      .filter(({ member }) => member === 'Practitioner/demo-stranger')
      .map(({ anchor }) => anchor);
    expect(anchors).toContain('PractitionerRole/demo-stranger-role');
    const tied = new Set(all.flatMap(({ ties }) => ties).map(({ anchor }) => anchor));
    for (const anchor of [...anchors, 'Practitioner/demo-stranger']) expect(tied).not.toContain(anchor);
  });

  it('a child and a youth have a parent as proxy, without an authorisation', async () => {
    for (const [patient, least, most] of [
      ['demo-cleo', 6, 11],
      ['demo-dev', 12, 17],
    ] as const) {
      const { writer } = await stored();
      const born = String(writer.held.get(`Patient/${patient}`)?.resource.birthDate);
      const age = (now - Date.parse(born)) / (365.25 * DAY);
      expect(age).toBeGreaterThan(least);
      expect(age).toBeLessThan(most + 1);
      const proxy = { kind: 'PROXY', anchor: `RelatedPerson/${patient}-parent`, authorisation: false };
      expect(await tiesOf(patient)).toContainEqual(expect.objectContaining(proxy));
    }
  });

  it('somebody lies on the ward now, and its nurses are tied by that', async () => {
    const { writer } = await stored();
    const ward = [...writer.held.values()]
      .flatMap(({ ties }) => ties)
      .filter(({ anchor }) => anchor === 'Location/riverside-ward');
    expect(ward.length).toBeGreaterThan(0);
    for (const tie of ward) expect(tie).toMatchObject({ kind: 'TREATING', end: null });
  });

  it('ada has rows under labels, and the newest result is not yet for her', async () => {
    const { writer } = await stored();
    const rows = [...writer.held.values()].filter(({ subjectId }) => subjectId === 'demo-ada');
    const labelled = rows.filter(({ labels }) => labels.length > 0).map(({ labels }) => labels.join(' '));
    expect(labelled.sort()).toEqual(['HIV R', 'OPIOIDUD PART2 R', 'PSY R', 'PSYTHPN', 'R TBOO']);
    const results = rows.filter(({ rowCategories }) => rowCategories.includes('LAB'));
    const observations = results.filter(({ resourceType }) => resourceType === 'Observation');
    const newest = observations.sort((a, b) => Date.parse(b.date ?? '') - Date.parse(a.date ?? ''))[0];
    expect(newest?.labels).toContain('TBOO');
  });

  it('ben of lakeside has his physician', async () => {
    const anchors = (await tiesOf('demo-ben', 'lakeside')).map(({ anchor }) => anchor);
    expect(anchors).toContain('Practitioner/demo-lakeside-physician');
  });
});
