import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';
import { importResources, patientNamed } from './import-resources.ts';

const LABORATORY = [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
];
const observation = (id: string, patient: string, more: Record<string, unknown> = {}) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: LABORATORY,
  code: { text: `canary of ${id}` },
  subject: { reference: `Patient/${patient}` },
  ...more,
});
const member = { reference: 'Practitioner/demo-physician' };
const team = (id: string, subject: string | null, members: readonly unknown[] = [member]) => ({
  resourceType: 'CareTeam',
  id,
  status: 'active',
  ...(subject !== null && { subject: { reference: `Patient/${subject}` } }),
  participant: members.map((one) => ({ member: one })),
});
const visit = (id: string, patient: string, status = 'in-progress') => ({
  resourceType: 'Encounter',
  id,
  status,
  class: { code: 'IMP' },
  subject: { reference: `Patient/${patient}` },
  participant: [{ individual: member }],
});

let gateway: TestGateway;
let physician: string;

beforeAll(async () => {
  gateway = await runGateway();
  physician = await gateway.persona('physician');
});
afterAll(() => gateway.close());

const load = (...resources: readonly Record<string, unknown>[]) => importResources(gateway.config, resources);
const ask = async (query: string, token = physician) => (await gateway.ask(token, query)).text;
const node = (reference: string, token = physician) =>
  ask(`{ node(id: "${reference}") { __typename id ... on Observation { code { text } } } }`, token);
const patient = (id: string, token = physician) =>
  ask(`{ patient(id: "${id}") { id name { family } } }`, token);
const rows = (id: string) =>
  ask(`{ patient(id: "${id}") { observations(first: 200) { edges { node { id } } } } }`);
const nobody = async () => (await node('Observation/of-nobody')).replaceAll('of-nobody', '');

describe('a resource that names another patient than before', () => {
  it('leaves the patient it was of, and is decided by the one it is of', async () => {
    await load(patientNamed('own', 'Own'), patientNamed('other', 'Other'), visit('v-own', 'own'));
    await load(observation('o-moved', 'own'));
    expect(await node('Observation/o-moved')).toContain('canary of o-moved');
    await load(observation('o-moved', 'other'));
    expect(await node('Observation/o-moved')).toBe(await nobody());
    expect(await rows('own')).not.toContain('o-moved');
    await load(visit('v-other', 'other'));
    expect(await rows('other')).toContain('o-moved');
  });

  it('takes its ties along', async () => {
    await load(patientNamed('tied', 'Tied'), patientNamed('next', 'Next'), visit('v-tied', 'tied'));
    expect(await patient('tied')).toContain('Tied');
    await load(visit('v-tied', 'next'));
    expect(await patient('tied')).toContain('"patient":null');
    expect(await patient('next')).toContain('Next');
  });

  it('takes the tie of a relative along', async () => {
    const related = (of: string) => ({
      resourceType: 'RelatedPerson',
      id: 'demo-second-proxy',
      active: true,
      patient: { reference: `Patient/${of}` },
    });
    const child = { birthDate: new Date(Date.now() - 5 * 366 * 86_400_000).toISOString().slice(0, 10) };
    const token = await gateway.token({
      roles: ['PROXY'],
      purposes: ['PATRQT'],
      fhirUser: 'RelatedPerson/demo-second-proxy',
    });
    await load(
      patientNamed('child-1', 'Childone', child),
      patientNamed('child-2', 'Childtwo', child),
      related('child-1'),
    );
    expect(await patient('child-1', token)).toContain('Childone');
    await load(related('child-2'));
    expect(await patient('child-1', token)).toContain('"patient":null');
    expect(await patient('child-2', token)).toContain('Childtwo');
  });

  it('ends with the patient’s own team when it becomes a team of staff', async () => {
    await load(patientNamed('teamed', 'Teamed'), team('t-1', 'teamed'));
    expect(await patient('teamed')).toContain('Teamed');
    await load(team('t-1', null));
    expect(await patient('teamed')).toContain('"patient":null');
    expect(await node('CareTeam/t-1')).toBe((await nobody()).replaceAll('Observation', 'CareTeam'));
  });

  it('ends with the team of staff when it becomes a patient’s own', async () => {
    await load(patientNamed('grouped', 'Grouped'), team('t-2', null));
    await load(team('t-3', 'grouped', [{ reference: 'CareTeam/t-2' }]));
    expect(await patient('grouped')).toContain('Grouped');
    await load(team('t-2', 'own', []));
    expect(await patient('grouped')).toContain('"patient":null');
  });
});

describe('a team of staff whose member is a role', () => {
  it('lets in whoever has the role, for as long as they have it', async () => {
    const role = (active: boolean, practitioner = 'demo-physician') => ({
      resourceType: 'PractitionerRole',
      id: 'r-1',
      active,
      practitioner: { reference: `Practitioner/${practitioner}` },
    });
    await load(
      patientNamed('covered', 'Covered'),
      role(true),
      team('t-4', null, [{ reference: 'PractitionerRole/r-1' }]),
      team('t-5', 'covered', [{ reference: 'CareTeam/t-4' }]),
    );
    expect(await patient('covered')).toContain('Covered');
    await load(role(false));
    expect(await patient('covered')).toContain('"patient":null');
    await load(role(true));
    expect(await patient('covered')).toContain('Covered');
    await load(role(true, 'demo-nurse'));
    expect(await patient('covered')).toContain('"patient":null');
  });
});

