import { describe, expect, it } from 'vitest';
import type { Look } from '../../eval/signals/look.ts';
import type { Grant } from '../../src/access/access-model.ts';
import { UsageCount } from '../../src/ledger/uses/usage-count.ts';
import { unusedGrants } from '../../src/review/usage-unused.ts';
import { DAY, made, NOON, several } from '../signals/made-records.ts';
import { shippedModel } from '../support/shipped-model.ts';

function counted(looks: readonly (Partial<Look> & Pick<Look, 'time'>)[]): UsageCount {
  const usage = new UsageCount();
  for (const record of made(looks)) usage.observe(record);
  return usage;
}

describe('what was done', () => {
  it('is counted by coordinate and role: how often, by how many, when last', () => {
    const usage = counted(
      several(6, (at) => ({ time: NOON + at * DAY, actor: `n${at % 2}`, patients: ['p1', 'p2'] })),
    );
    expect(usage.cells().find(({ coordinate }) => coordinate === 'Patient.mrn')).toEqual({
      coordinate: 'Patient.mrn',
      role: 'NURSE',
      given: 12,
      refused: 0,
      throughGlass: 0,
      people: 2,
      last: NOON + 5 * DAY,
    });
    expect(usage.knownSince).toBe(NOON);
  });

  it('keeps apart what was refused, with its reason, and what was read through a glass', () => {
    const usage = counted([
      { time: NOON, refused: ['Patient.ssn'] },
      { time: NOON, opens: 'g', through: 'g' },
      { time: NOON, patients: [], strangers: ['x'] },
    ]);
    const of = (name: string) => usage.cells().find(({ coordinate }) => coordinate === name);
    expect(of('Patient.ssn')).toMatchObject({ given: 0, refused: 1, people: 0, last: null });
    expect(of('Patient.mrn')).toMatchObject({ given: 2, throughGlass: 1 });
    expect(usage.denials()).toEqual(
      new Map([
        ['ROLE', 1],
        ['RELATIONSHIP', 1],
      ]),
    );
    expect(of('Mutation.breakGlass')).toBeUndefined();
  });
});

const grant: Grant = {
  id: 'g1',
  roles: ['PHYSICIAN', 'NURSE'],
  purposes: ['TREAT', 'HPAYMT'],
  relationships: ['CARE_TEAM', 'TREATING'],
  mask: 'PARTIAL',
  sensitivity: ['R'],
  breakGlass: true,
  place: { file: 'a.graphql', line: 3 },
};
const model = await shippedModel();
const [type] = Object.values(model.types);
const [field] = type?.fields ?? [];
if (type === undefined || field === undefined) throw new Error('no field');
const small = {
  purposeAncestors: model.purposeAncestors,
  types: { Patient: { ...type, fields: [{ ...field, grants: { DEMOGRAPHICS: [grant] } }] } },
};
const unused = (looks: Parameters<typeof counted>[0], baseOf = (role: string) => role) =>
  unusedGrants(small, counted(looks).grants(), baseOf);

describe('grants that were not used', () => {
  it('are told with narrower text, which keeps what was used', () => {
    expect(unused([{ time: NOON }])).toEqual([
      {
        grant: 'g1',
        file: 'a.graphql',
        line: 3,
        unusedRoles: ['PHYSICIAN'],
        unusedPurposes: ['HPAYMT'],
        narrower:
          '@minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [CARE_TEAM, TREATING], mask: PARTIAL, sensitivity: [R], breakGlass: true)',
      },
    ]);
  });

  it('are told without text where nothing was used at all', () => {
    expect(unused([])).toMatchObject([{ unusedRoles: ['PHYSICIAN', 'NURSE'], narrower: null }]);
  });

  it('are none where every role and purpose was used, be it by a purpose that is one of them', () => {
    const looks = [
      { time: NOON, purpose: 'ETREAT' },
      { time: NOON, role: 'PHYSICIAN', purpose: 'HPAYMT' },
    ];
    expect(unused(looks)).toEqual([]);
  });

  it('are used by who has a tenant’s role that is derived from theirs', () => {
    const looks = [
      { time: NOON, role: 'LAB_TECH' },
      { time: NOON, role: 'PHYSICIAN', purpose: 'HPAYMT' },
    ];
    expect(unused(looks, (role) => (role === 'LAB_TECH' ? 'NURSE' : role))).toEqual([]);
    expect(unused(looks)).toHaveLength(1);
  });

  it('are those of the shipped schema, each once, with its place', () => {
    const all = unusedGrants(model, [], (role) => role);
    expect(new Set(all.map((one) => one.grant)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(20);
    for (const { file, line } of all) expect(`${file}:${line}`).toMatch(/\.graphql:\d+$/);
  });
});
