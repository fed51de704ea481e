import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Relationship } from '../../src/access/access-model.ts';
import { RELATIONSHIPS } from '../../src/access/access-model.ts';
import { relationshipBit } from '../../src/access/decide.ts';
import type { SubjectFacts, Tie } from '../../src/access/facts.ts';
import { relationshipsOf } from '../../src/access/relationships.ts';
import type { TenantAccessSettings } from '../../src/access/tenant-settings.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../../src/access/tenant-settings.ts';
import { subjectFacts } from '../support/subject-facts.ts';

type Who = Parameters<typeof relationshipsOf>[0];

const NOW = Date.parse('2026-03-01T12:00:00Z');
const NURSE: Who = { roles: ['NURSE'], fhirUser: 'Practitioner/n1', patient: null };
const SELF: Who = { roles: ['PATIENT'], fhirUser: 'Patient/p1', patient: null };
const PARENT: Who = { roles: ['PROXY'], fhirUser: 'RelatedPerson/r1', patient: null };

const facts = (over: Partial<SubjectFacts> = {}) =>
  subjectFacts({ subjectId: 'p1', birthDate: '1980-05-05', ...over });
const tie = (over: Partial<Tie> = {}): Tie => ({
  kind: 'TREATING',
  anchor: 'Practitioner/n1',
  source: 'Encounter/e1',
  start: null,
  end: null,
  ...over,
});
const proxyTie = (over: Partial<Tie> = {}): Tie =>
  tie({ kind: 'PROXY', anchor: 'RelatedPerson/r1', source: 'RelatedPerson/r1', ...over });

function namesOf(
  who: Who,
  about: Partial<SubjectFacts>,
  settings = DEFAULT_ACCESS_SETTINGS,
  now = NOW,
): readonly Relationship[] {
  const set = relationshipsOf(who, ['TREAT'], facts(about), settings, now);
  return RELATIONSHIPS.filter((relationship) => (set & relationshipBit(relationship)) !== 0);
}

describe('a patient who does not exist', () => {
  it('is tied to nobody, whatever ties are stored', () => {
    const ties = [tie(), proxyTie({ diminishedCapacity: true })];
    for (const who of [NURSE, SELF, PARENT]) expect(namesOf(who, { exists: false, ties })).toEqual([]);
  });
});

describe('SELF', () => {
  it.each<[string, Who, readonly Relationship[]]>([
    ['by identity', SELF, ['SELF']],
    ['by the claim, no identity known', { roles: ['PATIENT'], fhirUser: null, patient: 'p1' }, ['SELF']],
    ['by both', { ...SELF, patient: 'p1' }, ['SELF']],
    ['another patient by identity', { ...SELF, fhirUser: 'Patient/p2' }, []],
    ['identity of another, claim of this one', { ...SELF, fhirUser: 'Patient/p2', patient: 'p1' }, []],
    ['identity of this one, claim of another', { ...SELF, patient: 'p2' }, []],
    ['a relative with the claim of this one', { ...SELF, fhirUser: 'RelatedPerson/r1', patient: 'p1' }, []],
    ['nobody', { ...SELF, fhirUser: null }, []],
    ['a longer id', { ...SELF, fhirUser: 'Patient/p11' }, []],
    ['the identity without the role', { ...SELF, roles: ['PROXY'] }, []],
    ['staff with the claim', { ...NURSE, patient: 'p1' }, ['ORG']],
  ])('%s', (_case, who, expected) => {
    expect(namesOf(who, {})).toEqual(expected);
  });

  it('does not come from standing in one’s own care team', () => {
    expect(namesOf(SELF, { ties: [tie({ kind: 'CARE_TEAM', anchor: 'Patient/p1' })] })).toEqual(['SELF']);
  });
});

describe('ORG', () => {
  it.each(['PHYSICIAN', 'RESEARCHER', 'AUDITOR', 'BILLING', 'LAB_TECH'])(
    'holds for %s towards every patient',
    (role) => {
      expect(namesOf({ ...NURSE, roles: [role] }, {})).toEqual(['ORG']);
    },
  );

  it.each(['PATIENT', 'PROXY'])('never holds for %s', (role) => {
    expect(namesOf({ roles: [role], fhirUser: null, patient: null }, {})).toEqual([]);
  });

  it('holds for SYSTEM, which is tied to nobody: its scopes bound it', () => {
    expect(namesOf({ roles: ['SYSTEM'], fhirUser: null, patient: null }, {})).toEqual(['ORG']);
  });

  it('is gone for staff who opened another patient', () => {
    expect(namesOf({ ...NURSE, patient: 'p2' }, { ties: [tie(), tie({ kind: 'CARE_TEAM' })] })).toEqual([]);
  });
});

