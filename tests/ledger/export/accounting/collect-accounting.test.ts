import { describe, expect, it } from 'vitest';
import { groundOf } from '../../../../src/ledger/export/accounting/purposes.ts';
import { privilegedRecord } from '../../../../src/ledger/privileged-record.ts';
import { ANCESTORS, account, at, read } from './small-accounting.ts';

describe('what the accounting counts', () => {
  it.each([
    ['TREAT', 'careAndOperations'],
    ['COC', 'careAndOperations'],
    ['ETREAT', 'careAndOperations'],
    ['BTG', 'careAndOperations'],
    ['HPAYMT', 'careAndOperations'],
    ['COVERAGE', 'careAndOperations'],
    ['HOPERAT', 'careAndOperations'],
    ['PATADMIN', 'careAndOperations'],
    ['HLEGAL', 'careAndOperations'],
    ['PATRQT', 'individual'],
    ['FAMRQT', 'individual'],
    ['PWATRNY', 'individual'],
    ['HRESCH', null],
    ['CLINTRCH', null],
    ['PUBHLTH', null],
    ['HMARKT', null],
    ['toString', null],
    [null, null],
  ])('%s: left out as %s', (purpose, ground) => {
    expect(groundOf(purpose, ANCESTORS)).toBe(ground);
  });

  it('is what was given for research, once for each operation, and not what treated, paid or went to the patient', async () => {
    const { entries, total, leftOut } = await account([
      read('r1', 0),
      read('r2', 1, { purpose: 'TREAT' }),
      read('r3', 2, { purpose: 'HPAYMT' }),
      read('r4', 3, { purpose: 'PATRQT', actor: 'p1' }),
      read('r5', 4, { purpose: 'PUBHLTH' }),
    ]);
    expect(entries.map(({ purpose, count }) => [purpose, count])).toEqual([
      ['HRESCH', 1],
      ['PUBHLTH', 1],
    ]);
    expect(total).toBe(2);
    expect(leftOut).toEqual({ careAndOperations: 2, individual: 1 });
  });

  it('is not what was denied, redacted, about another patient, or never given', async () => {
    const denied = [['Observation.value', 'LAB', 'DENY', 'REDACT', 'ROLE', null]] as const;
    const redacted = [['Observation.value', 'LAB', 'MASK', 'REDACT', 'GRANT', 'g']] as const;
    const other = {
      subject: 'p2',
      groups: [{ shape: 0, resources: ['o9'], consent: null, breakGlass: null }],
    };
    const { entries, leftOut } = await account([
      read('r1', 0, {}, denied),
      read('r2', 0, {}, redacted),
      read('r3', 0, { subjects: [other] }),
      read('r4', 0, { kind: 'refusal', refusal: 'FORBIDDEN', shapes: [], subjects: [] }),
    ]);
    expect(entries).toEqual([]);
    expect(leftOut).toEqual({ careAndOperations: 0, individual: 0 });
  });

  it('is found under every name of the patient', async () => {
    const named = {
      subject: '~name',
      groups: [{ shape: 0, resources: ['o1'], consent: null, breakGlass: null }],
    };
    const { total } = await account([read('r1', 0), read('r2', 1, { subjects: [named] })], {
      names: ['p1', '~name'],
    });
    expect(total).toBe(2);
  });

  it('is one use for the parts of one record', async () => {
    const parts = [
      read('r1', 0),
      read('r1', 0),
      read('r2', 0, { purpose: 'TREAT' }),
      read('r2', 0, { purpose: 'TREAT' }),
    ];
    expect(await account(parts)).toMatchObject({ total: 1, leftOut: { careAndOperations: 1 } });
  });
});

