import { join } from 'node:path';
import { buildSchema, type GraphQLSchema, isInputObjectType, isObjectType, printSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl, type Sdl } from '../../directives/read-sdl.ts';
import { accessMatrix, declaredPolicy, type MatrixPolicy } from '../../src/access/access-matrix.ts';
import type { AccessModel } from '../../src/access/access-model.ts';
import { overlayGrants } from '../../src/access/overlay-grants.ts';
import { type RoleSchema, roleSchema } from '../../src/access/role-schema.ts';
import { loadTenants } from '../../src/load-tenants.ts';
import { roleMayUse } from '../../src/role-may-use.ts';
import { ROOT_RULES } from '../../src/root-rules.ts';

const ROOT = join(import.meta.dirname, '..', '..');
let sdl: Sdl;
let model: AccessModel;
beforeAll(async () => {
  sdl = readSdl(await loadSdl(join(ROOT, 'schema')));
  model = readAccessModel(sdl);
});

function printedFor(roles: readonly string[], policy: MatrixPolicy, purposes?: readonly string[]) {
  const reacher = { ...policy, roles, purposes: purposes ?? Object.keys(model.purposeAncestors) };
  const told = roleSchema(sdl.schema, model, reacher, roleMayUse(ROOT_RULES(model), reacher));
  return { ...told, built: buildSchema(printSchema(told.schema)) };
}

function hasField(schema: GraphQLSchema, coordinate: string): boolean {
  const [typeName = '', rest = ''] = coordinate.split('.');
  const [fieldName = '', argument] = rest.replace(/:\)$/, '').split('(');
  const type = schema.getType(typeName);
  if (isInputObjectType(type)) return fieldName in type.getFields();
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  return argument === undefined
    ? field !== undefined
    : (field?.args.some(({ name }) => name === argument) ?? false);
}

/** By the printed matrix, which is worked out cell by cell: one role and one purpose at a time. */
function openIn(policy: MatrixPolicy, role: string): ReadonlySet<string> {
  const open = [...accessMatrix(model, policy, { roles: [role] })].filter(
    ({ decision }) => decision !== 'DENIED',
  );
  return new Set(open.map(({ coordinate }) => coordinate));
}

const fieldCoordinates = () => Object.values(model.types).flatMap(({ fields }) => fields);

function isNode(typeName: string): boolean {
  const type = sdl.schema.getType(typeName);
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
}

function expectAsMatrix(printed: RoleSchema & { built: GraphQLSchema }, open: ReadonlySet<string>): void {
  const fields = fieldCoordinates();
  const alive = new Set(
    fields.filter((field) => open.has(field.coordinate)).map(({ coordinate }) => coordinate.split('.')[0]),
  );
  for (const { coordinate, rowType } of fields) {
    const owner = coordinate.split('.')[0] ?? '';
    // What nothing leads to is not printed; a node is led to by its id.
    if (printed.built.getType(owner) === undefined && !isNode(owner)) continue;
    const leads = rowType === null || alive.has(rowType);
    expect([coordinate, hasField(printed.built, coordinate)]).toEqual([
      coordinate,
      open.has(coordinate) && leads,
    ]);
  }
  for (const coordinate of printed.leftOut) expect(hasField(printed.built, coordinate)).toBe(false);
}

describe('the schema as a role can ever use it', () => {
  it('has exactly the fields for which the matrix has a cell that is not denied, for every role', () => {
    for (const role of model.roles)
      expectAsMatrix(printedFor([role], declaredPolicy(model)), openIn(declaredPolicy(model), role));
  });

  it('is narrowed as the tenant narrows, derived roles among it', async () => {
    const overlays = await loadTenants(join(ROOT, 'tenants'), model);
    expect(overlays.size).toBeGreaterThan(0);
    for (const overlay of overlays.values()) {
      const roles = [...model.roles, ...overlay.derivedRoles.keys()];
      const policy = { ...overlayGrants(overlay, model), roles };
      for (const role of ['PHYSICIAN', 'BILLING', ...overlay.derivedRoles.keys()]) {
        expectAsMatrix(printedFor([role], policy), openIn(policy, role));
      }
    }
  });

  it('leaves out filters by what is not had whole, and inputs without any field', () => {
    const { built, leftOut } = printedFor(['RESEARCHER'], declaredPolicy(model));
    expect(leftOut).toContain('Patient.observations(code:)');
    expect(hasField(built, 'Patient.observations(code:)')).toBe(false);
    expect(hasField(built, 'Patient.observations(first:)')).toBe(true);
    expect(built.getType('PatientSearchInput')).toBeUndefined();
    expect(hasField(built, 'Query.patients(search:)')).toBe(false);
    expect(hasField(built, 'Query.patients(first:)')).toBe(true);
  });

  it('leaves out types no row of which ever exists, and roots that lead to none or are closed to the role', () => {
    const auditor = printedFor(['AUDITOR'], declaredPolicy(model)).built;
    expect(Object.keys(auditor.getQueryType()?.getFields() ?? {})).toEqual([
      'node',
      'ledger',
      'findings',
      'finding',
      'insightOversight',
      'accessReview',
      'me',
    ]);
    expect(auditor.getType('Patient')).toBeUndefined();
    const billing = printedFor(['BILLING'], declaredPolicy(model)).built;
    expect(billing.getType('Condition')).toBeUndefined();
    expect(hasField(billing, 'Query.findPatient')).toBe(false);
    expect(hasField(billing, 'Mutation.breakGlass')).toBe(false);
    const physician = printedFor(['PHYSICIAN'], declaredPolicy(model)).built;
    expect(hasField(physician, 'Query.findPatient')).toBe(true);
    expect(hasField(physician, 'Mutation.breakGlass')).toBe(true);
    expect(hasField(physician, 'Mutation.approveDocument')).toBe(false);
  });

  it('tells masks in descriptions, and in a list', () => {
    const { built, masked } = printedFor(['RESEARCHER'], declaredPolicy(model));
    const patient = built.getType('Patient');
    const described = isObjectType(patient) ? patient.getFields().birthDate?.description : '';
    expect(described).toBe('Access: masked GENERALIZE: the year, null over 89 (HRESCH; ORG).');
    expect(masked.find(({ coordinate }) => coordinate === 'Patient.mrn')?.reach).toEqual([
      { category: 'IDENTIFIER', mask: 'PSEUDONYM', purposes: ['HRESCH'], relationships: ['ORG'] },
    ]);
  });

  it('is that of the purposes asked for, and of several roles together the union', () => {
    const policy = declaredPolicy(model);
    const other = printedFor(['PHYSICIAN'], policy, ['HPAYMT']);
    expect(other.built.getType('Patient')).toBeUndefined();
    const both = printedFor(['BILLING', 'NURSE'], policy).built;
    expect(hasField(both, 'Claim.total')).toBe(true);
    expect(hasField(both, 'Condition.code')).toBe(true);
  });
});