describe('CARE_TEAM and TREATING', () => {
  it.each<[string, Partial<Tie>, boolean]>([
    ['open on both sides', {}, true],
    ['from today on', { start: '2026-03-01' }, true],
    ['from tomorrow on', { start: '2026-03-02' }, false],
    ['from this year on', { start: '2026' }, true],
    ['until today', { end: '2026-03-01' }, true],
    ['until yesterday', { end: '2026-02-28' }, false],
    ['until last month', { end: '2026-02' }, false],
    ['until this year', { end: '2026' }, true],
    ['until a second ago', { end: '2026-03-01T11:59:59Z' }, false],
    ['from a date that cannot be read', { start: 'spring' }, false],
    ['until a date that cannot be read', { end: 'spring' }, false],
  ])('care team %s', (_case, period, holds) => {
    const ties = [tie({ kind: 'CARE_TEAM', ...period })];
    expect(namesOf(NURSE, { ties })).toEqual(holds ? ['CARE_TEAM', 'ORG'] : ['ORG']);
  });

  it.each<[string, string, number, boolean]>([
    ['the last moment of the thirtieth day', '2026-01-30', 30, true],
    ['the thirty-first day', '2026-01-29', 30, false],
    ['with no days after', '2026-02-28', 0, false],
    ['with no days after, on the day itself', '2026-03-01', 0, true],
    ['years after, where the tenant says so', '2019', 36_500, true],
  ])('treating: %s', (_case, end, treatingDays, holds) => {
    const settings = { ...DEFAULT_ACCESS_SETTINGS, treatingDays };
    const now = Date.parse('2026-03-01T23:59:59.999Z');
    expect(namesOf(NURSE, { ties: [tie({ end })] }, settings, now).includes('TREATING')).toBe(holds);
  });

  it('treating waits for its start', () => {
    expect(namesOf(NURSE, { ties: [tie({ start: '2026-03-02', end: '2026-03-05' })] })).toEqual(['ORG']);
  });

  it('cover through a unit ends with the encounter, though treating lasts', () => {
    const anchor = 'Location/ward';
    expect(namesOf(NURSE, { ties: [tie({ anchor })] })).toEqual(['TREATING', 'ORG']);
    expect(namesOf(NURSE, { ties: [tie({ anchor, end: '2026-03-01T11:00:00Z' })] })).toEqual(['ORG']);
  });

  it.each(['PractitionerRole/x', 'CareTeam/x', 'Organization/x'])('holds through %s', (anchor) => {
    expect(namesOf(NURSE, { ties: [tie({ kind: 'CARE_TEAM', anchor })] })).toEqual(['CARE_TEAM', 'ORG']);
  });

  it.each(['RelatedPerson/r1', 'Patient/p1', 'Practitioner', ''])('does not hold through %j', (anchor) => {
    expect(namesOf(NURSE, { ties: [tie({ anchor })] })).toEqual(['ORG']);
  });

  it.each(['PATIENT', 'PROXY', 'SYSTEM'])('never holds for %s', (role) => {
    const ties = [tie(), tie({ kind: 'CARE_TEAM' })];
    const names = namesOf({ ...NURSE, roles: [role] }, { ties });
    expect(names.filter((name) => name !== 'ORG')).toEqual([]);
  });
});

describe('PROXY', () => {
  const CHILD = '2019-01-01';
  const TEEN = '2011-01-01';
  const ADULT = '2000-01-01';
  it.each<[string, string | null, Partial<Tie>, readonly Relationship[]]>([
    ['of a child', CHILD, {}, ['PROXY']],
    ['of a twelve-year-old', '2014-02-25', {}, ['PROXY_LIMITED']],
    ['of an eleven-year-old', '2014-03-05', {}, ['PROXY']],
    ['of a seventeen-year-old', '2008-03-05', {}, ['PROXY_LIMITED']],
    ['of an adult', ADULT, {}, []],
    ['of an eighteen-year-old', '2008-02-25', {}, []],
    ['of an adult who authorised it', ADULT, { authorisation: true }, ['PROXY']],
    ['of a minor whose record has an authorisation', TEEN, { authorisation: true }, ['PROXY_LIMITED']],
    ['of an adult of diminished capacity', ADULT, { diminishedCapacity: true }, ['PROXY']],
    ['of a minor of diminished capacity', TEEN, { diminishedCapacity: true }, ['PROXY']],
    ['of somebody of unknown age', null, {}, []],
    ['of somebody of unknown age, authorised', null, { authorisation: true }, ['PROXY_LIMITED']],
    ['of somebody whose birth date cannot be read', 'May', {}, []],
    ['of somebody twelve or eleven', '2014', {}, ['PROXY_LIMITED']],
    ['of somebody eighteen or seventeen', '2008', {}, []],
    ['that has ended', CHILD, { end: '2026-02-28' }, []],
    ['that has not begun', CHILD, { start: '2026-03-02' }, []],
    ['of another relative', CHILD, { anchor: 'RelatedPerson/r2' }, []],
    ['through no relative', CHILD, { anchor: 'Practitioner/n1' }, []],
  ])('%s', (_case, birthDate, over, expected) => {
    expect(namesOf(PARENT, { birthDate, ties: [proxyTie(over)] })).toEqual(expected);
  });

  it('stays what it was when a child has died', () => {
    const about = { birthDate: '2000-01-01', deceasedDate: '2005-01-01', ties: [proxyTie()] };
    expect(namesOf(PARENT, about)).toEqual(['PROXY']);
  });

  it('follows the tenant’s table', () => {
    const settings = { ...DEFAULT_ACCESS_SETTINGS, proxyLimited: { from: 6, to: 17 } };
    expect(namesOf(PARENT, { birthDate: CHILD, ties: [proxyTie()] }, settings)).toEqual(['PROXY_LIMITED']);
  });

  it.each(['PATIENT', 'NURSE', 'SYSTEM'])('never holds for %s', (role) => {
    const who = { ...PARENT, roles: [role] };
    expect(
      namesOf(who, { birthDate: CHILD, ties: [proxyTie()] }).filter((one) => one.startsWith('PROXY')),
    ).toEqual([]);
  });
});

