import { describe, expect, it } from 'vitest';
import { DIMINISHED_CAPACITY, PROXY_AUTHORISATION } from '../../src/fhir/proxy-ties.ts';
import { ties } from '../../src/fhir/ties.ts';
import { cc, facts } from './no-facts.ts';

const by = (reference: string) => ({ reference });
const anchors = (resource: Record<string, unknown>, known = facts()) =>
  ties(resource, `${resource.resourceType}/x`, known).map(({ kind, anchor, start, end }) => [
    kind,
    anchor,
    start,
    end,
  ]);

describe('care team', () => {
  const team = (elements: Record<string, unknown>) => ({
    resourceType: 'CareTeam',
    status: 'active',
    period: { start: '2020', end: '2030' },
    participant: [{ member: by('Practitioner/p'), period: { start: '2021-02' } }],
    ...elements,
  });

  it('ties its members for what team and participant have in common', () => {
    expect(anchors(team({}))).toEqual([['CARE_TEAM', 'Practitioner/p', '2021-02', '2030']]);
  });

  it.each(['proposed', 'suspended', 'inactive', 'entered-in-error', undefined])(
    'of status %s ties nobody',
    (status) => {
      expect(anchors(team({ status }))).toEqual([]);
    },
  );

  it('ties roles, teams and organizations, no patients and relatives', () => {
    const kinds = ['PractitionerRole/r', 'CareTeam/t', 'Organization/o', 'Patient/x', 'RelatedPerson/r'];
    const participant = kinds.map((kind) => ({ member: by(kind) }));
    expect(anchors(team({ participant })).map(([, anchor]) => anchor)).toEqual(kinds.slice(0, 3));
  });

  it('ties nobody by a period that cannot be read', () => {
    expect(anchors(team({ period: { end: 'sometime' } }))).toEqual([]);
    expect(
      anchors(team({ participant: [{ member: by('Practitioner/p'), period: { start: '20-1' } }] })),
    ).toEqual([]);
  });
});

describe('general practitioner', () => {
  it('is on the care team without end; a patient is not', () => {
    const patient = {
      resourceType: 'Patient',
      generalPractitioner: [by('Practitioner/gp'), by('Patient/friend'), by('urn:uuid:1')],
    };
    expect(anchors(patient)).toEqual([['CARE_TEAM', 'Practitioner/gp', null, null]]);
  });
});

describe('encounter', () => {
  const period = { start: '2024-05-01', end: '2024-05-02' };
  const visit = (elements: Record<string, unknown>) => ({
    resourceType: 'Encounter',
    status: 'finished',
    period,
    participant: [{ individual: by('Practitioner/p') }, { individual: by('RelatedPerson/r') }],
    ...elements,
  });

  it('treats by its professionals, within its period', () => {
    expect(anchors(visit({}))).toEqual([['TREATING', 'Practitioner/p', '2024-05-01', '2024-05-02']]);
  });

  it.each(['cancelled', 'entered-in-error', 'unknown', undefined])('of status %s treats nobody', (status) => {
    expect(anchors(visit({ status }))).toEqual([]);
  });

  it('that is over without saying since when is over at its start; without any date it ties nobody', () => {
    expect(anchors(visit({ period: { start: '2024-05-01' } }))).toEqual([
      ['TREATING', 'Practitioner/p', '2024-05-01', '2024-05-01'],
    ]);
    expect(anchors(visit({ period: undefined }))).toEqual([]);
  });

  it('that is planned without a date ties nobody, one under way does', () => {
    expect(anchors(visit({ status: 'planned', period: undefined }))).toEqual([]);
    expect(anchors(visit({ status: 'in-progress', period: undefined }))).toHaveLength(1);
  });

  it('ends for a participant who left', () => {
    const participant = [{ individual: by('Practitioner/p'), period: { end: '2024-05-01T12:00:00Z' } }];
    expect(anchors(visit({ participant }))[0]?.[3]).toBe('2024-05-01T12:00:00Z');
  });

  const stay = (elements: Record<string, unknown> = {}) =>
    visit({
      status: 'in-progress',
      period: { start: '2024-05-01' },
      participant: [],
      location: [{ location: by('Location/bed') }],
      ...elements,
    });
  const house = facts({
    unitOf: (place) => ({ 'Location/bed': 'Location/room', 'Location/room': 'Location/ward' })[place] ?? null,
  });

  it('while it is open ties the bed, its room and its ward', () => {
    expect(anchors(stay(), house)).toEqual(
      ['Location/bed', 'Location/room', 'Location/ward'].map((place) => [
        'TREATING',
        place,
        '2024-05-01',
        null,
      ]),
    );
  });

  it.each([
    ['it is finished', { status: 'finished' }],
    ['it has an end', { period: { start: '2024-05-01', end: '2024-05-09' } }],
    ['it is only planned', { status: 'planned' }],
    ['the patient has left the place', { location: [{ location: by('Location/bed'), status: 'completed' }] }],
  ])('ties no unit when %s', (_, elements) => {
    expect(anchors(stay(elements), house)).toEqual([]);
  });

  it('survives units that lie in each other', () => {
    const loop = facts({ unitOf: () => 'Location/bed' });
    expect(anchors(stay(), loop)).toHaveLength(1);
  });
});

