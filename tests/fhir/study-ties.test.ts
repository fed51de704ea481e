import { describe, expect, it } from 'vitest';
import { prepareResource } from '../../src/fhir/prepare-resource.ts';
import { studyMemberships, studyTies } from '../../src/fhir/study-ties.ts';
import { facts } from './no-facts.ts';

const by = (reference: string) => ({ reference });
const subject = (elements: Record<string, unknown> = {}) => ({
  resourceType: 'ResearchSubject',
  id: 's',
  status: 'on-study',
  period: { start: '2025', end: '2027' },
  study: by('ResearchStudy/x'),
  individual: by('Patient/p'),
  ...elements,
});
const study = (elements: Record<string, unknown> = {}) => ({
  resourceType: 'ResearchStudy',
  id: 'x',
  status: 'active',
  period: { start: '2024' },
  principalInvestigator: by('Practitioner/a'),
  ...elements,
});

describe('who takes part in a study', () => {
  it('is tied to it for as long as it takes part', () => {
    expect(studyTies(subject(), 'ResearchSubject/s')).toEqual([
      { kind: 'STUDY', anchor: 'ResearchStudy/x', source: 'ResearchSubject/s', start: '2025', end: '2027' },
    ]);
  });

  it.each(['on-study', 'on-study-intervention', 'on-study-observation', 'follow-up'])(
    'takes part as %s',
    (status) => {
      expect(studyTies(subject({ status }), 'ResearchSubject/s')).toHaveLength(1);
    },
  );

  it.each([
    ...['candidate', 'eligible', 'ineligible', 'not-registered', 'off-study', 'pending-on-study'],
    ...['potential-candidate', 'screening', 'withdrawn', 'ON-STUDY', undefined],
  ])('does not take part as %s', (status) => {
    expect(studyTies(subject({ status }), 'ResearchSubject/s')).toEqual([]);
  });

  it.each([
    ['a period that cannot be read', { period: { end: 'some day' } }],
    ['no study', { study: undefined }],
    ['something that is no study', { study: by('CareTeam/x') }],
  ])('is tied to nothing by %s', (_what, elements) => {
    expect(studyTies(subject(elements), 'ResearchSubject/s')).toEqual([]);
  });

  it('is the patient of the resource', () => {
    const prepared = prepareResource({ resource: subject(), fullUrl: null, request: null }, facts());
    expect(prepared).toMatchObject({
      kind: 'ready',
      write: { subjectId: 'p', date: '2025', ties: [{ kind: 'STUDY' }] },
    });
    const gone = subject({ status: 'entered-in-error' });
    expect(prepareResource({ resource: gone, fullUrl: null, request: null }, facts())).toMatchObject({
      write: { removed: true, ties: [] },
    });
  });
});

describe('who holds a study', () => {
  const members = (elements: Record<string, unknown>, known = facts()) =>
    studyMemberships(study(elements), 'ResearchStudy/x', known).map(({ member, via }) => [member, via]);

  it('is its principal investigator while it is under way', () => {
    expect(studyMemberships(study(), 'ResearchStudy/x', facts())).toEqual([
      {
        member: 'Practitioner/a',
        anchor: 'ResearchStudy/x',
        source: 'ResearchStudy/x',
        start: '2024',
        end: null,
      },
    ]);
  });

  it('is the person behind a role, while that role is held', () => {
    const known = facts({ practitionerOf: () => 'Practitioner/b' });
    const principalInvestigator = by('PractitionerRole/r');
    expect(members({ principalInvestigator }, known)).toEqual([
      ['PractitionerRole/r', undefined],
      ['Practitioner/b', 'PractitionerRole/r'],
    ]);
    expect(members({ principalInvestigator })).toEqual([['PractitionerRole/r', undefined]]);
  });

  it.each([
    ...['approved', 'closed-to-accrual', 'completed', 'disapproved', 'in-review', 'withdrawn', 'Active'],
    undefined,
  ])('is nobody when its status is %s', (status) => {
    expect(members({ status })).toEqual([]);
  });

  it.each([
    ['without a period that can be read', { period: 'always' }],
    ['without an investigator', { principalInvestigator: undefined }],
    ['investigated by an organization', { principalInvestigator: by('Organization/o') }],
  ])('is nobody when it is %s', (_what, elements) => {
    expect(members(elements)).toEqual([]);
  });

  it('is told by the resource as it is stored', () => {
    const prepared = prepareResource({ resource: study(), fullUrl: null, request: null }, facts());
    expect(prepared).toMatchObject({
      kind: 'ready',
      write: { subjectId: null, memberships: [{ member: 'Practitioner/a', anchor: 'ResearchStudy/x' }] },
    });
  });
});