describe('several roles', () => {
  it('have the union of what each earns, and nothing else', () => {
    const ties = [tie(), proxyTie(), tie({ kind: 'CARE_TEAM', anchor: 'RelatedPerson/r1' })];
    const about = { birthDate: '2019-01-01', ties };
    const who = { roles: ['NURSE', 'PROXY'], fhirUser: 'RelatedPerson/r1', patient: null };
    expect(namesOf(who, about)).toEqual(['PROXY', 'TREATING', 'ORG']);
  });

  const roles = fc.constantFrom('PATIENT', 'PROXY', 'NURSE', 'SYSTEM', 'AUDITOR');
  const date = fc.constantFrom(null, '2025', '2026-03-01', '2027-01', 'x');
  const anyTie = fc.record({
    kind: fc.constantFrom<Tie['kind']>('CARE_TEAM', 'TREATING', 'PROXY'),
    anchor: fc.constantFrom('Practitioner/n1', 'RelatedPerson/r1', 'Location/l', 'Patient/p1'),
    source: fc.constant('Encounter/e'),
    start: date,
    end: date,
    authorisation: fc.boolean(),
    diminishedCapacity: fc.boolean(),
  });
  it('is what the roles earn one by one', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(roles, { minLength: 1 }),
        fc.constantFrom(null, 'Patient/p1', 'RelatedPerson/r1', 'Practitioner/n1'),
        fc.constantFrom(null, 'p1', 'p2'),
        fc.array(anyTie, { maxLength: 4 }),
        fc.constantFrom(null, '1980', '2012-01-01', '2020'),
        (held, fhirUser, patient, ties, birthDate) => {
          const of = (some: readonly string[]) =>
            relationshipsOf(
              { roles: some, fhirUser, patient },
              ['TREAT'],
              facts({ ties, birthDate }),
              DEFAULT_ACCESS_SETTINGS,
              NOW,
            );
          expect(of(held)).toBe(held.reduce((set, role) => set | of([role]), 0));
          if (patient === 'p2') expect(of(held)).toBe(0);
        },
      ),
    );
  });
});

describe('research', () => {
  const STUDY = tie({ kind: 'STUDY', anchor: 'ResearchStudy/s1', source: 'ResearchSubject/x' });
  const RESEARCHER: Who = { roles: ['RESEARCHER'], fhirUser: 'Practitioner/n1', patient: null };
  const REQUIRED: TenantAccessSettings = { ...DEFAULT_ACCESS_SETTINGS, researchStudies: 'required' };
  const reached = (purposes: readonly string[], ties: readonly Tie[], settings = REQUIRED) =>
    relationshipsOf(RESEARCHER, purposes, facts({ ties }), settings, NOW) === relationshipBit('ORG');

  it('reaches only patients of the actor’s own studies, where the tenant asks for it', () => {
    expect(reached(['HRESCH'], [])).toBe(false);
    expect(reached(['CLINTRCH', 'HRESCH'], [])).toBe(false);
    expect(reached(['HRESCH'], [STUDY])).toBe(true);
    expect(reached(['HRESCH'], [{ ...STUDY, end: '2001' }])).toBe(false);
    expect(reached(['HRESCH'], [tie()])).toBe(false);
  });

  it('reaches everybody of the tenant where it does not, and other purposes are not asked', () => {
    expect(reached(['HRESCH'], [], { ...REQUIRED, researchStudies: 'optional' })).toBe(true);
    expect(reached(['HPAYMT'], [])).toBe(true);
  });

  it('ties nobody as staff', () => {
    expect(namesOf(RESEARCHER, { ties: [STUDY] })).toEqual(['ORG']);
  });
});