describe('orders', () => {
  it.each([
    ['DiagnosticReport', { performer: [by('Organization/lab')], effectiveDateTime: '2024-01-02' }],
    ['DiagnosticReport', { resultsInterpreter: [by('Practitioner/r')], issued: '2024-01-02' }],
    ['Observation', { performer: [by('Practitioner/p')], effectiveDateTime: '2024-01-02' }],
  ])('who performed a %s treats at its date', (resourceType, elements) => {
    const found = anchors({ resourceType, status: 'final', ...elements });
    expect(found).toHaveLength(1);
    expect(found[0]?.slice(2)).toEqual(['2024-01-02', '2024-01-02']);
  });

  it.each([
    ['an observation by an organization', 'Observation', { performer: [by('Organization/lab')] }],
    ['a cancelled report', 'DiagnosticReport', { status: 'cancelled', performer: [by('Practitioner/p')] }],
    [
      'a report without a date',
      'DiagnosticReport',
      { performer: [by('Practitioner/p')], effectiveDateTime: 0 },
    ],
    [
      'a procedure that was not done',
      'Procedure',
      { status: 'not-done', performer: [{ actor: by('Practitioner/p') }] },
    ],
    ['a draft order', 'ServiceRequest', { status: 'draft', performer: [by('Practitioner/p')] }],
    [
      'a cancelled prescription',
      'MedicationRequest',
      { status: 'cancelled', performer: by('Practitioner/p') },
    ],
  ])('%s ties nobody', (_, resourceType, elements) => {
    const common = {
      status: 'final',
      effectiveDateTime: '2024',
      performedDateTime: '2024',
      authoredOn: '2024',
    };
    expect(anchors({ resourceType, ...common, ...elements })).toEqual([]);
  });

  it('an active order stays open to the end of its validity, a completed one ends', () => {
    const order = {
      resourceType: 'MedicationRequest',
      status: 'active',
      authoredOn: '2024-01-01',
      dispenseRequest: { performer: by('Organization/pharmacy') },
    };
    expect(anchors(order)).toEqual([['TREATING', 'Organization/pharmacy', '2024-01-01', null]]);
    expect(anchors({ ...order, status: 'completed' })[0]?.[3]).toBe('2024-01-01');
    const valid = { performer: by('Organization/pharmacy'), validityPeriod: { end: '2024-04-01' } };
    expect(anchors({ ...order, dispenseRequest: valid })[0]?.[3]).toBe('2024-04-01');
  });

  it('a procedure treats while it is done', () => {
    const procedure = {
      resourceType: 'Procedure',
      status: 'completed',
      performedPeriod: { start: '2024-01-01', end: '2024-01-03' },
      performer: [{ actor: by('PractitionerRole/surgeon') }],
    };
    expect(anchors(procedure)).toEqual([
      ['TREATING', 'PractitionerRole/surgeon', '2024-01-01', '2024-01-03'],
    ]);
  });
});

describe('appointment', () => {
  const booked = {
    resourceType: 'Appointment',
    status: 'booked',
    start: '2024-05-01T08:00:00Z',
    end: '2024-05-01T08:30:00Z',
    participant: [
      { actor: by('Practitioner/yes'), status: 'accepted' },
      { actor: by('Practitioner/no'), status: 'declined' },
      { actor: by('Location/room'), status: 'accepted' },
    ],
  };

  it('treats by who accepted', () => {
    expect(anchors(booked)).toEqual([['TREATING', 'Practitioner/yes', booked.start, booked.end]]);
  });

  it.each(['proposed', 'pending', 'cancelled', 'noshow', 'entered-in-error', 'waitlist'])(
    'of status %s treats nobody',
    (status) => {
      expect(anchors({ ...booked, status })).toEqual([]);
    },
  );

  it('without a start treats nobody', () => {
    expect(anchors({ ...booked, start: undefined })).toEqual([]);
  });
});

describe('related person', () => {
  const person = (elements: Record<string, unknown>) => ({ resourceType: 'RelatedPerson', ...elements });
  const proxies = (elements: Record<string, unknown>) => ties(person(elements), 'RelatedPerson/r', facts());

  it('in use is a proxy in its period, with what is on file', () => {
    const extension = [
      { url: PROXY_AUTHORISATION, valueBoolean: true },
      { url: DIMINISHED_CAPACITY, valueBoolean: 'true' },
    ];
    expect(proxies({ period: { end: '2030' }, extension })).toEqual([
      {
        kind: 'PROXY',
        anchor: 'RelatedPerson/r',
        source: 'RelatedPerson/r',
        start: null,
        end: '2030',
        authorisation: true,
        diminishedCapacity: false,
      },
    ]);
  });

  it('out of use, or of a period that cannot be read, is none', () => {
    expect(proxies({ active: false })).toEqual([]);
    expect(proxies({ active: 'yes' })).toEqual([]);
    expect(proxies({ period: { start: 'x' } })).toEqual([]);
  });

  it('who is only a contact is none, unless authorised', () => {
    const relationship = [cc('http://terminology.hl7.org/CodeSystem/v2-0131', 'C')];
    expect(proxies({ relationship })).toEqual([]);
    const mother = [cc('http://terminology.hl7.org/CodeSystem/v3-RoleCode', 'MTH'), ...relationship];
    expect(proxies({ relationship: mother })).toHaveLength(1);
    const extension = [{ url: PROXY_AUTHORISATION, valueBoolean: true }];
    expect(proxies({ relationship, extension })).toHaveLength(1);
  });
});