describe('a patient who goes', () => {
  it('is merged away with all rows, and comes back with them alone', async () => {
    await load(
      patientNamed('merged', 'Merged'),
      visit('v-merged', 'merged'),
      observation('o-merged', 'merged'),
    );
    expect(await node('Observation/o-merged')).toContain('canary');
    const gone = { link: [{ type: 'replaced-by', other: { reference: 'Patient/own' } }] };
    await load(patientNamed('merged', 'Merged', gone));
    expect(await patient('merged')).toContain('"patient":null');
    expect(await node('Observation/o-merged')).toBe(await nobody());
    expect(await ask('{ findPatient(search: { mrn: "M-merged" }) { id } }')).toContain('"findPatient":[]');
  });

  it('takes the tie of an encounter entered in error along', async () => {
    await load(patientNamed('mistaken', 'Mistaken'), visit('v-mistaken', 'mistaken'));
    expect(await patient('mistaken')).toContain('Mistaken');
    await load(visit('v-mistaken', 'mistaken', 'entered-in-error'));
    expect(await patient('mistaken')).toContain('"patient":null');
  });
});

describe('a medication that gets a label', () => {
  it('takes its records along, whosever they are', async () => {
    const medication = { resourceType: 'Medication', id: 'm', code: { text: 'canary of a drug' } };
    await load(patientNamed('treated', 'Treated'), visit('v-treated', 'treated'), medication, {
      resourceType: 'MedicationRequest',
      id: 'mr',
      status: 'active',
      intent: 'order',
      subject: { reference: 'Patient/treated' },
      medicationReference: { reference: 'Medication/m' },
    });
    const request = (id: string) => ask(`{ node(id: "MedicationRequest/${id}") { id } }`);
    expect(await request('mr')).toContain('"id":"MedicationRequest/mr"');
    const report = await load({ ...medication, meta: { security: [{ code: 'of nobody’s system' }] } });
    expect(report.relabelled).toBe(1);
    expect(await request('mr')).toBe(await request('of-nobody'));
  });
});

describe('a resource that says more of itself than it may', () => {
  it('is of the type it was stored as, whatever it calls itself', async () => {
    await load(
      observation('o-typed', 'own', { __typename: 'Practitioner' }),
      observation('o-typed-2', 'own', { __typename: 'Patient' }),
    );
    for (const id of ['o-typed', 'o-typed-2']) {
      expect(await node(`Observation/${id}`)).toContain(`"__typename":"Observation"`);
      const strange = await node(`Observation/${id}`, await gateway.persona('stranger'));
      expect(strange).toBe(await node('Observation/of-nobody', await gateway.persona('stranger')));
    }
  });

  it('does not choose its category, patient or labels', async () => {
    await load({
      resourceType: 'DocumentReference',
      id: 'd-forged',
      status: 'current',
      type: { text: 'Psychotherapy session' },
      description: 'canary of a session',
      subject: { reference: 'Patient/own' },
      __typename: 'Appointment',
      rowCategories: ['LAB'],
      subjectId: 'demo-ada',
      labels: [],
    });
    for (const token of [physician, await gateway.persona('patient')]) {
      const answer = await ask(
        '{ node(id: "DocumentReference/d-forged") { id ... on Appointment { description } ... on DocumentReference { description } } }',
        token,
      );
      expect(answer).toContain('"node":null');
    }
  });

  it('does not take the place of another type with the same id', async () => {
    await load(observation('same', 'own'), {
      resourceType: 'Condition',
      id: 'same',
      code: { text: 'canary of a condition' },
      subject: { reference: 'Patient/other' },
    });
    expect(await node('Observation/same')).toContain('canary of same');
    expect(await ask('{ node(id: "Condition/same") { __typename id } }')).toContain('"Condition"');
    await load({
      resourceType: 'Condition',
      id: 'same',
      verificationStatus: { coding: [{ code: 'entered-in-error' }] },
      subject: { reference: 'Patient/other' },
    });
    expect(await node('Observation/same')).toContain('canary of same');
  });
});

describe('a reference by identifier', () => {
  const medical = { system: 'urn:house', value: 'ID-7' };

  it('that two patients claim is nobody’s', async () => {
    const report = await load(
      patientNamed('claims-1', 'Claimone', { identifier: [medical] }),
      patientNamed('claims-2', 'Claimtwo', { identifier: [medical] }),
      observation('o-claimed', '', { subject: { reference: 'Patient?identifier=urn:house|ID-7' } }),
    );
    expect(report.skipped.map(({ id }) => id)).toEqual(['o-claimed']);
    expect(await node('Observation/o-claimed')).toBe(await nobody());
  });

  it('is taken for no other whose parts make the same text', async () => {
    const report = await load(
      patientNamed('parts', 'Parts', { identifier: [{ system: 'urn:a|b', value: 'c' }] }),
      observation('o-parts', '', { subject: { reference: 'Patient?identifier=urn:a|b|c' } }),
    );
    expect(report.skipped.map(({ id }) => id)).toEqual(['o-parts']);
  });
});
