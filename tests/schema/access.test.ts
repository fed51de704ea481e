import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { readCategoryGrants } from '../../directives/vocabulary.ts';
import type { AccessModel, Grant } from '../../src/access/access-model.ts';

let model: AccessModel;
let byCategory: Readonly<Record<string, readonly Grant[]>>;
beforeAll(async () => {
  const sdl = readSdl(await loadSdl(join(import.meta.dirname, '..', '..', 'schema')));
  model = readAccessModel(sdl);
  byCategory = readCategoryGrants(sdl.schema);
});

/**
 * Who sees how much, in the order of ROLES: W whole, P PARTIAL, G GENERALIZE, Y PSEUDONYM, - nothing;
 * `!` also under break-glass, `*` also for a limited proxy. Written by hand, not from the schema.
 */
const ROLES = [
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
const CLINICAL = 'W! W! W! W - - W G W W';
const CLINICAL_WITHOUT_PHARMACY_OVERRIDE = 'W! W! W W - - W G W W';
const BY_CATEGORY: Readonly<Record<string, string>> = {
  DEMOGRAPHICS: 'W! W! W! W W W W G W W*',
  CONTACT: 'W! W! W W W W - G W W*',
  IDENTIFIER: '- - - - P P - - P -',
  PROBLEM: CLINICAL,
  DIAGNOSIS: CLINICAL,
  MEDICATION: CLINICAL,
  LAB: CLINICAL,
  VITAL_SIGNS: CLINICAL,
  SOCIAL_HISTORY: CLINICAL_WITHOUT_PHARMACY_OVERRIDE,
  PROCEDURE: CLINICAL_WITHOUT_PHARMACY_OVERRIDE,
  ALLERGY: 'W! W! W! W - - - G W W*',
  IMMUNIZATION: 'W! W! W W - - - G W W*',
  SDOH: 'W! W! - W - - W G W W',
  SURVEY: 'W! W! - W - - W G W W',
  DEVICE: 'W! W! - W - - W G W W',
  IMAGING: 'W! W! - W - - - G W W',
  CARE_PLAN: 'W! W! - W - - - G W W',
  CLINICAL_NOTE: 'W! W! W W - - W - W W',
  ENCOUNTER: 'W! W! W W W W W G W W',
  CARE_TEAM: 'W! W! W W W - - - W W',
  GENOMIC: 'W - W - - - - - W W',
  COVERAGE: 'P - P W W W - G W W*',
  BILLING: '- - - - - W W G W W',
  CONSENT: 'W W - W - - - - W W',
  OTHER: 'W! W! - - - - - - W W',
  PSYCHOTHERAPY_NOTE: '- - - - - - - - - -',
};
const RACE = 'W! W! - W W - - G W W*';
const CONSENT_OPEN_TO_REGISTRATION = 'W W - W W - - - W W';
const BY_FIELD: Readonly<Record<string, string>> = {
  'Patient.mrn': 'W! W! W! W W W W Y W W*',
  'Patient.ssn': '- - - - P P - - P -',
  'Patient.identifiers': '- - - - P P - - P -',
  'Patient.race': RACE,
  'Patient.ethnicity': RACE,
  'Patient.maritalStatus': RACE,
  'Patient.language': 'W! W! W! W W W W G W W*',
  'Consent.status': CONSENT_OPEN_TO_REGISTRATION,
  'Consent.dateTime': CONSENT_OPEN_TO_REGISTRATION,
  'Consent.scope': CONSENT_OPEN_TO_REGISTRATION,
  'Consent.category': 'W W - W - - - - W W',
  'Consent.provision': 'W W - W - - - - W W',
  'Patient.consents': CONSENT_OPEN_TO_REGISTRATION,
  'Claim.diagnosisCodes': '- - - - - W W G W W',
  'PatientMatch.name': 'W W W W W - - - - -',
  'PatientMatch.mrn': 'W W W W W - - - - -',
};
/** Sub-fields that tell what a visit or a team is for. */
const PROBLEM_FIELDS = [
  ...['type', 'serviceType', 'reasonCode', 'diagnosis'].map((name) => `Encounter.${name}`),
  ...['appointmentType', 'serviceType', 'reasonCode', 'description'].map((name) => `Appointment.${name}`),
  ...['category', 'name', 'reasonCode'].map((name) => `CareTeam.${name}`),
];

const LETTER = { NONE: 'W', PARTIAL: 'P', GENERALIZE: 'G', PSEUDONYM: 'Y', REDACT: 'R' };

function row(grants: readonly Grant[]): string {
  return ROLES.map((role) => {
    const own = grants.filter(({ roles }) => roles.includes(role));
    if (own.length === 0) return '-';
    expect(own).toHaveLength(1);
    return own
      .map(({ mask, breakGlass, relationships }) => {
        const limited = relationships.includes('PROXY_LIMITED') ? '*' : '';
        return `${LETTER[mask]}${breakGlass ? '!' : ''}${limited}`;
      })
      .join();
  }).join(' ');
}

function fieldOf(coordinate: string) {
  const found = Object.values(model.types)
    .flatMap(({ fields }) => fields)
    .find((field) => field.coordinate === coordinate);
  if (found === undefined) throw new Error(`${coordinate} is no PHI field`);
  return found;
}

function grantsOf(coordinate: string): readonly Grant[] {
  const field = fieldOf(coordinate);
  return field.grants[field.category ?? ''] ?? [];
}

const everyGrant = () =>
  Object.values(model.types).flatMap(({ fields }) =>
    fields.flatMap(({ grants }) => Object.values(grants).flat()),
  );

describe('what access.graphql grants', () => {
  it('has the categories of the matrix and no other', () => {
    expect([...model.categories].sort()).toEqual(Object.keys(BY_CATEGORY).sort());
  });

  it.each(Object.entries(BY_CATEGORY))('%s', (category, expected) => {
    expect(row(byCategory[category] ?? [])).toBe(expected);
  });

  it.each(Object.entries(BY_FIELD))('%s', (coordinate, expected) => {
    expect(row(grantsOf(coordinate))).toBe(expected);
  });

  it.each(PROBLEM_FIELDS)('%s is PROBLEM', (coordinate) => {
    expect(fieldOf(coordinate).category).toBe('PROBLEM');
  });

  it('asks of each role its own purpose and tie', () => {
    const expected: Readonly<Record<string, readonly [purposes: string, ties: string]>> = {
      PHYSICIAN: ['TREAT', 'CARE_TEAM TREATING'],
      NURSE: ['TREAT', 'CARE_TEAM TREATING'],
      PHARMACIST: ['TREAT', 'CARE_TEAM TREATING'],
      CARE_COORDINATOR: ['COC CAREMGT', 'CARE_TEAM'],
      REGISTRATION: ['PATADMIN', 'ORG'],
      BILLING: ['HPAYMT', 'ORG'],
      CODER: ['HPAYMT', 'ORG'],
      RESEARCHER: ['HRESCH', 'ORG'],
      PATIENT: ['PATRQT', 'SELF'],
      PROXY: ['PATRQT', 'PROXY'],
    };
    const systemPurposes = new Set(['TREAT', 'HPAYMT', 'PATADMIN']);
    for (const grant of everyGrant()) {
      if (/^(PatientMatch|BreakGlassReview|AccessExplanation|ConsentFinding)#/.test(grant.id)) continue;
      if (grant.roles.includes('SYSTEM')) {
        expect(grant).toMatchObject({ roles: ['SYSTEM'], relationships: ['ORG'], mask: 'NONE' });
        expect(grant).toMatchObject({ breakGlass: false, sensitivity: [] });
        expect(grant.purposes.filter((purpose) => !systemPurposes.has(purpose))).toEqual([]);
        continue;
      }
      for (const role of grant.roles) {
        const [purposes, ties] = expected[role] ?? ['nobody', 'nothing'];
        const isCoverage = role === 'REGISTRATION' && grant.id.startsWith('PhiCategory.COVERAGE#');
        expect([grant.id, role, ...grant.purposes]).toEqual([
          grant.id,
          role,
          ...purposes.split(' '),
          ...(isCoverage ? ['COVERAGE'] : []),
        ]);
        expect(grant.relationships.filter((tie) => tie !== 'PROXY_LIMITED').join(' ')).toBe(ties);
      }
    }
  });

  it('lets staff find a patient they are not tied to, without break-glass', () => {
    const grants = grantsOf('PatientMatch.birthDate');
    expect(new Set(grants.flatMap(({ relationships }) => relationships))).toEqual(new Set(['ORG']));
    expect(grants.map(({ roles, purposes }) => `${roles} ${purposes}`)).toEqual([
      'PHYSICIAN,NURSE,PHARMACIST TREAT',
      'CARE_COORDINATOR COC,CAREMGT',
      'REGISTRATION PATADMIN',
    ]);
  });

  it('grants nothing to those who run the gateway or read its record, and to the privacy officer opened glasses, explanations and faulty consents alone', () => {
    const roles = new Set(everyGrant().flatMap((grant) => grant.roles));
    for (const role of ['AUDITOR', 'SYSTEM_ADMIN']) {
      expect(model.roles).toContain(role);
      expect(roles).not.toContain(role);
    }
    const officers = everyGrant().filter((grant) => grant.roles.includes('PRIVACY_OFFICER'));
    expect([...new Set(officers.map(({ id }) => id))].sort()).toEqual([
      'AccessExplanation#1',
      'BreakGlassReview#1',
      'ConsentFinding#1',
    ]);
    const purposes = { purposes: ['HOPERAT'], relationships: ['ORG'], mask: 'NONE', breakGlass: false };
    for (const officer of officers)
      expect(officer).toMatchObject({ roles: ['PRIVACY_OFFICER'], ...purposes });
    for (const name of ['AccessExplanation', 'BreakGlassReview', 'ConsentFinding']) {
      const { fields = [] } = model.types[name] ?? {};
      const shown = fields.flatMap(({ grants }) => Object.values(grants).flat()).map(({ id }) => id);
      expect([...new Set(shown)]).toEqual([`${name}#1`]);
    }
  });
});

describe('purposes of use', () => {
  it.each([
    ['TREAT', ['TREAT']],
    ['BTG', ['BTG', 'ETREAT', 'TREAT']],
    ['COC', ['COC', 'TREAT']],
    ['CLINTRL', ['CLINTRL', 'TREAT']],
    ['CLINTRCH', ['CLINTRCH', 'HRESCH']],
    ['COVERAGE', ['COVERAGE', 'HPAYMT']],
    ['PATADMIN', ['HOPERAT', 'PATADMIN']],
    ['HTEST', ['HOPERAT', 'HTEST', 'SYSDEV']],
    ['FAMRQT', ['FAMRQT', 'PATRQT']],
    ['HMARKT', ['HMARKT']],
  ])('%s is a kind of %j', (purpose, ancestors) => {
    expect([...(model.purposeAncestors[purpose] ?? [])].sort()).toEqual(ancestors);
  });
});
