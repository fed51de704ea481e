import { expect, test } from 'vitest';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import { sampleRecord } from './sample-record.ts';

test('an operation gives one event per row and field, in stored order, in the contract shape', () => {
  const events = [...expandRecord(sampleRecord())];
  expect(
    events.map(({ id, subject, resource, coordinate, decision, via }) => ({
      id,
      subject,
      resource,
      coordinate,
      decision,
      via,
    })),
  ).toEqual([
    {
      id: '01JD0000000000000000000001.0',
      subject: 'p1',
      resource: { type: 'Patient', id: 'p1' },
      coordinate: 'Patient.name',
      decision: 'PERMIT',
      via: null,
    },
    {
      id: '01JD0000000000000000000001.1',
      subject: 'p1',
      resource: { type: 'Patient', id: 'p1' },
      coordinate: 'Patient.ssn',
      decision: 'DENY',
      via: null,
    },
    {
      id: '01JD0000000000000000000001.2',
      subject: 'p1',
      resource: { type: 'Observation', id: 'o1' },
      coordinate: 'Observation.value',
      decision: 'MASK',
      via: 'Patient.insights',
    },
    {
      id: '01JD0000000000000000000001.3',
      subject: 'p2',
      resource: { type: 'Patient', id: 'p2' },
      coordinate: 'Patient.name',
      decision: 'PERMIT',
      via: null,
    },
    {
      id: '01JD0000000000000000000001.4',
      subject: 'p2',
      resource: { type: 'Patient', id: 'p2' },
      coordinate: 'Patient.ssn',
      decision: 'DENY',
      via: null,
    },
  ]);
  expect(Object.keys(events[0] ?? {})).toEqual([
    ...['id', 'time', 'kind', 'tenant', 'actor', 'roles', 'assurance', 'client', 'network', 'purpose'],
    ...['subject', 'resource', 'coordinate', 'category', 'decision', 'mask', 'reason', 'breakGlass'],
    ...['consent', 'policyVersion', 'document', 'operation', 'request', 'session', 'via', 'grant'],
  ]);
  expect(events[2]).toMatchObject({
    mask: 'GENERALIZE',
    reason: 'GRANT',
    grant: 'PhiCategory.LAB#2',
    category: 'LAB',
    breakGlass: null,
    consent: null,
  });
});

test('a refusal without rows is one DENY event whose reason is the code', () => {
  const refusal = sampleRecord({
    kind: 'refusal',
    refusal: 'UNAUTHENTICATED',
    count: 7,
    shapes: [],
    subjects: [],
  });
  const events = [...expandRecord(refusal)];
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    coordinate: null,
    decision: 'DENY',
    reason: 'UNAUTHENTICATED',
    subject: null,
    count: 7,
    resource: { type: null, id: null },
  });
});

test('a privileged act is one event, about the patient it names', () => {
  const act = sampleRecord({ kind: 'privileged', shapes: [], subjects: [{ subject: 'p9', groups: [] }] });
  expect([...expandRecord(act)]).toMatchObject([
    { kind: 'privileged', subject: 'p9', coordinate: null, decision: 'PERMIT' },
  ]);
  expect([...expandRecord({ ...act, subjects: [] })]).toMatchObject([{ kind: 'privileged', subject: null }]);
});

test('an operation without rows disclosed nothing and gives no event', () => {
  expect([...expandRecord(sampleRecord({ shapes: [], subjects: [] }))]).toEqual([]);
});
