import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { readCategoryGrants } from '../../directives/vocabulary.ts';
import type { AccessModel, Grant } from '../../src/access/access-model.ts';
import { opensLabel } from '../../src/access/sensitivity.ts';

let model: AccessModel;
let grants: readonly Grant[];
beforeAll(async () => {
  const sdl = readSdl(await loadSdl(join(import.meta.dirname, '..', '..', 'schema')));
  model = readAccessModel(sdl);
  const onFields = Object.values(model.types).flatMap(({ fields }) =>
    fields.flatMap((field) => Object.values(field.grants).flat()),
  );
  const all = [...onFields, ...Object.values(readCategoryGrants(sdl.schema)).flat()];
  grants = [...new Map(all.map((grant) => [grant.id, grant])).values()];
});

/** Who opens what, in the order of COLUMNS: x opens, - does not. Written by hand, not from the schema. */
const COLUMNS = [
  'PHYSICIAN',
  'NURSE',
  'PHARMACIST',
  'CARE_COORDINATOR',
  'REGISTRATION',
  'BILLING',
  'CODER',
  'RESEARCHER',
  'PATIENT',
  'PROXY',
];
const CLINICIANS_AND_PATIENT = 'x x x - - - - - x -';
const TABLE: Readonly<Record<string, string>> = {
  R: 'x x x x x x x - x x',
  V: CLINICIANS_AND_PATIENT,
  SPI: CLINICIANS_AND_PATIENT,
  ETH: CLINICIANS_AND_PATIENT,
  SUD: CLINICIANS_AND_PATIENT,
  ETHUD: CLINICIANS_AND_PATIENT,
  OPIOIDUD: CLINICIANS_AND_PATIENT,
  PSY: CLINICIANS_AND_PATIENT,
  MH: CLINICIANS_AND_PATIENT,
  BH: CLINICIANS_AND_PATIENT,
  COGN: CLINICIANS_AND_PATIENT,
  DVD: CLINICIANS_AND_PATIENT,
  EMOTDIS: CLINICIANS_AND_PATIENT,
  PSYTHPN: '- - - - - - - - - -',
  HIV: CLINICIANS_AND_PATIENT,
  STD: CLINICIANS_AND_PATIENT,
  SEX: CLINICIANS_AND_PATIENT,
  PREGNANT: CLINICIANS_AND_PATIENT,
  GDIS: CLINICIANS_AND_PATIENT,
  SCA: CLINICIANS_AND_PATIENT,
  SDV: CLINICIANS_AND_PATIENT,
  VIO: CLINICIANS_AND_PATIENT,
  MST: CLINICIANS_AND_PATIENT,
  ADOL: 'x x x x - - - - x -',
  CEL: 'x x x x - - - - x x',
  VIP: 'x x x x - - - - x x',
  EMP: 'x x x x - - - - x x',
  TBOO: 'x x x - - - - - - -',
  PRS: CLINICIANS_AND_PATIENT,
  PHY: CLINICIANS_AND_PATIENT,
  PATLOC: CLINICIANS_AND_PATIENT,
  LOCIS: CLINICIANS_AND_PATIENT,
  LIVARG: CLINICIANS_AND_PATIENT,
  DEMO: CLINICIANS_AND_PATIENT,
  DOB: CLINICIANS_AND_PATIENT,
  GENDER: CLINICIANS_AND_PATIENT,
  RACE: CLINICIANS_AND_PATIENT,
  REL: CLINICIANS_AND_PATIENT,
  MARST: CLINICIANS_AND_PATIENT,
  IDS: CLINICIANS_AND_PATIENT,
  PART2: CLINICIANS_AND_PATIENT,
};

const isMatch = ({ id }: Grant) => id.startsWith('PatientMatch');

describe('labels the shipped schema opens', () => {
  it('are those the product knows, each with a line in the table', () => {
    expect(Object.keys(TABLE)).toEqual(model.sensitivities);
  });

  it.each(Object.entries(TABLE))('%s', (label, expected) => {
    const opened = COLUMNS.map((role) => {
      const own = grants.filter((grant) => grant.roles.includes(role) && !isMatch(grant));
      expect(own.length).toBeGreaterThan(0);
      return [...new Set(own.map(({ sensitivity }) => (opensLabel(sensitivity, label) ? 'x' : '-')))].join(
        '',
      );
    });
    expect(opened.join(' ')).toBe(expected);
  });

  it('are R alone where staff find a patient', () => {
    const found = grants.filter(isMatch);
    expect(found.map(({ sensitivity }) => sensitivity)).toEqual([['R'], ['R'], ['R']]);
  });

  it('are one list for one role, in one order, so that a reader compares at a glance', () => {
    const lists = new Map<string, Set<string>>();
    for (const grant of grants.filter((each) => !isMatch(each))) {
      for (const role of grant.roles) {
        lists.set(role, (lists.get(role) ?? new Set()).add(grant.sensitivity.join(' ')));
      }
      const places = grant.sensitivity.map((label) => model.sensitivities.indexOf(label));
      expect([grant.id, places]).toEqual([grant.id, [...places].sort((a, b) => a - b)]);
    }
    for (const [role, own] of lists) expect([role, own.size]).toEqual([role, 1]);
  });

  it('are none for anybody the table leaves out, but to review who broke the glass', () => {
    const others = grants.filter(({ roles }) => roles.some((role) => !COLUMNS.includes(role)));
    const opening = others.filter(({ sensitivity }) => sensitivity.length > 0);
    expect(
      opening.filter(({ id }) => !/^(BreakGlassReview|AccessExplanation|ConsentFinding)#/.test(id)),
    ).toEqual([]);
    expect(opening.filter(({ sensitivity }) => opensLabel(sensitivity, 'PSYTHPN'))).toEqual([]);
  });
});
