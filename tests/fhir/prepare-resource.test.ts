import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputResource } from '../../src/fhir/identify.ts';
import { lentBy } from '../../src/fhir/lend-codings.ts';
import { type Prepared, prepareResource } from '../../src/fhir/prepare-resource.ts';
import { cc, facts } from './no-facts.ts';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';

const input = (resource: Record<string, unknown>, rest: Partial<InputResource> = {}): InputResource => ({
  resource,
  fullUrl: null,
  request: null,
  ...rest,
});

function ready(prepared: Prepared) {
  if (prepared.kind !== 'ready') throw new Error(`skipped: ${prepared.reason}`);
  return prepared;
}

const reasonOf = (resource: Record<string, unknown>, rest: Partial<InputResource> = {}, known = facts()) => {
  const prepared = prepareResource(input(resource, rest), known);
  return prepared.kind === 'skipped' ? prepared.reason : prepared.kind;
};

const observation = { resourceType: 'Observation', id: 'o1', status: 'final' };

describe('prepareResource', () => {
  it('says everything the store needs', () => {
    const { write } = ready(
      prepareResource(
        input({
          ...observation,
          meta: {
            versionId: '3',
            lastUpdated: '2024-01-01T00:00:00Z',
            security: [{ system: ACT_CODE, code: 'HIV' }],
          },
          category: [cc('http://terminology.hl7.org/CodeSystem/observation-category', 'laboratory')],
          subject: { reference: 'Patient/p/_history/2' },
          effectiveDateTime: '2023-12-31',
          performer: [{ reference: 'Practitioner/d' }],
        }),
        facts(),
      ),
    );
    expect(write).toMatchObject({
      resourceType: 'Observation',
      id: 'o1',
      subjectId: 'p',
      rowCategories: ['LAB'],
      labels: ['HIV'],
      date: '2023-12-31',
      version: 3,
      lastUpdated: '2024-01-01T00:00:00Z',
      removed: false,
      index: null,
      memberships: [],
    });
    expect(write.ties).toHaveLength(1);
    expect(write.resource.subject).toEqual({ reference: 'Patient/p' });
  });

  it.each([
    [
      'the patient is named by a full URL nobody has',
      { subject: { reference: 'urn:uuid:1' } },
      'SUBJECT_UNRESOLVED',
    ],
    ['no patient is named', {}, 'NO_SUBJECT'],
    ['it is about a group', { subject: { reference: 'Group/g' } }, 'SUBJECT_NOT_PATIENT'],
    ['its patient is contained', { subject: { reference: '#p' } }, 'SUBJECT_UNRESOLVED'],
    [
      'its patient is elsewhere',
      { subject: { reference: 'https://other.example/fhir/Patient/p' } },
      'SUBJECT_UNRESOLVED',
    ],
    ['its id is none', { id: 'a/b', subject: { reference: 'Patient/p' } }, 'BAD_ID'],
    ['its id is a number', { id: 7, subject: { reference: 'Patient/p' } }, 'BAD_ID'],
  ])('skips an observation when %s', (_, elements, reason) => {
    expect(reasonOf({ ...observation, ...elements })).toBe(reason);
  });

  it('takes an absolute reference under a base of ours for its own', () => {
    const own = facts({ isOwnBase: (base) => base === 'https://ehr.example/fhir' });
    const subject = { reference: 'https://ehr.example/fhir/Patient/p' };
    const { write } = ready(prepareResource(input({ ...observation, subject }), own));
    expect(write.subjectId).toBe('p');
  });

  it('repeats no word that is no FHIR type', () => {
    const prepared = prepareResource(input({ resourceType: 'Nguyen', id: '1' }), facts());
    expect(prepared).toMatchObject({ kind: 'skipped', reason: 'TYPE_NOT_SUPPORTED', type: null });
    const unnamed = prepareResource(input({ resourceType: 'Nguyen', id: 'a/b' }), facts());
    expect(unnamed).toMatchObject({ kind: 'skipped', reason: 'BAD_ID', type: null, id: null });
    expect(prepareResource(input({ resourceType: 'AuditEvent', id: '1' }), facts())).toMatchObject({
      type: 'AuditEvent',
    });
  });

  it('removes what was entered in error, and patients that another replaces', () => {
    const removed = (resource: Record<string, unknown>) =>
      ready(prepareResource(input(resource), facts())).write;
    const subject = { reference: 'Patient/p' };
    expect(removed({ ...observation, status: 'entered-in-error', subject })).toMatchObject({
      removed: true,
      ties: [],
    });
    const verificationStatus = cc('urn:x', 'entered-in-error');
    expect(removed({ resourceType: 'Condition', id: 'c', subject, verificationStatus }).removed).toBe(true);
    const link = [{ type: 'replaced-by', other: { reference: 'Patient/q' } }];
    const merged = removed({ resourceType: 'Patient', id: 'p', active: false, link, birthDate: '1970' });
    expect(merged).toMatchObject({ removed: true, index: null });
    const kept = [{ type: 'replaces', other: { reference: 'Patient/q' } }];
    expect(removed({ resourceType: 'Patient', id: 'p', active: false, link: kept }).removed).toBe(false);
  });

  it.each([
    ['none', {}],
    ['one that cannot be resolved', { subject: { reference: 'urn:uuid:gone' } }],
    ['a group', { subject: { reference: 'Group/g' } }],
  ])('removes what was entered in error though its patient is %s', (_, named) => {
    const meta = { versionId: '2', lastUpdated: '2024-01-01T00:00:00Z' };
    const resource = { ...observation, meta, ...named };
    expect(reasonOf(structuredClone(resource))).toMatch(/SUBJECT/);
    const { write } = ready(prepareResource(input({ ...resource, status: 'entered-in-error' }), facts()));
    expect(write).toMatchObject({
      removed: true,
      subjectId: null,
      version: 2,
      lastUpdated: meta.lastUpdated,
    });
    expect(write.resource).toEqual({ resourceType: 'Observation', id: 'o1' });
  });

  it('a deletion needs no resource, a read or patch stores nothing', () => {
    const request = { method: 'DELETE', url: 'Observation/o1' };
    const { write } = ready(prepareResource(input({}, { request }), facts()));
    expect(write).toMatchObject({ resourceType: 'Observation', id: 'o1', removed: true, subjectId: null });
    expect(reasonOf({}, { request: { method: 'GET', url: 'Observation/o1' } })).toBe('NOTHING_TO_STORE');
    expect(reasonOf({}, { request: { method: 'DELETE', url: 'Observation?code=x' } })).toBe('BAD_ID');
  });

  it('gives a resource without id the same one every time', () => {
    const idOf = (rest: Partial<InputResource>, resource: Record<string, unknown> = {}) =>
      ready(prepareResource(input({ resourceType: 'Organization', ...resource }, rest), facts())).write.id;
    expect(idOf({ fullUrl: 'urn:uuid:0A5B8AC6-0DBE-41E5-A1F2-AD1CF0B9C2A1' })).toBe(
      '0a5b8ac6-0dbe-41e5-a1f2-ad1cf0b9c2a1',
    );
    expect(idOf({ request: { method: 'PUT', url: 'Organization/named' } })).toBe('named');
    expect(idOf({})).toBe(idOf({}));
    expect(idOf({}, { name: 'a' })).not.toBe(idOf({}, { name: 'b' }));
  });

  it('shows a claim the codes of its condition, without text, and gives it the labels of it', () => {
    const condition = {
      resourceType: 'Condition',
      meta: { security: [{ system: ACT_CODE, code: 'PSY' }] },
      code: { ...cc('http://snomed.info/sct', '1'), text: 'what the patient said' },
    };
    const claim = {
      resourceType: 'Claim',
      id: 'c',
      patient: { reference: 'Patient/p' },
      diagnosis: [
        { sequence: 1, diagnosisReference: { reference: 'Condition/d' } },
        { sequence: 2, diagnosisReference: { reference: 'Condition/lost' } },
        { sequence: 3, diagnosisCodeableConcept: cc('urn:icd', 'X') },
      ],
    };
    const known = facts({ codings: (at) => (at === 'Condition/d' ? lentBy(condition) : null) });
    const prepared = ready(prepareResource(input(claim), known));
    expect(prepared.unresolvedCodings).toBe(1);
    expect(prepared.write.labels).toEqual(['PSY']);
    expect(prepared.write.resource.diagnosis).toMatchObject([
      { diagnosisCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '1' }] } },
      {},
      { diagnosisCodeableConcept: cc('urn:icd', 'X') },
    ]);
    expect(JSON.stringify(prepared.write)).not.toContain('what the patient said');
  });

  it('lends nothing of what was entered in error', () => {
    const condition = {
      resourceType: 'Condition',
      code: cc('urn:x', '1'),
      verificationStatus: cc('urn:y', 'entered-in-error'),
    };
    expect(lentBy(condition).codings).toEqual([]);
    const medication = { resourceType: 'Medication', code: { ...cc('urn:x', '1'), text: 'its name' } };
    expect(lentBy(medication)).toMatchObject({ codings: [{ code: '1' }], text: 'its name' });
    expect(lentBy({ ...medication, status: 'entered-in-error' })).toMatchObject({ codings: [], text: null });
  });

  it('refuses what is nested beyond reason', () => {
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 50_000; level += 1) deep = { deep };
    expect(reasonOf({ ...observation, subject: { reference: 'Patient/p' }, deep })).toBe('TOO_DEEP');
  });

  it('has an answer for anything', () => {
    const types = fc.constantFrom(
      'Patient',
      'Observation',
      'Claim',
      'CareTeam',
      'Encounter',
      'RelatedPerson',
      'x',
    );
    const elements = [
      'id',
      'meta',
      'status',
      'subject',
      'patient',
      'participant',
      'period',
      'category',
      'diagnosis',
    ];
    const anything = fc.record({
      resourceType: fc.oneof(types, fc.jsonValue()),
      ...Object.fromEntries(elements.map((element) => [element, fc.jsonValue()])),
    });
    fc.assert(
      fc.property(anything, (resource) => {
        const prepared = prepareResource(input(structuredClone(resource)), facts());
        expect(['ready', 'skipped']).toContain(prepared.kind);
      }),
      { numRuns: 400 },
    );
  });
});
