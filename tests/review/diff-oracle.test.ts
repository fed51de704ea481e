import { beforeAll, describe, expect, it } from 'vitest';
import type { SdlFile } from '../../directives/read-sdl.ts';
import { RELATIONSHIPS } from '../../src/access/access-model.ts';
import { AccessVector } from '../../src/access/access-vector.ts';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import { relationshipBit } from '../../src/access/decide.ts';
import { DENIED } from '../../src/access/decision-table.ts';
import { tenantRolesOf } from '../../src/access/tenant-roles-of.ts';
import { mapTokenRoles } from '../../src/identity/map-roles.ts';
import { diffAccess } from '../../src/review/diff-access.ts';
import { type DiffSide, readDiffSide } from '../../src/review/diff-side.ts';
import { compareTenants } from '../../src/review/diff-tenants.ts';
import { type Edit, inCategory, mutate, shippedSchema } from './mutation.ts';

const PURPOSES = ['TREAT', 'HPAYMT', 'HRESCH', 'PATRQT'];
const LABELS = [[], ['HIV']];
const TIES = [...RELATIONSHIPS.map((tie) => [relationshipBit(tie), false] as const), [0, true] as const];
const TIMEOUT = 120_000;

/** Edits of one grant each, drawn from a sequence of our own so that every run has the same. */
function drawnEdits(count: number): readonly Edit[] {
  let state = 20_261;
  const draw = <Value>(values: readonly Value[]): Value => {
    state = (state * 48_271) % 2_147_483_647;
    const value = values[state % values.length];
    if (value === undefined) throw new Error('nothing to draw from');
    return value;
  };
  const categories = [
    'DEMOGRAPHICS',
    'LAB',
    'ALLERGY',
    'ENCOUNTER',
    'COVERAGE',
    'GENOMIC',
    'CARE_TEAM',
    'OTHER',
  ];
  const swaps = [
    ['roles: [PHYSICIAN', 'roles: [CODER, PHYSICIAN'],
    ['purposes: [TREAT]', 'purposes: [TREAT, HRESCH]'],
    ['purposes: [PATRQT]', 'purposes: [PATRQT, PATADMIN]'],
    ['relationship: [SELF]', 'relationship: [SELF, PROXY]'],
    ['relationship: [CARE_TEAM, TREATING]', 'relationship: [TREATING, ORG]'],
    [', NURSE', ''],
    ['HIV, ', ''],
    ['sensitivity: [R, ', 'mask: PARTIAL, sensitivity: [R, '],
    ['roles: [PROXY]', 'roles: [PROXY, BILLING]'],
    ['TREATING]', 'TREATING], mask: GENERALIZE'],
  ] as const;
  return Array.from({ length: count }, () => {
    const [from, to] = draw(swaps);
    return inCategory(draw(categories), from, to);
  });
}

/** Code of each decision of the gateway's own tables, in one order for all sides. */
function tablesOf({ model }: DiffSide): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const role of model.roles) {
    for (const purpose of PURPOSES) {
      const vector = new AccessVector(model, {
        ...{ tenant: '', policyVersion: '', roles: [role], purpose, narrow: (grants) => grants },
        grantsRole: (name, grant) => grant.roles.includes(name),
        reaches: () => true,
        isAssured: () => true,
      });
      for (const [relationships, glass] of TIES) {
        for (const labels of LABELS) {
          const setting = vector.setting({ relationships, glass, labels, consented: true, revealed: [] });
          for (const type of Object.values(model.types)) {
            for (const category of type.categoryField === null ? ['OTHER'] : type.rowCategories) {
              const key = [role, type.name, purpose, relationships, glass, labels, category].join(' ');
              found.set(key, vector.table(type, [category], setting).codes);
            }
          }
        }
      }
    }
  }
  return found;
}

let schema: readonly SdlFile[];
let shipped: DiffSide;
let before: ReturnType<typeof tablesOf>;
beforeAll(async () => {
  schema = await shippedSchema();
  shipped = readDiffSide({ name: 'shipped', schema, tenants: null }, true);
  before = tablesOf(shipped);
}, TIMEOUT);

/** `role coordinate` of whatever the tables of one side give beyond those of the other. */
function widerIn(after: ReturnType<typeof tablesOf>, than: ReturnType<typeof tablesOf>): ReadonlySet<string> {
  const wider = new Set<string>();
  for (const [key, codes] of after) {
    const [role = '', name = ''] = key.split(' ');
    const fields = shipped.model.types[name]?.fields ?? [];
    const known = than.get(key);
    codes.forEach((code, index) => {
      const was = known?.[index] ?? DENIED;
      const tells = code !== DENIED && (was === DENIED || code < was);
      if (tells) wider.add(`${role} ${fields[index]?.coordinate}`);
    });
  }
  return wider;
}

