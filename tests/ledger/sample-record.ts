import type { OperationRecord } from '../../src/ledger/operation-record.ts';

/** A synthetic record: two patients, three rows, five events. */
export function sampleRecord(change: Partial<OperationRecord> = {}): OperationRecord {
  return {
    v: 1,
    id: '01JD0000000000000000000001',
    time: '2026-11-21T10:00:00.000Z',
    kind: 'operation',
    tenant: 'riverside',
    actor: 'dr-one',
    roles: ['PHYSICIAN'],
    assurance: ['mfa', 'pwd'],
    client: 'portal',
    network: 'a1b2c3d4',
    address: 'AQIDBA',
    purpose: 'TREAT',
    policyVersion: 'p1',
    document: 'sha256:00',
    operation: 'Chart',
    request: 'req-1',
    session: 's-1',
    refusal: null,
    count: 1,
    shapes: [
      {
        type: 'Patient',
        via: null,
        fields: [
          ['Patient.name', 'DEMOGRAPHICS', 'PERMIT', 'NONE', 'GRANT', 'PhiCategory.DEMOGRAPHICS#1'],
          ['Patient.ssn', 'IDENTIFIER', 'DENY', 'REDACT', 'ROLE', null],
        ],
      },
      {
        type: 'Observation',
        via: 'Patient.insights',
        fields: [['Observation.value', 'LAB', 'MASK', 'GENERALIZE', 'GRANT', 'PhiCategory.LAB#2']],
      },
    ],
    subjects: [
      {
        subject: 'p1',
        groups: [
          { shape: 0, resources: ['p1'], consent: null, breakGlass: null },
          { shape: 1, resources: ['o1'], consent: null, breakGlass: null },
        ],
      },
      { subject: 'p2', groups: [{ shape: 0, resources: ['p2'], consent: null, breakGlass: null }] },
    ],
    ...change,
  };
}
