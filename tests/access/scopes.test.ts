import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCOPE_TOKENS } from '../../src/access/category-tokens.ts';
import type { ScopePermission } from '../../src/access/scopes.ts';
import { scopeReach } from '../../src/access/scopes.ts';
import {
  CONDITION_CATEGORIES,
  OBSERVATION_CATEGORIES,
  REPORT_CATEGORIES,
} from '../../src/fhir/category-codes.ts';

const OBSERVATION = 'http://terminology.hl7.org/CodeSystem/observation-category';
const CONDITION = 'http://terminology.hl7.org/CodeSystem/condition-category';
const US_CORE = 'http://hl7.org/fhir/us/core/CodeSystem';

interface Who {
  readonly system?: boolean;
  readonly patient?: boolean;
}

function reach(scopes: string | null, { system = false, patient = false }: Who = {}) {
  return scopeReach(scopes === null ? null : scopes.split(' '), system, patient);
}

/** Permissions that reach a row of the type with these categories. */
function permissionsFor(
  scopes: string | null,
  type: string,
  categories: readonly string[] | null = [],
  who: Who = {},
): string {
  const { reaches } = reach(scopes, who);
  return (['c', 'r', 'u', 'd', 's'] as const).filter((each) => reaches(type, each, categories)).join('');
}

describe('scopes', () => {
  it.each<[string | null, string, string]>([
    [null, 'Observation', 'cruds'],
    ['', 'Observation', ''],
    ['user/Observation.rs', 'Observation', 'rs'],
    ['user/Observation.rs', 'Patient', ''],
    ['user/Observation.r user/Observation.s', 'Observation', 'rs'],
    ['user/Observation.r user/*.s', 'Observation', 'rs'],
    ['user/*.cruds', 'Anything', 'cruds'],
    ['user/Observation.sr user/Patient.r', 'Observation', ''],
    ['user/Patient.rs', 'PatientMatch', 'rs'],
    ['user/PatientMatch.rs', 'PatientMatch', ''],
    ['user/PatientMatch.rs', 'Patient', ''],
    ['user/constructor.rs', 'constructor', ''],
  ])('%s for %s: %s', (scopes, type, expected) => {
    expect(permissionsFor(scopes, type)).toBe(expected);
    expect(permissionsFor(scopes, type, null)).toBe(expected);
  });

  it.each<[string, Who, string]>([
    ['user/*.rs', {}, 'rs'],
    ['user/*.rs', { patient: true }, 'rs'],
    ['user/*.rs', { system: true }, ''],
    ['patient/*.rs', {}, ''],
    ['patient/*.rs', { patient: true }, 'rs'],
    ['patient/*.rs', { system: true, patient: true }, ''],
    ['system/*.rs', {}, ''],
    ['system/*.rs', { patient: true }, ''],
    ['system/*.rs', { system: true }, 'rs'],
  ])('%s serves its own context: %j', (scopes, who, expected) => {
    expect(permissionsFor(scopes, 'Observation', [], who)).toBe(expected);
  });

  it('never lets a system go without', () => {
    expect(permissionsFor(null, 'Patient', null, { system: true })).toBe('');
    expect(permissionsFor('', 'Patient', null, { system: true })).toBe('');
  });
});