describe('drawn edits, against the tables that the gateway serves by', () => {
  it(
    'tells of every role and coordinate that is wider, and of each that is narrower',
    () => {
      let seen = 0;
      for (const edit of drawnEdits(8)) {
        const now = mutated(edit);
        if (now === null) continue;
        const after = tablesOf(now);
        const changes = diffAccess(shipped, now);
        const told = (kinds: readonly string[]) =>
          new Set(
            changes
              .filter(({ kind }) => kinds.includes(kind))
              .map((one) => `${one.role} ${one.coordinate.split('→')[0]}`),
          );
        const [wider, narrower] = [widerIn(after, before), widerIn(before, after)];
        expect([...wider].filter((one) => !told(['WIDENED', 'MASK_WEAKENED']).has(one))).toEqual([]);
        expect([...narrower].filter((one) => !told(['NARROWED', 'MASK_STRENGTHENED']).has(one))).toEqual([]);
        seen += wider.size + narrower.size;
      }
      expect(seen).toBeGreaterThan(100);
    },
    TIMEOUT,
  );
});

const DERIVED = `derivedRoles:
  TRAINEE: { base: PHYSICIAN, only: [DEMOGRAPHICS] }
  CLERK: { base: BILLING, only: [DEMOGRAPHICS] }
`;
const GROUPS = [
  '',
  'groups: { students: TRAINEE }',
  'groups: { PHYSICIAN: TRAINEE, students: TRAINEE }',
  'groups: { PRIVACY_OFFICER: AUDITOR, BILLING: CLERK }',
  'groups: { CLERK: BILLING, PHYSICIAN: PHYSICIAN }',
];
const reveals = (nurse: number, physician: number, all: number | null) => `tighten:
  - { roles: [NURSE], coordinates: [Patient.birthDate], mask: REDACT, reveal: ${nurse} }
  - { roles: [PHYSICIAN], coordinates: [Patient.birthDate], mask: REDACT, reveal: ${physician} }
${all === null ? '' : `  - { coordinates: [Patient.birthDate], mask: REDACT, reveal: ${all} }\n`}`;
const REVEALS = [
  reveals(30, 300, null),
  reveals(300, 300, null),
  reveals(300, 30, null),
  reveals(60, 60, 90),
];

describe('overlays, against the functions that the gateway reads them by', () => {
  const sideOf = (text: string) =>
    readDiffSide(
      { name: 'drawn', schema, tenants: [{ name: 'acme.yaml', body: `tenant: acme\n${DERIVED}${text}\n` }] },
      false,
    );
  const overlayOf = (side: DiffSide) => {
    const found = side.tenants?.get('acme');
    if (found === undefined) throw new Error('no tenant');
    return found.overlay;
  };
  const widerOf = (old: DiffSide, now: DiffSide) =>
    compareTenants(old, now)
      .filter(({ kind }) => kind === 'WIDENED')
      .map(({ coordinate, role }) => `${role} ${coordinate}`);
  const pairs = (texts: readonly string[]) => {
    const sides = texts.map(sideOf);
    return sides.flatMap((old) => sides.map((now) => [old, now] as const));
  };

  it('tells of every name in a token that gives a role that it did not give', () => {
    let seen = 0;
    for (const [old, now] of pairs(GROUPS)) {
      const [before, after] = [old, now].map((side) => tenantRolesOf(overlayOf(side), side.model));
      if (before === undefined || after === undefined) throw new Error('two sides');
      const names = [...before.groups.keys(), ...after.groups.keys(), ...after.known];
      const wider = [...new Set(names)].filter((name) => {
        const had = mapTokenRoles([name], undefined, before).roles;
        return mapTokenRoles([name], undefined, after).roles.some((role) => !had.includes(role));
      });
      const expected = wider.map((name) => `* groups.${name}`).toSorted();
      expect(widerOf(old, now).toSorted()).toEqual(expected);
      seen += expected.length;
    }
    expect(seen).toBeGreaterThan(15);
  });

  it('tells of every role that sees what is revealed for longer', () => {
    let seen = 0;
    for (const [old, now] of pairs(REVEALS)) {
      const secondsOf = (side: DiffSide, role: string) =>
        createTenantPolicy(overlayOf(side), side.model).revealSeconds('Patient.birthDate', [role]);
      const wider = [...tenantRolesOf(overlayOf(now), now.model).known].filter((role) => {
        const [from, to] = [secondsOf(old, role), secondsOf(now, role)];
        return from !== null && to !== null && to > from;
      });
      const expected = wider.map((role) => `${role} Patient.birthDate reveal`).toSorted();
      expect(widerOf(old, now).toSorted()).toEqual(expected);
      seen += expected.length;
    }
    expect(seen).toBeGreaterThan(10);
  });
});

/** `null`: the category has no such words, or cannot be read with the others in their place. */
function mutated(edit: Edit): DiffSide | null {
  try {
    return readDiffSide({ name: 'drawn', schema: mutate(schema, [edit]), tenants: null }, false);
  } catch {
    return null;
  }
}
