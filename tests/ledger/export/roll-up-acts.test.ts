import { describe, expect, it } from 'vitest';
import { rollUp } from '../../../src/ledger/export/roll-up.ts';
import { privilegedRecord } from '../../../src/ledger/privileged-record.ts';
import { sampleRecord } from '../sample-record.ts';
import { codeOf } from './balp-rules.ts';
import { asJson, rolledUp as events, expectFit, profileOf, SITE } from './rolled-up.ts';

describe('the events of a record, of consents, glasses and acts', () => {
  it('have a consent’s decision beside them, with nothing in it but patient and consent', () => {
    const denied = ['Observation.value', 'LAB', 'DENY', 'REDACT', 'CONSENT', null] as const;
    const shapes = [...sampleRecord().shapes, { type: 'Observation', fields: [denied], via: null }];
    const group = (shape: number, consent: string | null) => ({
      shape,
      resources: ['o1'],
      consent,
      breakGlass: null,
    });
    const withheld = events({ shapes, subjects: [{ subject: 'p1', groups: [group(2, 'c1')] }] });
    const given = events({ shapes, subjects: [{ subject: 'p1', groups: [group(1, 'c2')] }] });
    expectFit(withheld);
    expectFit(given);
    expect(withheld.map((event) => [profileOf(event), event.outcome])).toEqual([
      [null, '8'],
      ['AuthZconsent', '8'],
    ]);
    expect(given.map((event) => [profileOf(event), event.outcome])).toEqual([
      ['PatientRead', '0'],
      ['AuthZconsent', '0'],
    ]);
    expect(withheld[0]?.subtype?.map(({ code }) => code)).toEqual(['read', 'graphql-query', 'AuthZ-Consent']);
    expect(given[1]?.id).toBe('01JD0000000000000000000001.0.consent');
  });

  it('have the purpose BTG through an opened glass, and its id', () => {
    const field = ['Patient.name', 'DEMOGRAPHICS', 'PERMIT', 'NONE', 'BREAK_GLASS', 'g'] as const;
    const all = events({
      shapes: [{ type: 'Patient', fields: [field], via: null }],
      subjects: [
        { subject: 'p1', groups: [{ shape: 0, resources: ['p1'], consent: null, breakGlass: 'glass-1' }] },
      ],
    });
    expectFit(all);
    expect(all[0]?.purposeOfEvent?.[0]?.coding?.[0]?.code).toBe('BTG');
    expect(all[0]?.entity?.[1]?.detail).toContainEqual({ type: 'gql.breakGlass', valueString: 'glass-1' });
  });

  it.each([
    ['FORBIDDEN', '8'],
    ['UNAUTHENTICATED', '8'],
    ['GRAPHQL_VALIDATION_FAILED', '4'],
    ['RATE_LIMITED', '4'],
    ['UPSTREAM_UNAVAILABLE', '12'],
    ['LEDGER_UNAVAILABLE', '12'],
    ['A_CODE_OF_LATER', '8'],
  ])('tell a refusal with %s as %s', (refusal, outcome) => {
    const all = events({
      kind: 'refusal',
      refusal,
      actor: null,
      roles: [],
      shapes: [],
      subjects: [],
      count: 7,
    });
    expectFit(all);
    expect(all.map((event) => event.outcome)).toEqual([outcome]);
    expect(all[0]?.entity?.at(-1)?.detail).toContainEqual({ type: 'gql.count', valueString: '7' });
  });

  it.each([
    ['Mutation.breakGlass', 'Patient', '110113', '110127', 'E', null],
    ['Mutation.recordConsent', 'Consent', 'rest', 'create', 'C', 'PatientCreate'],
    ['Mutation.withdrawConsent', 'Consent', 'rest', 'update', 'U', 'PatientUpdate'],
    ['Mutation.reviewInsight', 'Insight', 'rest', 'update', 'U', 'PatientUpdate'],
    ['Mutation.reveal', 'Patient', 'rest', 'read', 'R', 'PatientRead'],
    ['Mutation.ofLater', 'Patient', '110113', '110132', 'E', null],
    ['Ledger.events', 'Ledger', '110101', 'read', 'R', null],
  ])('tell %s as what it is', (coordinate, type, eventType, subtype, action, expected) => {
    const field = [coordinate, null, 'PERMIT', 'NONE', 'PRIVILEGED', null] as const;
    const all = events({
      kind: 'privileged',
      shapes: [{ type, fields: [field], via: null }],
      subjects: [
        { subject: 'p1', groups: [{ shape: 0, resources: ['x1'], consent: null, breakGlass: null }] },
      ],
    });
    expectFit(all);
    const [event] = all;
    expect([event?.type.code, event?.subtype?.[0]?.code, event?.action]).toEqual([
      eventType,
      subtype,
      action,
    ]);
    expect(event === undefined ? null : profileOf(event)).toBe(expected);
  });

  it.each(['ledger_query', 'ledger_exported', 'ledger_accounting'])(
    'tell %s as a use of the log',
    (operation) => {
      const act = {
        id: '01JD0000000000000000000002',
        time: '2026-11-21T10:00:00.000Z',
        actor: 'o',
        client: 'c',
      };
      const all = rollUp(privilegedRecord({ ...act, operation, tenant: 'riverside', subject: 'p1' }), SITE);
      expectFit(all);
      expect(codeOf(asJson(all[0] ?? fail()).type)).toBe(
        'http://dicom.nema.org/resources/ontology/DCM#110101',
      );
      expect(all[0]?.entity?.map(({ role }) => role?.code)).toEqual(['1', '13', undefined]);
    },
  );
});

function fail(): never {
  throw new Error('no event');
}
