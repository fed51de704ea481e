import { describe, expect, it } from 'vitest';
import type { Relationship } from '../../src/access/access-model.ts';
import { AccessVector } from '../../src/access/access-vector.ts';
import type { AccessClass } from '../../src/access/decide.ts';
import { relationshipBit } from '../../src/access/decide.ts';
import type { SubjectFacts } from '../../src/access/facts.ts';
import { OperationAccess } from '../../src/access/operation-access.ts';
import { SubjectAccess } from '../../src/access/subject-access.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { actor } from '../support/small-gateway.ts';
import { subjectFacts } from '../support/subject-facts.ts';
import { accessClass, CLINIC_MODEL, clinicType, situation } from './clinic-model.ts';

const facts = (over: Partial<SubjectFacts> = {}) => subjectFacts({ subjectId: 'ada', ...over });
const bits = (...ties: readonly Relationship[]) => ties.reduce((set, tie) => set | relationshipBit(tie), 0);

function operation(who: Partial<Actor> & Partial<AccessClass> = {}, ties: readonly Relationship[] = []) {
  const person = actor(who);
  const { roles, purpose } = person;
  return new OperationAccess({
    actor: person,
    vector: new AccessVector(CLINIC_MODEL, accessClass({ roles, purpose })),
    facts: { facts: async (subjectId) => facts({ subjectId }) },
    situationOf: () => situation(bits(...ties)),
    now: 0,
  });
}

describe('a patient who does not exist', () => {
  it('has no relationship and is admitted by none, whatever the rule says', () => {
    const access = operation({}, ['CARE_TEAM']);
    expect(access.admits('Patient', facts({ subjectId: 'nobody', exists: false }), { id: 'nobody' })).toBe(
      false,
    );
    expect(access.admit(facts({ subjectId: 'nobody', exists: false })).relationships).toBe(0);
    expect(access.admits('Patient', facts(), { id: 'p' })).toBe(true);
    expect(access.admits('NoSuchType', facts(), { id: 'p' })).toBe(false);
  });

  it('has no rows, even with a relationship', () => {
    const vector = new AccessVector(CLINIC_MODEL, accessClass());
    const rowOf = (exists: boolean) =>
      new SubjectAccess(vector, facts({ exists }), situation(bits('CARE_TEAM')), 0).row(
        clinicType('Patient'),
        {
          id: 'ada',
        },
      );
    expect(rowOf(true)).not.toBeNull();
    expect(rowOf(false)).toBeNull();
  });
});

describe('a row', () => {
  const subject = () =>
    new SubjectAccess(
      new AccessVector(CLINIC_MODEL, accessClass()),
      facts(),
      situation(bits('CARE_TEAM')),
      0,
    );
  const row = (record: Record<string, unknown>) =>
    subject().row(clinicType('Observation'), { id: 'o', subjectId: 'ada', ...record });

  it('exists by its categories, each as its record states them', () => {
    expect(row({ rowCategories: ['LAB'] })?.table.categories).toBe('LAB');
    expect(row({ rowCategories: 'LAB' })?.table.categories).toBe('LAB');
    expect(row({ rowCategories: ['PSYCHOTHERAPY_NOTE'] })?.isWhole(0)).not.toBe(true);
  });

  it('without an id does not exist: nothing could be recorded of it', () => {
    expect(row({ id: '', rowCategories: ['LAB'] })).toBeNull();
    expect(row({ id: 7, rowCategories: ['LAB'] })).toBeNull();
  });

  it('with a label exists where a grant opens it, and only there', () => {
    expect(row({ rowCategories: ['LAB'], labels: [] })).not.toBeNull();
    expect(row({ rowCategories: ['LAB'], labels: ['HIV'] })).not.toBeNull();
    for (const labels of [['PSY'], ['HIV', 'PSY'], ['no-such-label'], ['__proto__'], 'HIV', [7], null]) {
      expect(row({ rowCategories: ['LAB'], labels })).toBeNull();
    }
  });
});

describe('a patient who is sought', () => {
  const admits = (record: Record<string, unknown> | null, ...filters: readonly string[]) =>
    operation({ roles: ['NURSE'] }, ['CARE_TEAM']).admits('Patient', facts(), record, filters);

  it('counts where every filter is open for the actor', () => {
    expect(admits({ id: 'ada' }, 'Search.birthDate')).toBe(true);
  });

  it('does not count where one of them is masked, or is none', () => {
    expect(admits({ id: 'ada' }, 'Search.birthDate', 'Search.record')).toBe(false);
    expect(admits({ id: 'ada' }, 'Search.nothing')).toBe(false);
  });

  it('does not count with a label, or without a record', () => {
    expect(admits({ id: 'ada', labels: ['HIV'] })).toBe(false);
    expect(admits(null)).toBe(false);
  });
});

describe('categories of which an actor may see rows', () => {
  it('are those that exist for it, all or some', () => {
    const some = operation({ roles: ['BILLING'], purpose: 'HPAYMT' }, ['ORG']);
    some.admit(facts());
    expect(some.readableCategories('Observation', 'ada')).toEqual(['DEMOGRAPHICS', 'LAB']);
  });

  it('are none of a patient nobody has asked about, and of a type nobody declared', () => {
    const access = operation({}, ['CARE_TEAM']);
    expect(access.readableCategories('Observation', 'ada')).toEqual([]);
    access.admit(facts());
    expect(access.readableCategories('NoSuchType', 'ada')).toEqual([]);
  });
});

describe('whose patients a list may show', () => {
  it.each<[string, Partial<Actor>, unknown]>([
    ['those tied to staff', {}, { kind: 'TIED' }],
    ['the one of the launch context', { patient: 'ada' }, { kind: 'ONE', subjectId: 'ada' }],
    [
      'oneself',
      { roles: ['PATIENT'], purpose: 'PATRQT', fhirUser: 'Patient/ada' },
      { kind: 'ONE', subjectId: 'ada' },
    ],
    ['the tenant’s, where ORG opens them', { roles: ['RESEARCHER'], purpose: 'HRESCH' }, { kind: 'TENANT' }],
  ])('%s', (_whose, who, expected) => {
    expect(operation(who).patientScope()).toEqual(expected);
  });
});

describe('mayOmit', () => {
  it('is true where some category of a type is never shown to the class', () => {
    const billing = operation({ roles: ['BILLING'], purpose: 'HPAYMT' });
    expect(billing.mayOmit(clinicType('Observation'))).toBe(true);
    expect(billing.mayOmit(clinicType('Observation'))).toBe(true);
  });

  it('is true where a label or a consent may leave rows out', () => {
    expect(operation().mayOmit(clinicType('Patient'))).toBe(true);
  });
});
