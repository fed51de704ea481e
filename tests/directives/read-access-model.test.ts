import { describe, expect, it } from 'vitest';
import { readAccessModel } from '../../directives/read-access-model.ts';
import type { SdlFile } from '../../directives/read-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import type { PhiField } from '../../src/access/access-model.ts';
import { CLINIC, VOCABULARY } from './fixture-sdl.ts';

const modelOf = (...files: SdlFile[]) => readAccessModel(readSdl([VOCABULARY, ...files]));
const model = modelOf(CLINIC);

function field(coordinate: string): PhiField {
  const [type = '', name = ''] = coordinate.split('.');
  const found = model.types[type]?.fields.find((one) => one.name === name);
  if (!found) throw new Error(`no PHI field ${coordinate}`);
  return found;
}

const idsOf = (coordinate: string, category: string) =>
  field(coordinate).grants[category]?.map((grant) => grant.id);

describe('readAccessModel', () => {
  it('reads the vocabulary in declared order', () => {
    expect(model.categories).toEqual(['DEMOGRAPHICS', 'LAB', 'PSYCHOTHERAPY_NOTE']);
    expect(model.roles).toContain('BILLING');
    expect(model.sensitivities).toEqual(['HIV', 'PSY']);
  });

  it('reads purposes with themselves and everything they are a kind of', () => {
    expect(model.purposeAncestors.BTG).toEqual(['BTG', 'ETREAT', 'TREAT']);
    expect(model.purposeAncestors.TREAT).toEqual(['TREAT']);
    expect(model.purposeAncestors.constructor).toBeUndefined();
  });

  it('leaves out what is not PHI and numbers the rest', () => {
    expect(model.types.Patient?.fields.map((one) => [one.name, one.index])).toEqual([
      ['name', 0],
      ['birthDate', 1],
      ['address', 2],
      ['mrn', 3],
      ['observations', 4],
    ]);
    expect(model.types.Patient).toMatchObject({ subjectField: 'id', categoryField: null });
    expect(model.types.Observation).toMatchObject({
      subjectField: 'subjectId',
      categoryField: 'rowCategories',
    });
  });

  it('inherits grants from the category, with file and line', () => {
    const [first] = field('Patient.name').grants.DEMOGRAPHICS ?? [];
    expect(first).toEqual({
      id: 'PhiCategory.DEMOGRAPHICS#1',
      roles: ['PHYSICIAN', 'NURSE'],
      purposes: ['TREAT'],
      relationships: ['CARE_TEAM'],
      mask: 'NONE',
      sensitivity: [],
      breakGlass: true,
      place: { file: 'clinic.graphql', line: 3 },
    });
    expect(Object.keys(field('Patient.name').grants)).toEqual(['DEMOGRAPHICS']);
  });

  it("lets a field's own grants replace the category's as a whole", () => {
    expect(idsOf('Patient.mrn', 'DEMOGRAPHICS')).toEqual(['Patient.mrn#1']);
  });

  it("lets a type's grants replace the category's, and a field's replace the type's", () => {
    const typed = modelOf({
      name: 't.graphql',
      body: `
enum PhiCategory { DEMOGRAPHICS @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [CARE_TEAM]) }
type Query { match: Match }
type Match @subject(field: "id") @minimumNecessary(roles: [PHYSICIAN], purposes: [TREAT], relationship: [ORG]) {
  name: String @phi(category: DEMOGRAPHICS)
  mrn: String @phi(category: DEMOGRAPHICS) @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG])
}`,
    });
    const ids = typed.types.Match?.fields.map((one) => one.grants.DEMOGRAPHICS?.map((grant) => grant.id));
    expect(ids).toEqual([['Match#1'], ['Match.mrn#1']]);
  });

  it("keys a field of the row's own category by every category", () => {
    expect(field('Observation.code').category).toBeNull();
    expect(Object.keys(field('Observation.code').grants)).toEqual(model.categories);
    expect(idsOf('Observation.code', 'LAB')).toEqual(['PhiCategory.LAB#1', 'PhiCategory.LAB#2']);
    expect(idsOf('Observation.code', 'PSYCHOTHERAPY_NOTE')).toEqual([]);
  });

  it("never opens a category that grants nothing by a field's own grants", () => {
    expect(idsOf('Observation.status', 'LAB')).toEqual(['Observation.status#1']);
    expect(idsOf('Observation.status', 'PSYCHOTHERAPY_NOTE')).toEqual([]);
  });

  it('opens a list of such rows as far as any of their fields is open', () => {
    const { value, rowType, category } = field('Patient.observations');
    expect({ value, rowType, category }).toEqual({
      value: { shape: 'object', list: false },
      rowType: 'Observation',
      category: null,
    });
    expect(idsOf('Patient.observations', 'LAB')).toEqual([
      'PhiCategory.LAB#1',
      'PhiCategory.LAB#2',
      'Observation.status#1',
      'PhiCategory.DEMOGRAPHICS#1',
      'PhiCategory.DEMOGRAPHICS#2',
      'PhiCategory.DEMOGRAPHICS#3',
    ]);
  });

  it('tells what each leaf is to a mask', () => {
    expect(field('Patient.birthDate').value).toEqual({ shape: 'leaf', kind: 'BIRTH_DATE', list: false });
    expect(field('Patient.mrn').value).toEqual({ shape: 'leaf', kind: 'IDENTIFIER', list: false });
    expect(field('Observation.code').value).toMatchObject({ kind: 'CODED' });
    expect(field('Observation.value').value).toMatchObject({ kind: 'CODED' });
    expect(field('Observation.text').value).toMatchObject({ kind: 'TEXT' });
  });

  it("gives leaves of a value their own kind, else the owner's identifier for text, else the scalar's", () => {
    expect(field('Patient.name').value).toEqual({
      shape: 'value',
      type: 'HumanName',
      list: true,
      fields: {
        family: { shape: 'leaf', kind: 'NAME', list: false },
        given: { shape: 'leaf', kind: 'NAME', list: true },
        use: { shape: 'leaf', kind: 'CODED', list: false },
        since: { shape: 'leaf', kind: 'DATE', list: false },
      },
    });
    expect(field('Patient.address').value).toMatchObject({
      fields: {
        line: { kind: 'GEOGRAPHY', list: true },
        city: { kind: 'GEOGRAPHY' },
        state: { kind: 'STATE' },
        postalCode: { kind: 'POSTAL_CODE' },
        period: { shape: 'value', fields: { start: { kind: 'DATE' }, note: { kind: 'GEOGRAPHY' } } },
      },
    });
  });

  it('leaves out a value inside itself', () => {
    const recursive = modelOf({
      name: 'r.graphql',
      body: `enum PhiCategory { LAB }
type Query { row: Row }
type Row @subject(field: "id") { part: Part @phi(category: LAB) }
type Part @value { code: FhirCode parts: [Part!] }`,
    });
    expect(recursive.types.Row?.fields[0]?.value).toMatchObject({ fields: { code: {} } });
    expect(JSON.stringify(recursive.types.Row?.fields[0]?.value)).not.toContain('parts');
  });

  it('gives a filter the grants of the field it is about, by name or by identifier', () => {
    expect(model.filters['Search.birthDate']?.grants).toBe(field('Patient.birthDate').grants);
    expect(model.filters['Search.record']).toMatchObject({
      field: 'Patient.mrn',
      category: 'DEMOGRAPHICS',
      identifier: 'MRN',
    });
    expect(model.filters['Search.record']?.grants).toBe(field('Patient.mrn').grants);
  });

  it('gives a filter every field it reads, and their labels', () => {
    const several = modelOf({
      name: 's.graphql',
      body: `
enum PhiCategory { LAB @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG]) }
type Query { row(date: FhirDate @phi(category: LAB, element: "Row.at | Row.period")): Row }
type Row @subject(field: "id") {
  at: FhirDate @phi(category: LAB, element: "Row.at", sensitivity: [HIV])
  other: FhirDate @phi(category: LAB, element: "Row.other", sensitivity: [PSY])
  period: FhirDate @phi(category: LAB, element: "Row.period", sensitivity: [PSY])
}`,
    });
    expect(several.filters['Query.row(date:)']).toMatchObject({
      field: 'Row.at',
      fields: ['Row.at', 'Row.period'],
      sensitivity: ['HIV', 'PSY'],
    });
  });

  it('gives a filter no grant when it cannot be told what it is about', () => {
    const shared = modelOf({
      name: 's.graphql',
      body: `
enum PhiCategory { LAB @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [ORG]) }
type Query {
  one(search: Both, size: Float @phi(category: LAB)): One
  two(search: Both): Two
}
input Both { code: FhirCode @phi(category: LAB) }
type One @subject(field: "id") { code: FhirCode @phi(category: LAB) }
type Two @subject(field: "id") { code: FhirCode @phi(category: LAB) }`,
    });
    expect(shared.types.One?.fields[0]?.grants.LAB).toHaveLength(1);
    expect(shared.filters['Both.code']).toMatchObject({ field: null, fields: [], grants: {} });
    expect(shared.filters['Query.one(size:)']).toMatchObject({ field: null, grants: {} });
  });

  it('knows a birth date by its name and by its element', () => {
    const born = modelOf({
      name: 'b.graphql',
      body: `enum PhiCategory { LAB }
type Query { row: Row }
type Row @subject(field: "id") {
  birthDate: FhirDate @phi(category: LAB)
  born: String @phi(category: LAB, identifier: DATE, element: "Patient.birthDate")
  seen: FhirDate @phi(category: LAB)
}`,
    });
    const kinds = born.types.Row?.fields.map(({ value }) =>
      value.shape === 'leaf' ? value.kind : value.shape,
    );
    expect(kinds).toEqual(['BIRTH_DATE', 'BIRTH_DATE', 'DATE']);
  });

  it('has a version that changes with any byte of any file and not with their order', () => {
    const changed = { ...CLINIC, body: `${CLINIC.body}\n` };
    expect(modelOf(changed).version).not.toBe(model.version);
    expect(readAccessModel(readSdl([CLINIC, VOCABULARY])).version).toBe(model.version);
    expect(model.version).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is frozen throughout', () => {
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      expect(Object.isFrozen(value)).toBe(true);
      for (const inner of Object.values(value)) walk(inner);
    };
    walk(model);
  });
});
