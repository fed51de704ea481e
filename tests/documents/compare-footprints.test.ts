import { parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { overlayGrants } from '../../src/access/overlay-grants.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { compareFootprints } from '../../src/documents/compare-footprints.ts';
import { computeFootprint } from '../../src/documents/compute-footprint.ts';
import type { Footprint, FootprintGrant } from '../../src/documents/footprint.ts';

let compute: (text: string, tenant?: string) => Footprint;
beforeAll(async () => {
  const sdl = readSdl(await loadSdl('schema'));
  const model = readAccessModel(sdl);
  compute = (text, tenant) => {
    if (tenant === undefined) return computeFootprint(sdl.schema, model, parse(text));
    const overlay = parseTenantOverlay(`tenant: t\n${tenant}`, 't.yaml', model);
    const roles = [...model.roles, ...overlay.derivedRoles.keys()];
    return computeFootprint(sdl.schema, model, parse(text), { ...overlayGrants(overlay, model), roles });
  };
});

const NAME = '{ patient(id: 1) { name { family } } }';

describe('two footprints', () => {
  it('that are the same differ in nothing', () => {
    expect(compareFootprints(compute(NAME), compute(NAME))).toEqual({
      widened: false,
      added: [],
      removed: [],
    });
  });

  it('of which the first was never reviewed are wider, even where there is no PHI', () => {
    expect(compareFootprints(null, compute(NAME))).toEqual({
      widened: true,
      added: ['coordinate Patient.name', 'patients 0 → 1', 'rows 0 → 1'],
      removed: [],
    });
    expect(compareFootprints(null, compute('{ me { id } }'))).toEqual({
      widened: true,
      added: [],
      removed: [],
    });
  });

  it.each([
    ['a coordinate', '{ patient(id: 1) { name { family } ssn } }', ['coordinate Patient.ssn']],
    [
      'a filter',
      '{ patients(first: 1, search: { name: "x" }) { edges { node { name { family } } } } }',
      ['filter PatientSearchInput.name'],
    ],
    [
      'patients and rows',
      '{ patients(first: 2) { edges { node { name { family } } } } }',
      ['patients 1 → 2', 'rows 1 → 2'],
    ],
    [
      'a mutation',
      'query Q { patient(id: 1) { name { family } } } mutation M { breakGlass(patientId: 1, reason: OVRER, justification: "x") { id } }',
      ['mutation Mutation.breakGlass'],
    ],
    [
      'an insight',
      '{ patient(id: 1) { name { family } insights { draftNote(encounterId: 1) { id } } } }',
      expect.arrayContaining(['insight PatientInsights.draftNote', 'coordinate Encounter.period']),
    ],
  ])('tell of %s that one has more', (_what, wider, added) => {
    const [before, after] = [compute(NAME), compute(wider)];
    expect(compareFootprints(before, after)).toEqual({ widened: true, added, removed: [] });
    expect(compareFootprints(after, before)).toMatchObject({ widened: false, added: [] });
    expect(compareFootprints(after, before).removed.length).toBeGreaterThan(0);
  });

  it.each([
    [
      'tighten: [{ roles: [NURSE], coordinates: [Patient.name], mask: REDACT }]',
      'NURSE Patient.name REDACT → NONE',
    ],
    ['remove: [{ roles: [BILLING], coordinates: [Patient.name] }]', 'BILLING Patient.name DENIED → NONE'],
    [
      'remove: [{ roles: [NURSE], coordinates: [Patient.name], relationships: [TREATING] }]',
      'NURSE Patient.name NONE → NONE',
    ],
    [
      'remove: [{ roles: [NURSE], coordinates: [Patient.name], purposes: [BTG] }]',
      'NURSE Patient.name NONE → NONE',
    ],
  ])('tell who gets more where a tenant takes back: %s', (tenant, line) => {
    const [narrow, wide] = [compute(NAME, tenant), compute(NAME)];
    expect(compareFootprints(narrow, wide)).toEqual({ widened: true, added: [line], removed: [] });
    const [role, coordinate, from, , to] = line.split(' ');
    expect(compareFootprints(wide, narrow)).toEqual({
      widened: false,
      added: [],
      removed: [`${role} ${coordinate} ${to} → ${from}`],
    });
  });

  it('tell of a role that was not there', () => {
    const derived = compute(NAME, 'derivedRoles: { CLERK: { base: NURSE, only: [DEMOGRAPHICS] } }');
    expect(compareFootprints(compute(NAME), derived).added).toEqual(['CLERK Patient.name DENIED → NONE']);
  });

  it.each<[string, Partial<FootprintGrant>]>([
    ['a label more', { sensitivity: ['R', 'PSYTHPN'] }],
    ['a broken glass', { breakGlass: true }],
    ['a category more', { categories: ['DEMOGRAPHICS', 'LAB'] }],
    ['a mask that tells sameness', { mask: 'PSEUDONYM' }],
    ['a purpose more', { purposes: ['HMARKT', 'HPAYMT'] }],
  ])('tell of a grant with %s', (_what, change) => {
    const grant: FootprintGrant = {
      categories: ['DEMOGRAPHICS'],
      mask: 'GENERALIZE',
      purposes: ['HPAYMT'],
      relationships: ['ORG'],
      sensitivity: ['R'],
      breakGlass: false,
      coordinates: ['Patient.name'],
    };
    const withGrant = (one: FootprintGrant): Footprint => ({
      ...compute(NAME),
      byRole: { BILLING: { whole: [], masked: ['Patient.name'], denied: [], grants: [one] } },
    });
    const [before, after] = [withGrant(grant), withGrant({ ...grant, ...change })];
    expect(compareFootprints(before, after)).toMatchObject({ widened: true });
    expect(compareFootprints(before, before)).toMatchObject({ widened: false });
  });

  it('tell of a field with another category, identifier or one label less', () => {
    const before = compute(NAME);
    const [name] = before.coordinates;
    if (name === undefined) throw new Error('no coordinate');
    const changed = (change: object): Footprint => ({ ...before, coordinates: [{ ...name, ...change }] });
    const labelled = changed({ sensitivity: ['HIV'] });
    expect(compareFootprints(labelled, before).added).toEqual(['Patient.name label HIV gone']);
    expect(compareFootprints(before, labelled)).toMatchObject({
      widened: false,
      removed: ['Patient.name label HIV'],
    });
    expect(compareFootprints(before, changed({ categories: ['DEMOGRAPHICS', 'LAB'] })).added).toEqual([
      'Patient.name category LAB',
    ]);
    expect(compareFootprints(before, changed({ identifier: 'SSN' })).added).toEqual([
      'Patient.name identifier NAME → SSN',
    ]);
  });
});
