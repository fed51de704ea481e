import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';
import { importResources, patientNamed } from './import-resources.ts';

/** Treating physicians may not see record numbers here: so they may not find by them either. */
const OVERLAY = `
tenant: riverside
remove:
  - { roles: [PHYSICIAN], coordinates: [Patient.mrn], relationships: [TREATING] }
`;
const RESTRICTED = {
  meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
};
/** More than any search looks at. */
const MANY = 210;

let gateway: TestGateway;
let tenants: string;

const visit = (patient: string) => ({
  resourceType: 'Encounter',
  id: `visit-${patient}`,
  status: 'in-progress',
  class: { code: 'IMP' },
  subject: { reference: `Patient/${patient}` },
  participant: [{ individual: { reference: 'Practitioner/demo-physician' } }],
});

beforeAll(async () => {
  tenants = await mkdtemp(join(tmpdir(), 'phield-attack-'));
  await writeFile(join(tenants, 'riverside.yaml'), OVERLAY);
  await writeFile(join(tenants, 'lakeside.yaml'), 'tenant: lakeside\n');
  gateway = await runGateway({ env: { PHIELD_TENANTS_DIR: tenants } });
  const crowd = Array.from({ length: MANY }, (_, at) => patientNamed(`crowd-${1000 + at}`, 'Attackson'));
  await importResources(gateway.config, [
    ...crowd,
    patientNamed('zz-treated', 'Attackson'),
    visit('zz-treated'),
    patientNamed('aa-labelled', 'Labelson', RESTRICTED),
    ...Array.from({ length: 6 }, (_, at) => patientNamed(`ab-labelled-${at}`, 'Labelson', RESTRICTED)),
    patientNamed('zz-open', 'Labelson'),
  ]);
});
afterAll(async () => {
  await gateway.close();
  await rm(tenants, { recursive: true, force: true });
});

const ask = async (persona: string, query: string) => gateway.ask(await gateway.persona(persona), query);
const find = (input: string) => `{ findPatient(search: { ${input} }) { id } }`;
const search = (input: string, first = 5) =>
  `{ patients(first: ${first}, search: { ${input} }) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
const idsIn = ({ text }: { text: string }) => [...text.matchAll(/"Patient\/([^"]+)"/g)].map(([, id]) => id);

describe('a search', () => {
  it('finds one’s own patient behind any number of strangers of the same name', async () => {
    const found = await ask('physician', search('name: "Attackson"'));
    expect(idsIn(found)).toEqual(['zz-treated']);
    expect(found.text).toContain('"hasNextPage":false');
  });

  it('is recorded whatever is selected, found or not, and never with the value', async () => {
    const before = (await gateway.events()).length;
    await ask('physician', find('mrn: "M-crowd-1007"'));
    await ask('physician', find('mrn: "M-of-nobody"'));
    await ask('physician', search('name: "Attackson"', 0));
    const events = (await gateway.events()).slice(before);
    expect(events.map(({ subject, coordinate, decision }) => [subject, coordinate, decision])).toEqual([
      ['crowd-1007', 'PatientMatch.mrn', 'PERMIT'],
      [null, 'FindPatientInput.mrn', 'PERMIT'],
      [null, 'FindPatientInput.mrn', 'PERMIT'],
      [null, 'PatientSearchInput.name', 'PERMIT'],
    ]);
    expect(JSON.stringify(events)).not.toMatch(/M-crowd|M-of-nobody|Attackson/);
  });

  it.each([0, 1, 5])(
    'by a value that is not open for this patient counts nobody (first: %s)',
    async (first) => {
      const hidden = await ask('physician', search('mrn: "M-zz-treated"', first));
      const nobody = await ask('physician', search('mrn: "M-of-nobody"', first));
      expect(hidden.text).toBe(nobody.text);
      expect(hidden.text).toContain('"hasNextPage":false');
      expect(hidden.status).toBe(200);
    },
  );
});

describe('a labelled patient', () => {
  it.each([
    ['registration', search('mrn: "M-aa-labelled"', 0), search('mrn: "M-of-nobody"', 0)],
    ['registration', search('name: "Labelson", mrn: "M-aa-labelled"', 1), search('mrn: "M-of-nobody"', 1)],
    ['physician', find('mrn: "M-aa-labelled"'), find('mrn: "M-of-nobody"')],
  ])('is like nobody to %s: %s', async (persona, query, ofNobody) => {
    expect((await ask(persona, query)).text).toBe((await ask(persona, ofNobody)).text);
  });

  it('takes nobody’s place', async () => {
    const found = await ask('physician', find('family: "Labelson", birthDate: "1980-05-05"'));
    expect(idsIn(found)).toEqual(['zz-open']);
    const listed = await ask('registration', search('name: "Labelson"', 1));
    expect(idsIn(listed)).toEqual(['zz-open']);
    expect(listed.text).toContain('"hasNextPage":false');
  });

  it('leaves no gap in a list of all', async () => {
    const listed = await ask(
      'billing',
      '{ patients(first: 1) { edges { node { id } } pageInfo { endCursor } } }',
    );
    expect(idsIn(listed)).toHaveLength(1);
    expect(idsIn(listed)).not.toContain('aa-labelled');
    expect(listed.text).not.toContain('"endCursor":null');
  });
});
