import { describe, expect, it } from 'vitest';
import { stored } from './fake-context.ts';
import { readNode } from './read-node.ts';

const LOINC = 'http://loinc.org';
const concept = (code: string, text: string) => ({
  coding: [{ system: LOINC, code, display: `d-${code}` }],
  text,
});
const read = (code: string, text: string) => ({
  text,
  codings: [{ system: LOINC, code, display: `d-${code}` }],
});
const about = { subjectId: 'amara' };
const quantity = (value: number) => ({
  value,
  unit: 'mmHg',
  system: 'http://unitsofmeasure.org',
  code: 'mm[Hg]',
});

describe('Observation', () => {
  it('reads a panel with components', async () => {
    const pressure = stored(
      {
        resourceType: 'Observation',
        id: 'bp',
        status: 'final',
        category: [concept('vital-signs', 'Vital signs')],
        code: concept('85354-9', 'Blood pressure'),
        encounter: { reference: 'Encounter/e1' },
        effectiveDateTime: '2024-05-01T08:30:00+02:00',
        issued: '2024-05-01T08:31:00.123Z',
        performer: [{ reference: 'Practitioner/p1' }, { reference: 'urn:uuid:1' }],
        interpretation: [concept('H', 'High')],
        note: [{ text: 'seated', time: '2024-05-01', authorString: 'a name' }],
        referenceRange: [{ low: quantity(90), high: quantity(120), text: 'adults' }],
        component: [{ code: concept('8480-6', 'Systolic'), valueQuantity: quantity(142) }],
      },
      about,
    );
    const amount = (value: number) => ({ ...quantity(value), comparator: null });
    expect(await readNode(pressure)).toMatchObject({
      status: 'final',
      category: [read('vital-signs', 'Vital signs')],
      code: read('85354-9', 'Blood pressure'),
      encounter: 'Encounter/e1',
      effectiveDateTime: '2024-05-01T08:30:00+02:00',
      issued: '2024-05-01T08:31:00.123Z',
      performer: ['Practitioner/p1'],
      valueQuantity: null,
      interpretation: [read('H', 'High')],
      note: [{ text: 'seated', time: '2024-05-01', author: null }],
      referenceRange: [{ low: amount(90), high: amount(120), type: null, text: 'adults' }],
      component: [{ code: read('8480-6', 'Systolic'), valueQuantity: amount(142), valueString: null }],
    });
  });

  it.each([
    ['valueQuantity', { value: 5.4, comparator: '<' }, { value: 5.4, comparator: '<' }],
    ['valueCodeableConcept', concept('x', 'X'), read('x', 'X')],
    ['valueString', 'cloudy', 'cloudy'],
    ['valueInteger', 3, 3],
    ['valueBoolean', false, false],
    ['valueRange', { low: { value: 1 } }, { low: { value: 1 }, high: null }],
    ['valueDateTime', '2024-05', '2024-05'],
    ['valuePeriod', { start: '2024' }, { start: '2024', end: null }],
  ])('reads %s', async (element, stands, expected) => {
    const row = stored({ resourceType: 'Observation', id: 'o', [element]: stands }, about);
    const node = await readNode(row);
    expect(node).toMatchObject({ [element]: expected });
  });
});

describe('Condition', () => {
  it('reads a problem', async () => {
    const row = stored(
      {
        resourceType: 'Condition',
        id: 'c',
        clinicalStatus: concept('active', 'Active'),
        verificationStatus: concept('confirmed', 'Confirmed'),
        category: [concept('problem-list-item', 'Problem')],
        code: concept('38341003', 'Hypertension'),
        onsetDateTime: '2019-02-11',
        abatementString: 'in spring',
        recordedDate: '2019-02-12',
        recorder: { reference: 'Practitioner/p1' },
        asserter: { reference: 'Patient/amara' },
        encounter: { reference: 'Encounter/e1' },
      },
      about,
    );
    expect(await readNode(row)).toMatchObject({
      clinicalStatus: read('active', 'Active'),
      verificationStatus: read('confirmed', 'Confirmed'),
      category: [read('problem-list-item', 'Problem')],
      code: read('38341003', 'Hypertension'),
      onsetDateTime: '2019-02-11',
      onsetPeriod: null,
      abatementDateTime: null,
      abatementString: 'in spring',
      recordedDate: '2019-02-12',
      recorder: 'Practitioner/p1',
      asserter: 'Patient/amara',
      encounter: 'Encounter/e1',
    });
  });
});

