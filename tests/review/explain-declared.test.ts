import { beforeAll, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import type { MatrixCell } from '../../src/access/access-matrix.ts';
import { accessMatrix } from '../../src/access/access-matrix.ts';
import type { AccessModel } from '../../src/access/access-model.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import { explainDeclared, type Supposed } from '../../src/review/explain-declared.ts';
import { matrixPolicy } from '../../src/review/matrix-policy.ts';

let model: AccessModel;
let north: TenantOverlay;
beforeAll(async () => {
  model = readAccessModel(readSdl(await loadSdl('schema')));
  north = parseTenantOverlay(
    [
      'tenant: north',
      'remove:',
      '  - { roles: [NURSE], categories: [LAB], relationships: [TREATING] }',
      'tighten:',
      '  - { roles: [BILLING], coordinates: [Patient.mrn], mask: PARTIAL, reveal: 60 }',
    ].join('\n'),
    'north.yaml',
    model,
  );
});

const supposed = (over: Partial<Supposed> = {}): Supposed => ({
  roles: ['NURSE'],
  purpose: 'TREAT',
  relationships: null,
  scopes: ['user/*.cruds', 'system/*.cruds'],
  launched: false,
  multiFactor: true,
  consented: true,
  labels: [],
  glass: false,
  revealed: false,
  categories: null,
  ...over,
});

/** The one row of an explanation. */
function rowOf(coordinate: string, over: Partial<Supposed> = {}, overlay: TenantOverlay | null = null) {
  const explained = explainDeclared(model, overlay, coordinate, supposed(over));
  const [row, ...others] = explained?.rows ?? [];
  if (row === undefined || others.length > 0) throw new Error('expected one row');
  return row;
}

const stepsOf = (row: ReturnType<typeof rowOf>) =>
  Object.fromEntries(
    (row.categories[0]?.steps ?? []).map(({ step, left }) => [step, left.map(({ id }) => id)]),
  );

describe('an explanation of what is declared', () => {
  it('comes to what the matrix says, declared and narrowed', { timeout: 120_000 }, () => {
    for (const overlay of [null, north]) {
      const policy = matrixPolicy(model, overlay);
      const cells = new Map<string, MatrixCell[]>();
      const purposes = overlay === null ? ['TREAT'] : ['BTG', 'HPAYMT', 'PATRQT'];
      for (const cell of accessMatrix(model, policy, { purposes })) {
        const key = `${cell.coordinate} ${cell.role} ${cell.purpose}`;
        cells.set(key, [...(cells.get(key) ?? []), cell]);
      }
      for (const of of cells.values()) {
        const [first] = of;
        if (first === undefined) continue;
        const { coordinate, role, purpose } = first;
        const explained = explainDeclared(model, overlay, coordinate, supposed({ roles: [role], purpose }));
        const told = (explained?.rows ?? []).map(({ decision }) => decision.decision);
        const isList = Object.values(model.types).some(({ fields }) =>
          fields.some((field) => field.coordinate === coordinate && field.rowType !== null),
        );
        const words = of.map(({ decision }) =>
          decision === 'DENIED' ? 'DENY' : decision === 'WHOLE' || isList ? 'PERMIT' : 'MASK',
        );
        // A list is there if any of its rows are.
        const expected = isList && told.length === 1 ? [words.includes('PERMIT') ? 'PERMIT' : 'DENY'] : words;
        if (told.join() !== expected.join()) expect({ first, told }).toEqual({ first, told: expected });
      }
    }
  });

  it('tells what each step left, and where it stands', () => {
    const row = rowOf('Patient.ssn', { roles: ['BILLING'], purpose: 'COVERAGE' });
    expect(stepsOf(row)).toMatchObject({
      ROLE: ['PhiCategory.IDENTIFIER#2'],
      PURPOSE: ['PhiCategory.IDENTIFIER#2'],
      LABEL: ['PhiCategory.IDENTIFIER#2'],
    });
    expect(row.decision).toMatchObject({ decision: 'MASK', mask: 'PARTIAL', reason: 'GRANT' });
    expect(row.grant).toMatchObject({ file: 'schema/access.graphql' });
    expect(row.categories[0]?.declared).toHaveLength(3);
  });

  it.each<[string, Partial<Supposed>, string]>([
    ['role', { roles: ['AUDITOR'] }, 'ROLE'],
    ['purpose', { purpose: 'HPAYMT' }, 'PURPOSE'],
    ['scope', { scopes: ['user/Patient.rs'] }, 'SCOPE'],
    ['no scope at all', { scopes: [] }, 'SCOPE'],
    ['a launch that is none', { scopes: ['patient/*.rs'] }, 'SCOPE'],
    ['assurance', { multiFactor: false }, 'ASSURANCE'],
    ['relationship', { relationships: [] }, 'RELATIONSHIP'],
    ['consent', { consented: false }, 'CONSENT'],
    ['labels', { labels: ['PSYTHPN'] }, 'LABEL'],
  ])('ends with the step that left nothing: %s', (_name, over, reason) => {
    const row = rowOf('Observation.code', { categories: ['LAB'], ...over });
    expect(row.decision).toMatchObject({ decision: 'DENY', reason, grant: null });
    expect(stepsOf(row)[reason]).toEqual([]);
  });

  it('tells what a launch, a glass and a reveal open', () => {
    const launched = rowOf('Observation.code', {
      categories: ['LAB'],
      scopes: ['patient/*.rs'],
      launched: true,
    });
    expect(launched.decision.decision).toBe('PERMIT');
    const glass = rowOf('Observation.code', { categories: ['LAB'], relationships: [], glass: true });
    expect(glass.decision).toMatchObject({ decision: 'PERMIT', reason: 'BREAK_GLASS' });
    const billing = { roles: ['BILLING'], purpose: 'HPAYMT' };
    expect(rowOf('Patient.mrn', billing, north).decision.mask).toBe('PARTIAL');
    expect(rowOf('Patient.mrn', { ...billing, revealed: true }, north).decision.mask).toBe('NONE');
  });

  it('names the entries of the tenant that narrow', () => {
    const row = rowOf('Observation.code', { categories: ['LAB'], relationships: ['TREATING'] }, north);
    expect(row.decision).toMatchObject({ decision: 'DENY', reason: 'RELATIONSHIP' });
    expect(row.categories[0]?.overlay).toEqual([{ file: 'north.yaml', line: 3 }]);
  });

  it('explains a row of several categories as one, and each kind by itself otherwise', () => {
    const both = rowOf('Observation.code', { categories: ['LAB', 'GENOMIC'] });
    expect(both.decision).toMatchObject({ decision: 'DENY', reason: 'ROLE' });
    expect(both.categories.map(({ category }) => category)).toEqual(['LAB', 'GENOMIC']);
    const each = explainDeclared(model, null, 'Observation.code', supposed());
    expect(each?.rows.map(({ category }) => category)).toEqual(model.types.Observation?.rowCategories);
  });

  it('is none for what is not declared', () => {
    for (const coordinate of ['Patient.id', 'Patient.nothing', 'constructor', '__proto__']) {
      expect(explainDeclared(model, null, coordinate, supposed())).toBeNull();
    }
  });
});
