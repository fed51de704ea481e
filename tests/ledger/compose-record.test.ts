import { describe, expect, it } from 'vitest';
import type { AccessModel, PhiField } from '../../src/access/access-model.ts';
import { AccessVector } from '../../src/access/access-vector.ts';
import { relationshipBit } from '../../src/access/decide.ts';
import { OperationAccess } from '../../src/access/operation-access.ts';
import { composeRecord } from '../../src/ledger/compose-record.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import { accessClass, CLINIC_MODEL, clinicType, situation } from '../access/clinic-model.ts';
import { actor } from '../support/small-gateway.ts';
import { subjectFacts } from '../support/subject-facts.ts';

const HEADER = {
  id: 'record-1',
  time: '2026-03-01T12:00:00.000Z',
  request: 'request-1',
  network: null,
  address: null,
  document: null,
  operation: null,
  policyVersion: 'v1',
};

function operation(model: AccessModel = CLINIC_MODEL) {
  const access = new OperationAccess({
    actor: actor(),
    vector: new AccessVector(model, accessClass()),
    facts: { facts: () => Promise.reject(new Error('nobody asks')) },
    situationOf: () => situation(relationshipBit('CARE_TEAM')),
    now: 0,
  });
  const row = (id: string) =>
    access.admit(subjectFacts({ subjectId: id })).row(model.types.Patient ?? clinicType('Patient'), { id });
  const events = () => {
    const record = composeRecord(HEADER, actor(), access);
    return record === null ? [] : [...expandRecord(record)];
  };
  return { access, row, events };
}

describe('the record of an operation', () => {
  it('has every field that was resolved of every row, and no other', () => {
    const { row, events } = operation();
    const [name, birthDate] = clinicType('Patient').fields;
    for (const [id, field] of [
      ['ada', name],
      ['ben', birthDate],
      ['ben', name],
    ] as const) {
      row(id)?.resolve(field?.index ?? -1);
    }
    row('eve');
    expect(events().map(({ subject, coordinate }) => `${subject} ${coordinate}`)).toEqual([
      'ada Patient.name',
      'ben Patient.name',
      'ben Patient.birthDate',
    ]);
  });

  it('tells apart every field of the widest type there may be', () => {
    const [first] = clinicType('Patient').fields;
    if (first === undefined) throw new Error('no field');
    const fields = Array.from(
      { length: 62 },
      (_, index): PhiField => ({ ...first, index, name: `f${index}`, coordinate: `Patient.f${index}` }),
    );
    const model = { ...CLINIC_MODEL, types: { Patient: { ...clinicType('Patient'), fields } } };
    for (const { index, coordinate } of fields) {
      const { row, events } = operation(model);
      row('ada')?.resolve(index);
      expect(events().map((event) => event.coordinate)).toEqual([coordinate]);
    }
  });

  it('is none where nothing was resolved and nothing refused', () => {
    const { row, access } = operation();
    row('ada');
    expect(composeRecord(HEADER, actor(), access)).toBeNull();
  });
});

describe('a refusal', () => {
  const refusal = { coordinate: 'Query.patient', type: 'Patient', reason: 'RELATIONSHIP' as const };

  it('is an event of the patient who was asked for', () => {
    const { access, events } = operation();
    access.refuse({ ...refusal, id: 'ada' });
    expect(events()).toMatchObject([
      { subject: 'ada', resource: { type: 'Patient', id: 'ada' }, decision: 'DENY', reason: 'RELATIONSHIP' },
    ]);
  });

  it.each(['Ada Lovelace, born 1815', '<script>', 'a/b', 'x'.repeat(65), '\u0000'])(
    'takes no free text into the record: %j',
    (id) => {
      const { access, events } = operation();
      access.refuse({ ...refusal, id });
      expect(events()).toMatchObject([{ subject: 'not-an-id', resource: { id: 'not-an-id' } }]);
    },
  );
});