describe('MedicationRequest', () => {
  const base = { resourceType: 'MedicationRequest', id: 'm', status: 'active', intent: 'order' };

  it('reads an order, its dose and who asked for it', async () => {
    const row = stored(
      {
        ...base,
        authoredOn: '2024-01-02',
        medicationCodeableConcept: concept('314076', 'lisinopril 10 MG'),
        requester: { reference: 'Practitioner/p1' },
        reasonReference: [{ reference: 'Condition/c' }],
        dosageInstruction: [
          {
            text: 'one a day',
            asNeededBoolean: false,
            timing: { repeat: { frequency: 1, period: 1.5, periodUnit: 'd' } },
            route: concept('PO', 'Oral'),
            doseAndRate: [{ doseQuantity: { value: 1 } }, { doseQuantity: { value: 2 } }],
          },
        ],
      },
      about,
    );
    const directory = [{ resourceType: 'Practitioner', id: 'p1', name: [{ family: 'Ito' }] }];
    expect(await readNode(row, { directory })).toMatchObject({
      medication: read('314076', 'lisinopril 10 MG'),
      authoredOn: '2024-01-02',
      requester: { id: 'Practitioner/p1', name: [{ family: 'Ito' }] },
      reasonReference: ['Condition/c'],
      dosageInstruction: [
        {
          text: 'one a day',
          asNeeded: false,
          frequency: 1,
          period: 1.5,
          periodUnit: 'd',
          route: read('PO', 'Oral'),
          doseQuantity: { value: 1 },
          doseRange: null,
        },
      ],
    });
  });

  const inside = (resourceType: string) => [{ resourceType, id: 'k', code: concept('1', 'One') }];
  it.each([
    ['a contained medication', inside('Medication'), { reference: '#k' }, read('1', 'One')],
    ['a contained resource of another type', inside('Basic'), { reference: '#k' }, null],
    ['a named reference', [], { reference: 'Medication/x', display: 'One' }, { text: 'One', codings: null }],
    ['a bare reference', [], { reference: 'Medication/x' }, null],
  ])('reads the drug of %s', async (_what, contained, medicationReference, expected) => {
    const row = stored({ ...base, contained, medicationReference }, about);
    expect(await readNode(row)).toMatchObject({ medication: expected });
  });

  it('asks nothing of the directory about a requester who is no practitioner', async () => {
    const directory = [{ resourceType: 'Practitioner', id: 'p1' }];
    for (const reference of ['Organization/p1', 'Patient/amara', 'PractitionerRole/p1']) {
      const row = stored({ ...base, requester: { reference } }, about);
      expect(await readNode(row, { directory })).toMatchObject({ requester: null });
    }
  });
});

describe('AllergyIntolerance, Immunization and Procedure', () => {
  it('read their elements', async () => {
    const allergy = stored(
      {
        resourceType: 'AllergyIntolerance',
        id: 'a',
        type: 'allergy',
        category: ['food', 7],
        criticality: 'high',
        code: concept('91935009', 'Peanut'),
        reaction: [{ manifestation: [concept('247472004', 'Hives')], severity: 'mild', onset: '2001' }],
      },
      about,
    );
    expect(await readNode(allergy)).toMatchObject({
      type: 'allergy',
      category: ['food'],
      criticality: 'high',
      code: read('91935009', 'Peanut'),
      reaction: [
        { substance: null, manifestation: [read('247472004', 'Hives')], severity: 'mild', onset: '2001' },
      ],
    });

    const vaccination = stored(
      {
        resourceType: 'Immunization',
        id: 'i',
        status: 'completed',
        vaccineCode: concept('140', 'Influenza'),
        occurrenceDateTime: '2023-10-01',
        primarySource: true,
        lotNumber: 'L1',
        location: { reference: 'Location/l1' },
      },
      about,
    );
    const directory = [
      {
        resourceType: 'Location',
        id: 'l1',
        name: 'Clinic',
        managingOrganization: { reference: 'Organization/o1' },
      },
      { resourceType: 'Organization', id: 'o1', name: 'Riverside Health' },
    ];
    expect(await readNode(vaccination, { directory })).toMatchObject({
      vaccineCode: read('140', 'Influenza'),
      occurrenceDateTime: '2023-10-01',
      primarySource: true,
      lotNumber: 'L1',
      location: { id: 'Location/l1', name: 'Clinic', managingOrganization: { name: 'Riverside Health' } },
    });

    const operation = stored(
      {
        resourceType: 'Procedure',
        id: 'p',
        code: concept('80146002', 'Appendectomy'),
        performedPeriod: { start: '2020-01-01', end: '2020-01-02' },
        performer: [{ actor: { reference: 'Practitioner/p1' } }, { actor: { reference: 'Practitioner/p1' } }],
      },
      about,
    );
    expect(
      await readNode(operation, { directory: [{ resourceType: 'Practitioner', id: 'p1', active: true }] }),
    ).toMatchObject({
      code: read('80146002', 'Appendectomy'),
      performedPeriod: { start: '2020-01-01', end: '2020-01-02' },
      practitioners: [{ id: 'Practitioner/p1', active: true }],
    });
  });
});
