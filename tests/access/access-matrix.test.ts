import { describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { readCategoryGrants } from '../../directives/vocabulary.ts';
import type { MatrixCell } from '../../src/access/access-matrix.ts';
import { accessMatrix, declaredPolicy, matrixCell } from '../../src/access/access-matrix.ts';
import type { Mask, Relationship } from '../../src/access/access-model.ts';
import { categoryTable, tableCell } from '../../src/access/category-table.ts';
import { overlayGrants } from '../../src/access/overlay-grants.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { CATEGORIES, EXCEPTIONS, ROLES, SYSTEMS } from './expected-matrix.ts';

const sdl = readSdl(await loadSdl('schema'));
const model = readAccessModel(sdl);
const policy = declaredPolicy(model);

const MASKS: Readonly<Record<string, Mask>> = { W: 'NONE', P: 'PARTIAL', G: 'GENERALIZE', Y: 'PSEUDONYM' };

/** Under which purposes, and tied how, each role has what it has. */
function purposesOf(role: string, category: string): readonly string[] {
  if (role === 'CARE_COORDINATOR') return ['COC', 'CAREMGT'];
  if (role === 'REGISTRATION') return category === 'COVERAGE' ? ['PATADMIN', 'COVERAGE'] : ['PATADMIN'];
  if (role === 'BILLING' || role === 'CODER') return ['HPAYMT'];
  if (role === 'RESEARCHER') return ['HRESCH'];
  return role === 'PATIENT' || role === 'PROXY' ? ['PATRQT'] : ['TREAT'];
}

function tiesOf(role: string, mark: string): readonly Relationship[] {
  if (role === 'PATIENT') return ['SELF'];
  if (role === 'PROXY') return mark.includes('+') ? ['PROXY', 'PROXY_LIMITED'] : ['PROXY'];
  if (role === 'CARE_COORDINATOR') return ['CARE_TEAM'];
  return ['PHYSICIAN', 'NURSE', 'PHARMACIST'].includes(role) ? ['CARE_TEAM', 'TREATING'] : ['ORG'];
}

/** HL7's order of purposes, written down again so that the schema's is compared with something. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  TREAT: ['TREAT', 'COC', 'CLINTRL', 'ETREAT', 'BTG'],
  COC: ['COC'],
  CAREMGT: ['CAREMGT'],
  PATADMIN: ['PATADMIN'],
  HPAYMT: ['HPAYMT', 'COVERAGE', 'COVAUTH', 'CLMATTCH'],
  COVERAGE: ['COVERAGE'],
  HRESCH: ['HRESCH', 'CLINTRCH'],
  PATRQT: ['PATRQT', 'FAMRQT', 'PWATRNY', 'SUPNWK'],
};

/** @param named the category or the coordinate whose row of the tables above this is. */
function expectCells(cells: readonly MatrixCell[], named: string): void {
  const byRole = (CATEGORIES[named] ?? EXCEPTIONS[named] ?? '').split(' ');
  const bySystem = (SYSTEMS[named] ?? '').split(' ');
  expect(cells).toHaveLength(model.roles.length * Object.keys(model.purposeAncestors).length);
  for (const cell of cells) {
    const isSystem = cell.role === 'SYSTEM';
    const mark = isSystem ? 'W' : (byRole[ROLES.indexOf(cell.role)] ?? '-');
    const purposes = isSystem ? bySystem : purposesOf(cell.role, cell.category);
    const granted = purposes.some((one) => KINDS[one]?.includes(cell.purpose));
    const mask = granted ? (MASKS[mark.slice(0, 1)] ?? null) : null;
    const { decision, relationship } = cell;
    expect({ ...cell, grant: cell.grant !== null }).toEqual({
      coordinate: cell.coordinate,
      category: cell.category,
      role: cell.role,
      purpose: cell.purpose,
      decision: mask === null ? 'DENIED' : mask === 'NONE' ? 'WHOLE' : 'MASKED',
      mask,
      relationship: mask === null ? [] : tiesOf(cell.role, mark),
      grant: mask !== null,
    });
    expect(relationship.length === 0).toBe(decision === 'DENIED');
  }
}

describe('the shipped matrix', () => {
  it('has the categories it is to have', () => {
    expect([...model.categories].sort()).toEqual(Object.keys(CATEGORIES).sort());
  });

  it.each(Object.entries(CATEGORIES))('grants %s: %s', (category) => {
    const grants = readCategoryGrants(sdl.schema)[category] ?? [];
    const row = {
      coordinate: `PhiCategory.${category}`,
      grants: { [category]: grants },
      sensitivity: [],
      filter: false,
    };
    const purposes = Object.keys(model.purposeAncestors);
    const cells = model.roles.flatMap((role) =>
      purposes.map((purpose) => matrixCell(model, policy, row, category, role, purpose)),
    );
    expectCells(cells, category);
  });

  it('gives rows of their own category what that category grants', () => {
    for (const category of model.types.Observation?.rowCategories ?? []) {
      const only = { coordinates: ['Observation.code'], categories: [category] };
      expectCells([...accessMatrix(model, policy, only)], category);
    }
  });

  it.each(Object.entries(EXCEPTIONS))('grants %s: %s', (coordinate) => {
    expectCells([...accessMatrix(model, policy, { coordinates: [coordinate] })], coordinate);
  });

  it('lets staff of the tenant find a patient, and nobody else', () => {
    const found = [
      ...accessMatrix(model, policy, { coordinates: ['PatientMatch.name', 'PatientMatch.mrn'] }),
    ];
    const open = found.filter((cell) => cell.decision !== 'DENIED');
    expect(new Set(open.map((cell) => cell.role))).toEqual(
      new Set(['PHYSICIAN', 'NURSE', 'PHARMACIST', 'CARE_COORDINATOR', 'REGISTRATION']),
    );
    expect(open.every((cell) => cell.decision === 'WHOLE' && cell.relationship.join() === 'ORG')).toBe(true);
  });

  it('lets nobody filter by what they have masked', () => {
    const cells = [...accessMatrix(model, policy, { coordinates: ['PatientSearchInput.mrn'] })];
    const open = new Set(cells.filter((cell) => cell.decision !== 'DENIED').map((cell) => cell.role));
    expect(open).toEqual(new Set([...ROLES.filter((role) => role !== 'RESEARCHER'), 'SYSTEM']));
  });

  it('opens by break-glass what it is to open', () => {
    const rows = categoryTable(model, policy, readCategoryGrants(sdl.schema));
    const opened = (role: string) =>
      rows
        .filter((row) => !row.exception && row.cells.some((cell) => cell.role === role && cell.breakGlass))
        .map((row) => row.category);
    const wholeFor = (position: number, not: readonly string[]) =>
      Object.entries(CATEGORIES)
        .filter(([category, marks]) => marks.split(' ')[position] === 'W' && !not.includes(category))
        .map(([category]) => category);
    expect(opened('PHYSICIAN').sort()).toEqual(wholeFor(0, ['GENOMIC', 'CONSENT']).sort());
    expect(opened('NURSE').sort()).toEqual(wholeFor(1, ['CONSENT']).sort());
    expect(opened('PHARMACIST').sort()).toEqual(
      ['ALLERGY', 'DEMOGRAPHICS', 'DIAGNOSIS', 'LAB', 'MEDICATION', 'PROBLEM', 'VITAL_SIGNS'].sort(),
    );
    const others = rows.flatMap((row) =>
      row.cells.filter((cell) => cell.breakGlass).map((cell) => cell.role),
    );
    expect(new Set(others)).toEqual(new Set(['PHYSICIAN', 'NURSE', 'PHARMACIST']));
    const mrn = rows.find((row) => row.label === 'Patient.mrn')?.cells.filter((cell) => cell.breakGlass);
    expect(mrn?.map((cell) => cell.role)).toEqual(['PHYSICIAN', 'NURSE', 'PHARMACIST']);
  });

  it('says where each cell is granted', () => {
    const [cell] = accessMatrix(model, policy, { coordinates: ['Patient.name'] });
    const { file, line } = cell?.grant ?? { file: '', line: 0 };
    const text = sdl.files.find((one) => one.name === file)?.body.split('\n')[line - 1];
    expect(file).toBe('schema/access.graphql');
    expect(text).toContain('@minimumNecessary(roles: [PHYSICIAN, NURSE, PHARMACIST]');
  });
});

describe('accessMatrix', () => {
  it('says BREAK_GLASS where nothing but an emergency grant opens a field', () => {
    const declared = readAccessModel(
      readSdl([
        ...sdl.files.filter((file) => /directives|scalars/.test(file.name)),
        {
          name: 'small.graphql',
          body: `enum PhiCategory {
            LAB
              @minimumNecessary(roles: [NURSE], purposes: [BTG], relationship: [ORG], mask: PARTIAL, breakGlass: true)
              @minimumNecessary(roles: [PHYSICIAN], purposes: [ETREAT], relationship: [ORG], breakGlass: true)
              @minimumNecessary(roles: [PHYSICIAN], purposes: [TREAT], relationship: [CARE_TEAM], mask: PARTIAL)
          }
          type Query { row: Row }
          type Row @subject(field: "id") { code: FhirCode @phi(category: LAB) }`,
        },
      ]),
    );
    const cells = [...accessMatrix(declared, declaredPolicy(declared))];
    const cell = (role: string, purpose: string) =>
      cells.find((one) => one.role === role && one.purpose === purpose);
    expect(cell('NURSE', 'BTG')).toMatchObject({
      decision: 'BREAK_GLASS',
      mask: 'PARTIAL',
      relationship: ['ORG'],
    });
    expect(cell('NURSE', 'TREAT')?.decision).toBe('DENIED');
    expect(cell('PHYSICIAN', 'BTG')).toMatchObject({ decision: 'MASKED', relationship: ['CARE_TEAM'] });
  });

  it('denies what the labels of a field, or of the rows asked about, close', () => {
    const declared = readAccessModel(
      readSdl([
        ...sdl.files.filter((file) => /directives|scalars/.test(file.name)),
        {
          name: 'small.graphql',
          body: `enum PhiCategory {
            LAB
              @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [CARE_TEAM], breakGlass: true)
              @minimumNecessary(roles: [PHYSICIAN], purposes: [TREAT], relationship: [CARE_TEAM], sensitivity: [HIV], breakGlass: true)
          }
          type Query { row: Row }
          type Row @subject(field: "id") {
            code: FhirCode @phi(category: LAB)
            status: FhirCode @phi(category: LAB, sensitivity: [HIV])
          }`,
        },
      ]),
    );
    const open = (coordinate: string, labels: readonly string[]) =>
      [
        ...accessMatrix(declared, declaredPolicy(declared), {
          coordinates: [coordinate],
          purposes: ['TREAT'],
          labels,
        }),
      ]
        .filter(({ decision }) => decision !== 'DENIED')
        .map(({ role }) => role);
    expect(open('Row.code', [])).toEqual(['PHYSICIAN', 'NURSE']);
    expect(open('Row.status', [])).toEqual(['PHYSICIAN']);
    expect(open('Row.code', ['HIV'])).toEqual(['PHYSICIAN']);
    expect(open('Row.code', ['HIV', 'PSY'])).toEqual([]);
    const row = {
      ...declared.types.Row?.fields[0],
      coordinate: 'Row.code',
      sensitivity: ['HIV'],
      filter: false,
    };
    const cell = (role: string) =>
      tableCell(declared, declaredPolicy(declared), { ...row, grants: row.grants ?? {} }, 'LAB', role);
    expect([cell('NURSE').breakGlass, cell('PHYSICIAN').breakGlass]).toEqual([false, true]);
  });

  it('shows what a tenant leaves, derived roles included', () => {
    const overlay = parseTenantOverlay(
      [
        'tenant: north',
        'remove:',
        '  - { roles: [NURSE], categories: [LAB], relationships: [TREATING] }',
        'derivedRoles:',
        '  LAB_TECH: { base: NURSE, only: [LAB], breakGlass: false }',
      ].join('\n'),
      'north.yaml',
      model,
    );
    const narrowed = {
      ...overlayGrants(overlay, model),
      roles: [...model.roles, ...overlay.derivedRoles.keys()],
    };
    const of = (role: string, category: string) =>
      [
        ...accessMatrix(model, narrowed, {
          coordinates: ['Observation.code'],
          categories: [category],
          roles: [role],
          purposes: ['TREAT'],
        }),
      ][0];
    expect(of('NURSE', 'LAB')).toMatchObject({ decision: 'WHOLE', relationship: ['CARE_TEAM'] });
    expect(of('LAB_TECH', 'LAB')).toMatchObject({ decision: 'WHOLE', relationship: ['CARE_TEAM'] });
    expect(of('LAB_TECH', 'VITAL_SIGNS')?.decision).toBe('DENIED');
    const [row] = categoryTable(model, narrowed, readCategoryGrants(sdl.schema), { categories: ['LAB'] });
    const marks = row?.cells.filter((cell) => cell.breakGlass).map((cell) => cell.role);
    expect(marks).toEqual(['PHYSICIAN', 'NURSE', 'PHARMACIST']);
  });
});