describe('an entry', () => {
  it('stands for all disclosures to one recipient for one purpose: first, last, how many, what', async () => {
    const imaging = [['DiagnosticReport.code', 'IMAGING', 'PERMIT', 'NONE', 'GRANT', 'g']] as const;
    const { entries } = await account([
      read('r1', 0),
      read('r2', 5, {}, imaging),
      read('r3', 30),
      read('r4', 2, { actor: 'res-two' }),
      read('r5', 3, { purpose: 'PUBHLTH' }),
    ]);
    expect(entries).toMatchObject([
      {
        first: at(0),
        last: at(30),
        count: 3,
        recipient: {
          kind: 'person',
          id: 'res-one',
          roles: ['RESEARCHER'],
          client: 'portal',
          organization: null,
        },
        purpose: 'HRESCH',
        categories: ['IMAGING', 'LAB'],
        description: 'imaging, laboratory results',
        records: ['r1', 'r2', 'r3'],
      },
      { first: at(2), count: 1, recipient: { id: 'res-two' } },
      { first: at(3), count: 1, purpose: 'PUBHLTH' },
    ]);
  });

  it('has each category of a row of several, and what is named no further last', async () => {
    const fields = [
      ['Observation.code', 'SOCIAL_HISTORY+SDOH', 'PERMIT', 'NONE', 'GRANT', 'g'],
      ['Observation.value', 'OTHER', 'PERMIT', 'NONE', 'GRANT', 'g'],
    ] as const;
    const { entries } = await account([read('r1', 0, {}, fields)]);
    expect(entries[0]?.categories).toEqual(['SDOH', 'SOCIAL_HISTORY', 'OTHER']);
    expect(entries[0]?.description).toBe('living conditions, social history, other health information');
  });

  it('has the organisation that received it, and its address where the register has one', async () => {
    const { entries } = await account([read('r1', 0, { client: 'outside-app' })]);
    expect(entries[0]?.recipient).toMatchObject({
      organization: 'Growth Charts Ltd.',
      address: '12 Long Street',
      client: 'outside-app',
    });
  });

  it('has the model as the recipient of what it was shown', async () => {
    const insight = {
      coordinate: 'PatientInsights.summary',
      model: 'a-model',
      guardrail: 'g:1',
      guardrailPolicy: 'gp',
      promptHash: 'aa',
      evidenceHash: 'bb',
      sent: true,
    };
    const { entries } = await account([
      read('r1', 0, { insight }),
      read('r2', 1, { insight: { ...insight, sent: false } }),
    ]);
    expect(entries.map(({ recipient }) => [recipient.kind, recipient.id])).toEqual([
      ['model', 'a-model'],
      ['person', 'res-one'],
    ]);
  });
});

describe('the full report', () => {
  it('has everybody, by day, why each would be left out, and what was done besides reading', async () => {
    const act = { id: 'a1', time: at(3), actor: 'os-user:root', client: 'phield-cli', tenant: 'riverside' };
    const { entries } = await account(
      [
        read('r1', 0),
        read('r2', 0, { purpose: 'TREAT', actor: 'dr-one', roles: ['PHYSICIAN'] }),
        read('r3', 1, { purpose: 'TREAT', actor: 'dr-one', roles: ['PHYSICIAN'] }),
        read('r4', 2, { purpose: 'PATRQT', actor: 'p1', roles: ['PATIENT'] }),
        privilegedRecord({ ...act, operation: 'ledger_query', subject: 'p1' }),
        privilegedRecord({ ...act, operation: 'ledger_query', subject: 'p2' }),
      ],
      { mode: 'all' },
    );
    expect(entries.map(({ recipient, ground, description }) => [recipient.id, ground, description])).toEqual([
      ['res-one', null, 'laboratory results'],
      ['dr-one', 'careAndOperations', 'laboratory results'],
      ['dr-one', 'careAndOperations', 'laboratory results'],
      ['p1', 'individual', 'laboratory results'],
      ['os-user:root', 'careAndOperations', 'the list of who saw your record was read'],
    ]);
  });

  it('has the opening of a glass for the purpose that it was opened for', async () => {
    const opening = [['Mutation.breakGlass', null, 'PERMIT', 'NONE', 'BREAK_GLASS', null]] as const;
    const opened = read('r1', 0, { kind: 'privileged', purpose: 'TREAT' }, opening);
    const { entries } = await account([opened], { mode: 'all' });
    expect(entries).toMatchObject([
      { purpose: 'BTG', description: 'emergency access to your record was opened', categories: [] },
    ]);
  });

  it('tells what was read through an opened glass apart', async () => {
    const glass = [
      ['Observation.code', 'LAB', 'PERMIT', 'NONE', 'GRANT', 'g'],
      ['Observation.value', 'LAB', 'PERMIT', 'NONE', 'BREAK_GLASS', 'g'],
    ] as const;
    const { entries } = await account([read('r1', 0, { purpose: 'TREAT' }, glass)], { mode: 'all' });
    expect(entries.map(({ purpose }) => purpose)).toEqual(['TREAT', 'BTG']);
  });
});
