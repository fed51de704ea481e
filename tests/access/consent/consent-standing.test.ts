import { describe, expect, it } from 'vitest';
import { composeConsent } from '../../../src/access/consent/compose-consent.ts';
import type { ConsentInput } from '../../../src/access/consent/consent-input.ts';
import { consentStanding } from '../../../src/access/consent/consent-standing.ts';
import { withdrawnConsent } from '../../../src/access/consent/withdrawn-consent.ts';
import type { Json } from './consent-cases.ts';
import { consentResource, NOW, purpose } from './consent-cases.ts';

function recorded(id: string, over: Partial<ConsentInput> = {}): Json {
  const unstated = { actors: null, labels: null, classes: null, codes: null, data: null, dataPeriod: null };
  const plain = {
    lawfulBasis: null,
    formVersion: null,
    collectionMethod: null,
    policyUri: null,
    language: null,
  };
  const input: ConsentInput = {
    ...{ scope: 'patient-privacy', decision: 'permit', purposes: ['RESEARCH'], period: null },
    ...{ ...unstated, ...plain, reconsentDue: null, renews: null, ...over },
  };
  return composeConsent(input, { id, subjectId: 'p1', now: NOW, performer: null, organization: null });
}

const standing = (...resources: readonly Json[]) => consentStanding(resources, 'RESEARCH', NOW).standing;
const withdrawn = (resource: Json, supersededBy: string | null = null) =>
  withdrawnConsent(resource, { now: NOW, by: null, supersededBy }) ?? {};

describe('how a patient stands to a purpose', () => {
  it('is never asked until asked about it', () => {
    expect(consentStanding([], 'RESEARCH', NOW)).toEqual({
      standing: 'NEVER_ASKED',
      consent: null,
      reconsentDue: false,
    });
    expect(standing(recorded('a', { purposes: ['BILLING', 'REMINDERS'] }))).toBe('NEVER_ASKED');
    expect(standing(recorded('a', { period: { start: '2027', end: null } }))).toBe('NEVER_ASKED');
    expect(standing({ ...recorded('a'), status: 'draft' })).toBe('NEVER_ASKED');
  });

  it('is granted or refused by what is in force, a refusal first', () => {
    const [yes, no] = [recorded('a'), recorded('b', { decision: 'deny' })];
    expect(consentStanding([yes], 'RESEARCH', NOW)).toEqual({
      standing: 'GRANTED',
      consent: 'a',
      reconsentDue: false,
    });
    expect(consentStanding([yes, no], 'RESEARCH', NOW)).toMatchObject({ standing: 'REFUSED', consent: 'b' });
    expect(standing({ ...yes, status: 'rejected' })).toBe('REFUSED');
    expect(standing({ ...yes, scope: {} })).toBe('REFUSED');
    expect(standing(yes, recorded('b', { decision: 'deny', purposes: null }))).toBe('REFUSED');
  });

  it('is not refused by a restriction of some data or somebody', () => {
    const data = [{ meaning: 'instance' as const, reference: 'Claim/1' }];
    const [forData, forSome] = [
      recorded('b', { decision: 'deny', data }),
      recorded('c', { decision: 'deny', actors: ['Practitioner/x'] }),
    ];
    expect(standing(recorded('a'), forData, forSome)).toBe('GRANTED');
    expect(standing(forData)).toBe('NEVER_ASKED');
  });

  it('is refused by withdrawing, unless another consent took its place', () => {
    expect(standing(withdrawn(recorded('a')))).toBe('REFUSED');
    expect(standing(withdrawn(recorded('a')), recorded('b'))).toBe('GRANTED');
    expect(standing(withdrawn(recorded('a'), 'b'))).toBe('NEVER_ASKED');
    expect(standing(withdrawn(recorded('a', { decision: 'deny' })))).toBe('NEVER_ASKED');
  });

  it('expires, and is to be asked again then or from its day on', () => {
    const due = (resource: Json) => consentStanding([resource], 'RESEARCH', NOW).reconsentDue;
    const past = recorded('a', { period: { start: null, end: '2026-05-14' } });
    expect(standing(past)).toBe('EXPIRED');
    expect(due(past)).toBe(true);
    expect(due(recorded('a', { reconsentDue: '2026-05-15' }))).toBe(true);
    expect(due(recorded('a', { reconsentDue: '2026-05-16' }))).toBe(false);
    expect(standing(past, recorded('b'))).toBe('GRANTED');
  });

  it('holds for purposes without a code, and for consents recorded elsewhere', () => {
    const asked = recorded('a', {
      purposes: ['MODEL_USE'],
      decision: 'deny',
      period: { start: null, end: '2027' },
    });
    expect(consentStanding([asked], 'MODEL_USE', NOW).standing).toBe('REFUSED');
    const reminders = recorded('a', { purposes: ['REMINDERS'], period: { start: null, end: '2025' } });
    expect(consentStanding([reminders], 'REMINDERS', NOW).standing).toBe('EXPIRED');
    const imported = consentResource({ type: 'permit', purpose: [purpose('HRESCH')] });
    expect(standing(imported)).toBe('GRANTED');
    expect(standing({ ...imported, verification: [{ verified: false }] })).toBe('NEVER_ASKED');
    expect(consentStanding([consentResource({ type: 'permit' })], 'REMINDERS', NOW).standing).toBe(
      'NEVER_ASKED',
    );
  });
});
