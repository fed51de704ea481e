import { describe, expect, it } from 'vitest';
import type { Collected } from '../../src/insight/collected.ts';
import { focusEvidence } from '../../src/insight/focus-evidence.ts';
import type { UseCaseName } from '../../src/insight/use-case.ts';

const record = (
  resourceType: string,
  resourceId: string,
  text: string,
  encounters: readonly string[] = [],
): Collected => ({
  resourceType,
  resourceId,
  date: null,
  parts: [{ coordinate: `${resourceType}.code`, text }],
  encounters,
  categories: [],
  labels: [],
});
const NOTHING = { transcript: [], policies: new Map() };
const ids = (found: readonly Collected[]) =>
  found.map(({ resourceType, resourceId }) => `${resourceType}/${resourceId}`);

describe('what a question is about', () => {
  const results = [
    record('Observation', 'new', 'Glucose'),
    record('Observation', 'other', 'Sodium'),
    record('Observation', 'old', 'Glucose'),
  ];

  it('is one result first, then others of the same test', () => {
    const focused = focusEvidence('LAB_EXPLANATION', results, { observationId: 'Observation/old' }, NOTHING);
    expect(ids(focused)).toEqual(['Observation/old', 'Observation/new']);
  });

  it('is one encounter with what belongs to it', () => {
    const found = [
      record('Encounter', 'e1', 'visit', ['Encounter/e1']),
      record('Encounter', 'e2', 'visit', ['Encounter/e2']),
      record('Condition', 'c1', 'asthma', ['Encounter/e2']),
      record('DocumentReference', 'n1', 'note', ['Encounter/e1', 'Encounter/e2']),
      record('Condition', 'c2', 'gout'),
    ];
    expect(ids(focusEvidence('CODING_SUGGESTIONS', found, { encounterId: 'e2' }, NOTHING))).toEqual([
      'Encounter/e2',
      'Condition/c1',
      'DocumentReference/n1',
    ]);
  });

  it('is the turns of a visit, and nothing of the record', () => {
    const transcript = [{ speaker: 'PATIENT' as const, text: 'I cough.' }];
    const found = [record('Encounter', 'e1', 'visit', ['Encounter/e1']), record('Condition', 'c1', 'asthma')];
    const focused = focusEvidence('DRAFT_NOTE', found, { encounterId: 'e1' }, { ...NOTHING, transcript });
    expect(focused.map(({ resourceType, parts }) => [resourceType, parts[0]?.text])).toEqual([
      ['Transcript', 'PATIENT: I cough.'],
    ]);
  });

  it('is a policy of the tenant, the coverage asked about, and no other coverage', () => {
    const policies = new Map([['mri', { title: 'MRI', criteria: ['Six weeks of pain.'] }]]);
    const found = [
      record('Coverage', 'a', 'HMO'),
      record('Coverage', 'b', 'PPO'),
      record('Condition', 'c1', 'pain'),
    ];
    const args = { coverageId: 'Coverage/b', service: 'mri' };
    expect(ids(focusEvidence('PRIOR_AUTH_DRAFT', found, args, { ...NOTHING, policies }))).toEqual([
      'Policy/1',
      'Coverage/b',
      'Condition/c1',
    ]);
    const other = { ...args, service: 'toString' };
    expect(focusEvidence('PRIOR_AUTH_DRAFT', found, other, { ...NOTHING, policies })).toEqual([]);
    expect(focusEvidence('PRIOR_AUTH_DRAFT', found.slice(2), args, { ...NOTHING, policies })).toEqual([]);
  });

  it.each<[UseCaseName, Record<string, unknown>]>([
    ['LAB_EXPLANATION', { observationId: 'nobody' }],
    ['CODING_SUGGESTIONS', { encounterId: 'nobody' }],
    ['DRAFT_NOTE', { encounterId: 'nobody' }],
    ['PRIOR_AUTH_DRAFT', { coverageId: 'nobody', service: 'mri' }],
    ['LAB_EXPLANATION', {}],
  ])('of %s is nothing where the record is not there', (useCase, args) => {
    expect(focusEvidence(useCase, results, args, NOTHING)).toEqual([]);
  });
});