describe('granular scopes', () => {
  const lab = `user/Observation.rs?category=${OBSERVATION}|laboratory`;
  const labAndSurvey = `${lab}&category=${OBSERVATION}|survey`;
  const sdoh = `${US_CORE}/us-core-category|sdoh`;

  it.each<[string, string, readonly string[], string]>([
    [lab, 'Observation', ['LAB'], 'rs'],
    [lab, 'Observation', ['LAB', 'VITAL_SIGNS'], 'rs'],
    [lab, 'Observation', ['VITAL_SIGNS'], ''],
    [lab, 'Observation', [], ''],
    [lab, 'Observation', ['OTHER'], ''],
    [lab, 'DiagnosticReport', ['LAB'], ''],
    [labAndSurvey, 'Observation', ['LAB'], ''],
    [labAndSurvey, 'Observation', ['LAB', 'SURVEY'], 'rs'],
    [`${lab} user/Observation.r`, 'Observation', ['VITAL_SIGNS'], 'r'],
    [`${lab} user/Observation.s`, 'Observation', ['VITAL_SIGNS'], 's'],
    [`user/Condition.r?category=${CONDITION}|encounter-diagnosis`, 'Condition', ['DIAGNOSIS'], 'r'],
    [`user/Condition.r?category=${CONDITION}|encounter-diagnosis`, 'Condition', ['PROBLEM'], ''],
    [`user/Condition.r?category=${US_CORE}/condition-category|health-concern`, 'Condition', ['PROBLEM'], 'r'],
    [`user/*.r?category=${sdoh}`, 'Condition', ['SDOH'], 'r'],
    [`user/*.r?category=${sdoh}`, 'Observation', ['SDOH', 'SURVEY'], 'r'],
    [`user/*.r?category=${sdoh}`, 'Encounter', ['SDOH'], ''],
    [`user/Encounter.r?category=${CONDITION}|problem-list-item`, 'Encounter', ['PROBLEM'], ''],
    [`user/Observation.r?category=${CONDITION}|encounter-diagnosis`, 'Observation', ['DIAGNOSIS'], ''],
    ['user/Observation.r?category=urn:x|laboratory', 'Observation', ['LAB'], ''],
    ['user/Observation.r?category=toString|toString', 'Observation', ['LAB'], ''],
    [`user/Observation.r?category=${OBSERVATION}|Laboratory`, 'Observation', ['LAB'], ''],
    [
      'user/Observation.r?category=http://terminology.hl7.org/CodeSystem/v2-0074|HM',
      'Observation',
      ['LAB'],
      '',
    ],
    [`${lab},${OBSERVATION}|survey`, 'Observation', ['LAB'], ''],
  ])('%s for %s %j: %s', (scopes, type, categories, expected) => {
    expect(permissionsFor(scopes, type, categories)).toBe(expected);
  });

  it('may reach some row of a type where no row is at hand, if any can have the category', () => {
    expect(permissionsFor(lab, 'Observation', null)).toBe('rs');
    expect(permissionsFor(lab, 'Patient', null)).toBe('');
    expect(permissionsFor('user/Observation.rs?category=urn:x|y', 'Observation', null)).toBe('');
  });

  it('mean what the same code means on a row', () => {
    const ofRows = { Observation: OBSERVATION_CATEGORIES, Condition: CONDITION_CATEGORIES };
    for (const [type, known] of Object.entries(ofRows)) {
      for (const [token, category] of Object.entries(SCOPE_TOKENS.get(type) ?? {})) {
        expect([token, known.get(token)]).toEqual([token, [category]]);
      }
    }
    for (const [token, category] of Object.entries(SCOPE_TOKENS.get('DiagnosticReport') ?? {})) {
      const onRow = REPORT_CATEGORIES.get(token);
      if (onRow !== undefined) expect([token, onRow]).toEqual([token, [category]]);
    }
  });
});

const context = fc.constantFrom('patient', 'user', 'system');
const type = fc.constantFrom('*', 'Observation', 'Condition', 'Patient');
const permissions = fc.constantFrom('r', 's', 'rs', 'cruds', 'read', '*', 'sr');
const parameter = fc.constantFrom(
  '',
  `?category=${OBSERVATION}|laboratory`,
  `?category=${OBSERVATION}|laboratory&category=${OBSERVATION}|survey`,
  '?category=urn:x|y',
  '?status=final',
);
const likely = fc
  .tuple(context, type, permissions, parameter)
  .map(([where, what, letters, rest]) => `${where}/${what}.${letters}${rest}`);
const scopeList = fc.array(fc.oneof({ weight: 4, arbitrary: likely }, fc.string()), { maxLength: 5 });
const asked = fc.record({
  type: fc.constantFrom('Observation', 'Condition', 'Patient', 'PatientMatch', '__proto__'),
  permission: fc.constantFrom<ScopePermission>('c', 'r', 'u', 'd', 's'),
  categories: fc.option(fc.subarray(['LAB', 'SURVEY', 'PROBLEM', 'OTHER'])),
});
const who = fc.record({ system: fc.boolean(), patient: fc.boolean() });

describe('whatever a token bears', () => {
  it('reaches what one of its scopes reaches, in any order, and nothing else', () => {
    fc.assert(
      fc.property(scopeList, asked, who, (scopes, ask, { system, patient }) => {
        const reaches = (list: readonly string[]) =>
          scopeReach(list, system, patient).reaches(ask.type, ask.permission, ask.categories);
        expect(reaches(scopes)).toBe(scopes.some((scope) => reaches([scope])));
        expect(reaches(scopes.toReversed())).toBe(reaches(scopes));
      }),
      { numRuns: 2_000 },
    );
  });

  it('reaches no further with a parameter, and no further than without a ceiling', () => {
    fc.assert(
      fc.property(likely, parameter, asked, who, (scope, more, ask, { system, patient }) => {
        const reaches = (list: readonly string[] | null) =>
          scopeReach(list, system, patient).reaches(ask.type, ask.permission, ask.categories);
        const [plain = ''] = scope.split('?');
        const narrowed = scope.includes('?') ? scope + more.replace('?', '&') : scope + more;
        if (reaches([narrowed])) expect(reaches([scope])).toBe(true);
        if (reaches([scope])) expect(reaches([plain])).toBe(true);
        if (!system && reaches([scope])) expect(reaches(null)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
