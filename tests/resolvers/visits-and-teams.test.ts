import { describe, expect, it } from 'vitest';
import { fakeContext, stored } from './fake-context.ts';
import { readNode } from './read-node.ts';
import { run, schemaWithResolvers } from './schema-with-resolvers.ts';

const about = { subjectId: 'amara' };
const coded = (code: string) => ({ coding: [{ code }] });
const read = (code: string) => ({ text: null, codings: [{ system: null, code, display: null }] });

const directory = [
  {
    resourceType: 'Practitioner',
    id: 'p1',
    identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '9999999999' }],
  },
  {
    resourceType: 'Organization',
    id: 'o1',
    name: 'Riverside Health',
    telecom: [{ system: 'phone', value: '555-0101' }],
  },
  { resourceType: 'Location', id: 'l1', name: 'Ward 4', address: { city: 'Eastmere' } },
];

const ENCOUNTER = stored(
  {
    resourceType: 'Encounter',
    id: 'e1',
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    period: { start: '2024-05-01T08:00:00Z', end: '2024-05-01T09:00:00Z' },
    participant: [
      {
        type: [coded('PPRF')],
        individual: { reference: 'Practitioner/p1' },
        period: { start: '2024-05-01' },
      },
      { individual: { reference: 'Practitioner?identifier=x|1', display: 'a name' } },
    ],
    serviceProvider: { reference: 'Organization/o1' },
    location: [{ location: { reference: 'Location/l1' } }, { location: { reference: 'Location/gone' } }],
    type: [coded('185349003')],
    serviceType: coded('57'),
    reasonCode: [coded('38341003')],
    diagnosis: [{ condition: { reference: 'Condition/c' } }],
    hospitalization: { dischargeDisposition: coded('home') },
  },
  about,
);

describe('Encounter', () => {
  it('reads who, when, where and what for', async () => {
    expect(await readNode(ENCOUNTER, { directory })).toMatchObject({
      id: 'e1',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: null },
      period: { start: '2024-05-01T08:00:00Z', end: '2024-05-01T09:00:00Z' },
      participants: [
        {
          role: [read('PPRF')],
          member: 'Practitioner/p1',
          period: { start: '2024-05-01', end: null },
          status: null,
        },
        { role: null, member: null, period: null, status: null },
      ],
      practitioners: [{ id: 'Practitioner/p1', npi: '9999999999', name: null }],
      serviceProvider: { name: 'Riverside Health', telecom: [{ value: '555-0101' }] },
      locations: [{ name: 'Ward 4', address: { city: 'Eastmere' } }],
      type: [read('185349003')],
      serviceType: read('57'),
      reasonCode: [read('38341003')],
      diagnosis: ['Condition/c'],
      dischargeDisposition: read('home'),
    });
  });

  it('says null where nobody of the directory is known', async () => {
    expect(
      await readNode(ENCOUNTER, {
        select: '{ practitioners { id } serviceProvider { id } locations { id } }',
      }),
    ).toEqual({ practitioners: null, serviceProvider: null, locations: null });
  });

  it('takes no record of another type for the one it asked for', async () => {
    const { context } = fakeContext({ records: [ENCOUNTER] });
    const impostor = { resourceType: 'Patient', id: 'o1', name: 'not an organization' };
    const data = { ...context.data, organizational: async () => impostor };
    const operation = '{ node(id: "Encounter/e1") { ... on Encounter { serviceProvider { name } } } }';
    const answer = await run(await schemaWithResolvers(), operation, { ...context, data });
    expect(answer.data?.node).toEqual({ serviceProvider: null });
  });
});

describe('Appointment', () => {
  it('reads a visit to come', async () => {
    const row = stored(
      {
        resourceType: 'Appointment',
        id: 'ap',
        status: 'booked',
        start: '2030-01-01T08:00:00Z',
        end: '2030-01-01T08:20:00Z',
        minutesDuration: 20,
        participant: [{ actor: { reference: 'Practitioner/p1' }, status: 'accepted', type: [coded('ATND')] }],
        appointmentType: coded('ROUTINE'),
        description: 'yearly visit',
      },
      about,
    );
    expect(await readNode(row, { directory })).toMatchObject({
      status: 'booked',
      minutesDuration: 20,
      participants: [{ role: [read('ATND')], member: 'Practitioner/p1', status: 'accepted' }],
      practitioners: [{ id: 'Practitioner/p1' }],
      appointmentType: read('ROUTINE'),
      description: 'yearly visit',
    });
  });
});

describe('CareTeam', () => {
  it('reads its members and what it is for', async () => {
    const row = stored(
      {
        resourceType: 'CareTeam',
        id: 't',
        status: 'active',
        name: 'Heart failure team',
        category: [coded('LA27976-2')],
        period: { start: '2024' },
        participant: [{ role: [coded('453231000124104')], member: { reference: 'Practitioner/p1' } }],
        managingOrganization: [{ reference: 'Organization/o1' }],
      },
      about,
    );
    expect(await readNode(row, { directory })).toMatchObject({
      status: 'active',
      name: 'Heart failure team',
      category: [read('LA27976-2')],
      period: { start: '2024', end: null },
      participants: [{ role: [read('453231000124104')], member: 'Practitioner/p1', period: null }],
      practitioners: [{ id: 'Practitioner/p1' }],
      managingOrganization: [{ name: 'Riverside Health' }],
    });
  });
});
