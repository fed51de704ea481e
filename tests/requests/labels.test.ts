import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importResources, patientNamed } from '../attacks/import-resources.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const security = (...codes: readonly string[]) => codes.map((code) => ({ system: ACT_CODE, code }));
const to = (reference: string) => ({ reference });

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await runGateway();
});
afterAll(() => gateway?.close());

async function data(persona: string, query: string) {
  const { status, text } = await gateway.ask(await gateway.persona(persona), query);
  expect(status).toBe(200);
  return JSON.parse(text).data;
}

interface List {
  readonly edges: readonly { readonly node: { readonly fhirId: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

const idsOf = (list: List | null | undefined) => (list?.edges ?? []).map(({ node }) => node.fhirId);
const list = (name: string, first: number) =>
  `${name}(first: ${first}) { edges { node { fhirId } } pageInfo { hasNextPage } }`;

/** Which of Ada's labelled rows somebody sees, by the end of their ids. */
async function labelledRows(persona: string): Promise<readonly string[]> {
  const query = `{ patient(id: "demo-ada") { ${list('observations', 200)} ${list('conditions', 200)} } }`;
  const { patient } = await data(persona, query);
  return [...idsOf(patient?.observations), ...idsOf(patient?.conditions)]
    .filter((id) => id.includes('-sensitive-'))
    .map((id) => id.replace('demo-ada-sensitive-', ''))
    .sort();
}

describe('labelled rows of one patient, who consented to ordinary use', () => {
  it.each([
    ['physician', ['depression', 'marker', 'screening']],
    ['nurse', ['depression', 'marker', 'screening']],
    ['patient', ['depression', 'opioids', 'screening']],
    ['coordinator', []],
    ['proxy', []],
    ['researcher', []],
  ])('to a %s', async (persona, expected) => {
    expect(await labelledRows(persona)).toEqual(expected);
  });

  it('leave no trace in the length of a page', async () => {
    const page = `{ patient(id: "demo-ada") { ${list('observations', 3)} } }`;
    const { patient: hers } = await data('patient', page);
    expect(idsOf(hers.observations)).toHaveLength(3);
    const { patient: theirs } = await data('physician', page);
    expect(idsOf(theirs.observations)[0]).toBe('demo-ada-sensitive-marker');
    expect(idsOf(theirs.observations).slice(1)).toEqual(idsOf(hers.observations).slice(0, 2));
  });

  it('are shown to the patient by the next version, once its label is lifted', async () => {
    await importResources(gateway.config, [
      {
        resourceType: 'Observation',
        id: 'demo-ada-sensitive-marker',
        status: 'final',
        category: [
          {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/observation-category',
                code: 'laboratory',
              },
            ],
          },
        ],
        subject: to('Patient/demo-ada'),
        effectiveDateTime: new Date().toISOString(),
      },
    ]);
    expect(await labelledRows('patient')).toContain('marker');
  });
});

describe('what quotes a labelled row', () => {
  it('is closed with it, though it was stored before', async () => {
    const condition = (labels: readonly string[]) => ({
      resourceType: 'Condition',
      id: 'relabelled',
      subject: to('Patient/demo-ada'),
      code: { coding: [{ system: 'http://snomed.info/sct', code: '86406008' }] },
      meta: { security: security(...labels) },
    });
    const claim = {
      resourceType: 'Claim',
      id: 'quoting',
      status: 'active',
      patient: to('Patient/demo-ada'),
      created: new Date().toISOString(),
      diagnosis: [{ sequence: 1, diagnosisReference: to('Condition/relabelled') }],
    };
    await importResources(gateway.config, [condition([]), claim]);
    const claims = `{ patient(id: "demo-ada") { ${list('claims', 100)} } }`;
    expect(idsOf((await data('billing', claims)).patient.claims)).toContain('quoting');

    const { relabelled } = await importResources(gateway.config, [condition(['HIV'])]);
    expect(relabelled).toBe(1);
    expect(idsOf((await data('billing', claims)).patient.claims)).not.toContain('quoting');
    expect(idsOf((await data('patient', claims)).patient.claims)).toContain('quoting');
  });
});

describe('a patient under a label', () => {
  it('is there for those who open it, and for nobody else', async () => {
    const visit = {
      resourceType: 'Encounter',
      id: 'visit-of-a-celebrity',
      status: 'in-progress',
      class: { code: 'IMP' },
      subject: to('Patient/celebrity'),
      participant: [{ individual: to('Practitioner/demo-physician') }],
    };
    const celebrity = patientNamed('celebrity', 'Starling', { meta: { security: security('VIP') } });
    await importResources(gateway.config, [celebrity, visit]);
    const query = '{ patient(id: "celebrity") { name { family } } }';
    expect((await data('physician', query)).patient).toEqual({ name: [{ family: 'Starling' }] });
    const nobody = query.replace('celebrity', 'nobody-at-all');
    for (const persona of ['billing', 'registration', 'stranger', 'researcher']) {
      expect([persona, await data(persona, query)]).toEqual([persona, await data(persona, nobody)]);
    }
    const find = '{ findPatient(search: { mrn: "M-celebrity" }) { id } }';
    for (const persona of ['physician', 'registration']) {
      expect([persona, (await data(persona, find)).findPatient]).toEqual([persona, []]);
    }
  });
});
