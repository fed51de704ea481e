import { describe, expect, it } from 'vitest';
import { stored } from './fake-context.ts';
import { readNode } from './read-node.ts';

const about = { subjectId: 'amara' };
const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';
const directory = [{ resourceType: 'Organization', id: 'payer', name: 'Lakeside Mutual' }];

const lines = {
  diagnosis: [
    {
      diagnosisCodeableConcept: {
        coding: [{ system: ICD, code: 'I10', display: 'Hypertension' }],
        text: 'words',
      },
    },
    { diagnosisReference: { reference: 'Condition/c', display: 'words' } },
  ],
  procedure: [{ procedureCodeableConcept: { coding: [{ code: '99213' }], text: 'words' } }],
  insurance: [{ coverage: { reference: 'Coverage/v' } }, { coverage: { display: 'words' } }],
  insurer: { reference: 'Organization/payer' },
  item: [
    {
      sequence: 1,
      productOrService: { coding: [{ code: '99213' }], text: 'words' },
      servicedDate: '2024-05-01',
      net: { value: 125.5, currency: 'USD' },
    },
  ],
};
const read = {
  diagnosisCodes: [{ system: ICD, code: 'I10', display: 'Hypertension' }],
  procedureCodes: [{ system: null, code: '99213', display: null }],
  insurance: ['Coverage/v'],
  insurer: { id: 'Organization/payer', name: 'Lakeside Mutual' },
  items: [
    {
      sequence: 1,
      productOrService: [{ code: '99213' }],
      servicedDate: '2024-05-01',
      net: { value: 125.5, currency: 'USD' },
    },
  ],
};

describe('Claim', () => {
  it('shows clinical content as codings, never as text', async () => {
    const row = stored(
      { resourceType: 'Claim', id: 'k', total: { value: 125.5, currency: 'USD' }, ...lines },
      about,
    );
    const node = await readNode(row, { directory });
    expect(node).toMatchObject({ ...read, total: { value: 125.5, currency: 'USD' } });
    expect(JSON.stringify(node)).not.toContain('words');
    expect(JSON.stringify(node)).not.toContain('Condition/c');
  });
});

describe('ExplanationOfBenefit', () => {
  it('shows clinical content as codings, never as text', async () => {
    const row = stored(
      {
        resourceType: 'ExplanationOfBenefit',
        id: 'b',
        outcome: 'complete',
        claim: { reference: 'Claim/k' },
        total: [{ category: { coding: [{ code: 'submitted' }], text: 'words' }, amount: { value: 9 } }],
        payment: { amount: { value: 8, currency: 'USD' }, date: '2024-06-01' },
        ...lines,
      },
      about,
    );
    const node = await readNode(row, { directory });
    expect(node).toMatchObject({
      ...read,
      outcome: 'complete',
      claim: 'Claim/k',
      totals: [{ category: [{ code: 'submitted' }], amount: { value: 9, currency: null } }],
      paymentAmount: { value: 8, currency: 'USD' },
      paymentDate: '2024-06-01',
    });
    expect(JSON.stringify(node)).not.toContain('words');
  });
});

describe('Coverage', () => {
  it('reads an insurance', async () => {
    const row = stored(
      {
        resourceType: 'Coverage',
        id: 'v',
        status: 'active',
        subscriberId: 'S-1234567',
        identifier: [{ system: 'https://payer.test', value: 'M-1' }],
        subscriber: { reference: 'Patient/amara' },
        relationship: { coding: [{ code: 'self' }] },
        period: { start: '2024-01-01' },
        payor: [{ reference: 'Organization/payer' }],
        order: 1,
        network: 'gold',
      },
      about,
    );
    expect(await readNode(row, { directory })).toMatchObject({
      status: 'active',
      subscriberId: 'S-1234567',
      identifiers: [{ value: 'M-1' }],
      subscriber: 'Patient/amara',
      relationship: { codings: [{ code: 'self' }] },
      period: { start: '2024-01-01' },
      payor: [{ name: 'Lakeside Mutual' }],
      order: 1,
      network: 'gold',
    });
  });
});

describe('Consent', () => {
  it('reads the first level of the provision', async () => {
    const row = stored(
      {
        resourceType: 'Consent',
        id: 'n',
        status: 'active',
        scope: { coding: [{ code: 'patient-privacy' }] },
        dateTime: '2024-05-01',
        category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
        provision: {
          type: 'permit',
          purpose: [{ code: 'TREAT' }],
          securityLabel: [{ code: 'N' }],
          provision: [{ type: 'deny' }],
        },
      },
      about,
    );
    expect(await readNode(row)).toMatchObject({
      status: 'active',
      scope: { codings: [{ code: 'patient-privacy' }] },
      dateTime: '2024-05-01',
      category: [{ codings: [{ code: '59284-0' }] }],
      provision: {
        type: 'permit',
        period: null,
        purpose: [{ code: 'TREAT' }],
        securityLabel: [{ code: 'N' }],
      },
    });
  });
});
