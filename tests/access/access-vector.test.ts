import { describe, expect, it } from 'vitest';
import type { Relationship, SubjectType } from '../../src/access/access-model.ts';
import { AccessVector } from '../../src/access/access-vector.ts';
import { plainCircumstances } from '../../src/access/circumstances.ts';
import type { AccessClass, RelationshipSet } from '../../src/access/decide.ts';
import { relationshipBit } from '../../src/access/decide.ts';
import { DENIED, WHOLE } from '../../src/access/decision-table.ts';
import { accessClass, CLINIC_MODEL, clinicType } from './clinic-model.ts';

const PATIENT = clinicType('Patient');
const OBSERVATION = clinicType('Observation');
const bits = (...ties: readonly Relationship[]) => ties.reduce((set, tie) => set | relationshipBit(tie), 0);
const vectorOf = (over: Partial<AccessClass> = {}) => new AccessVector(CLINIC_MODEL, accessClass(over));
const tableOf = (
  vector: AccessVector,
  type: SubjectType,
  categories: readonly string[],
  ties: RelationshipSet,
) => vector.table(type, categories, vector.setting(plainCircumstances(ties)));
const codeOf = (table: ReturnType<AccessVector['table']>, name: string) =>
  table.codes[table.type.fields.find((field) => field.name === name)?.index ?? 255];

describe('a decision table', () => {
  it('is for one category set: a code that reads like two is one that nobody knows', () => {
    const vector = vectorOf();
    const tied = bits('CARE_TEAM');
    const two = tableOf(vector, OBSERVATION, ['LAB', 'DEMOGRAPHICS'], tied);
    const odd = tableOf(vector, OBSERVATION, [two.categories], tied);
    expect(two.categories).toBe('DEMOGRAPHICS+LAB');
    expect(odd.categories).toBe('OTHER');
    expect(tableOf(vectorOf(), OBSERVATION, [two.categories], tied).codes).toEqual(odd.codes);
  });

  it('is for one relationship set: what one patient opens stays shut for the next', () => {
    const vector = vectorOf();
    expect(codeOf(tableOf(vector, PATIENT, [], bits('CARE_TEAM')), 'birthDate')).toBe(WHOLE);
    expect(codeOf(tableOf(vector, PATIENT, [], bits('ORG')), 'birthDate')).toBe(DENIED);
  });

  it('is for one set of categories', () => {
    const vector = vectorOf();
    expect(codeOf(tableOf(vector, OBSERVATION, ['LAB'], bits('CARE_TEAM')), 'code')).toBe(WHOLE);
    expect(codeOf(tableOf(vector, OBSERVATION, ['PSYCHOTHERAPY_NOTE'], bits('CARE_TEAM')), 'code')).toBe(
      DENIED,
    );
  });

  it('permits a row of several categories only what each of them permits', () => {
    const both = tableOf(vectorOf(), OBSERVATION, ['LAB', 'PSYCHOTHERAPY_NOTE'], bits('CARE_TEAM'));
    expect(codeOf(both, 'code')).toBe(DENIED);
    const tied = bits('TREATING');
    expect(codeOf(tableOf(vectorOf(), OBSERVATION, ['LAB'], tied), 'code')).toBe(WHOLE);
    expect(codeOf(tableOf(vectorOf(), OBSERVATION, ['LAB', 'DEMOGRAPHICS'], tied), 'code')).toBe(DENIED);
  });

  it.each([[[]], [['NEW']], [['LAB', 'NEW']], [['constructor']]])(
    'permits nothing of a row whose categories %j are none or unknown, where OTHER grants nothing',
    (categories) => {
      const table = tableOf(vectorOf(), OBSERVATION, categories, bits('CARE_TEAM'));
      expect(codeOf(table, 'code')).toBe(DENIED);
    },
  );

  it('says that a row exists only where some coordinate of it survives', () => {
    expect(tableOf(vectorOf(), PATIENT, [], bits('ORG')).exists).toBe(false);
    expect(tableOf(vectorOf(), PATIENT, [], bits('CARE_TEAM')).exists).toBe(true);
    expect(tableOf(vectorOf({ roles: [] }), PATIENT, [], bits('CARE_TEAM')).exists).toBe(false);
  });
});

describe('ids', () => {
  const researcher = { roles: ['RESEARCHER'], purpose: 'HRESCH' };

  it('are pseudonyms where nothing of the row is whole', () => {
    const vector = vectorOf(researcher);
    expect(tableOf(vector, PATIENT, [], bits('ORG')).pseudonymousIds).toBe(true);
    expect(vector.usesPseudonyms).toBe(true);
  });

  it('are not made plain by a list of rows that is open', () => {
    const table = tableOf(vectorOf(researcher), PATIENT, [], bits('ORG'));
    expect(codeOf(table, 'observations')).toBe(WHOLE);
    expect(table.pseudonymousIds).toBe(true);
  });

  it('are plain where something is whole', () => {
    expect(tableOf(vectorOf(), PATIENT, [], bits('CARE_TEAM')).pseudonymousIds).toBe(false);
  });
});
