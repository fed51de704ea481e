import { describe, expect, it } from 'vitest';
import { rowCategories } from '../../src/fhir/row-categories.ts';
import { cc } from './no-facts.ts';

const OBSERVATION = 'http://terminology.hl7.org/CodeSystem/observation-category';
const CONDITION = 'http://terminology.hl7.org/CodeSystem/condition-category';
const US_CORE = 'http://hl7.org/fhir/us/core/CodeSystem';

describe('rowCategories', () => {
  it.each([
    ['laboratory', 'LAB'],
    ['vital-signs', 'VITAL_SIGNS'],
    ['social-history', 'SOCIAL_HISTORY'],
    ['survey', 'SURVEY'],
    ['imaging', 'IMAGING'],
  ])('an observation of category %s is %s', (code, category) => {
    expect(rowCategories({ resourceType: 'Observation', category: [cc(OBSERVATION, code)] })).toEqual([
      category,
    ]);
  });

  it('several categories all count', () => {
    const category = [
      cc(OBSERVATION, 'social-history'),
      cc(OBSERVATION, 'survey'),
      cc(`${US_CORE}/us-core-category`, 'sdoh'),
    ];
    expect(rowCategories({ resourceType: 'Observation', category })).toEqual([
      'SDOH',
      'SOCIAL_HISTORY',
      'SURVEY',
    ]);
  });

  it.each([
    ['no category', undefined],
    ['an unknown code', [cc(OBSERVATION, 'vital-sign')]],
    ['a known code of another system', [cc('urn:other', 'laboratory')]],
    ['a code without its system', [{ coding: [{ code: 'laboratory' }] }]],
    ['text alone', [{ text: 'Laboratory' }]],
    ['a category that is no list', cc(OBSERVATION, 'laboratory')],
  ])('%s leaves an observation without category', (_, category) => {
    expect(rowCategories({ resourceType: 'Observation', category })).toEqual([]);
  });

  it('a local translation in the same concept changes nothing, an unknown concept beside it adds OTHER', () => {
    const translated = {
      coding: [
        { system: OBSERVATION, code: 'laboratory' },
        { system: 'urn:local', code: 'CHEM' },
      ],
    };
    expect(rowCategories({ resourceType: 'Observation', category: [translated] })).toEqual(['LAB']);
    const beside = [translated, cc('urn:local', 'SECRET')];
    expect(rowCategories({ resourceType: 'Observation', category: beside })).toEqual(['LAB', 'OTHER']);
  });

  it.each([
    ['a problem list item', [cc(CONDITION, 'problem-list-item')], ['PROBLEM']],
    ['an encounter diagnosis', [cc(CONDITION, 'encounter-diagnosis')], ['DIAGNOSIS']],
    ['a health concern', [cc(`${US_CORE}/condition-category`, 'health-concern')], ['PROBLEM']],
    ['no category at all', undefined, ['PROBLEM']],
    ['an unknown category', [cc(CONDITION, 'rumour')], []],
    ['an empty list', [], []],
  ])('a condition with %s', (_, category, expected) => {
    expect(rowCategories({ resourceType: 'Condition', category })).toEqual(expected);
  });

  it.each([
    ['http://terminology.hl7.org/CodeSystem/v2-0074', 'LAB', 'LAB'],
    ['http://terminology.hl7.org/CodeSystem/v2-0074', 'RAD', 'IMAGING'],
    ['http://terminology.hl7.org/CodeSystem/v2-0074', 'GE', 'GENOMIC'],
    ['http://loinc.org', 'LP29684-5', 'IMAGING'],
    ['http://loinc.org', 'LP7839-6', 'CLINICAL_NOTE'],
  ])('a report of %s|%s is %s', (system, code, category) => {
    expect(rowCategories({ resourceType: 'DiagnosticReport', category: [cc(system, code)] })).toEqual([
      category,
    ]);
  });

  it('a report is among what reports are, whatever observations may be', () => {
    const category = [cc(OBSERVATION, 'vital-signs')];
    expect(rowCategories({ resourceType: 'DiagnosticReport', category })).toEqual([]);
  });

  it.each([
    ['a label on the resource', { meta: { security: [{ code: 'PSYTHPN' }] } }],
    ['a label of the document', { securityLabel: [cc('urn:x', 'PSYTHPN')] }],
    ['its type', { type: { coding: [{ code: '1', display: 'Psychotherapy note' }] } }],
    ['its category', { category: [{ text: 'psychotherapy' }] }],
  ])('a note is a psychotherapy note by %s', (_, elements) => {
    expect(rowCategories({ resourceType: 'DocumentReference', ...elements })).toEqual(['PSYCHOTHERAPY_NOTE']);
  });

  it('any other note is a clinical note, a type without rows of its own is nothing', () => {
    expect(rowCategories({ resourceType: 'DocumentReference' })).toEqual(['CLINICAL_NOTE']);
    expect(rowCategories({ resourceType: 'Patient' })).toEqual([]);
    expect(rowCategories({ resourceType: 'constructor' })).toEqual([]);
  });
});
