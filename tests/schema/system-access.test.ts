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

/** Under which purposes a system sees a category whole. Written by hand, not from the schema. */
const BY_CATEGORY: Readonly<Record<string, string>> = {
  DEMOGRAPHICS: 'TREAT HPAYMT PATADMIN',
  CONTACT: 'TREAT HPAYMT PATADMIN',
  IDENTIFIER: '',
  PROBLEM: 'TREAT',
  DIAGNOSIS: 'TREAT',
  MEDICATION: 'TREAT',
  LAB: 'TREAT',
  VITAL_SIGNS: 'TREAT',
  SOCIAL_HISTORY: 'TREAT',
  PROCEDURE: 'TREAT',
  ALLERGY: 'TREAT',
  IMMUNIZATION: 'TREAT',
  SDOH: 'TREAT',
  SURVEY: 'TREAT',
  DEVICE: 'TREAT',
  IMAGING: 'TREAT',
  CARE_PLAN: 'TREAT',
  CLINICAL_NOTE: 'TREAT',
  ENCOUNTER: 'TREAT HPAYMT PATADMIN',
  CARE_TEAM: 'TREAT PATADMIN',
  GENOMIC: '',
  COVERAGE: 'HPAYMT PATADMIN',
  BILLING: 'HPAYMT',
  CONSENT: '',
  OTHER: '',
  PSYCHOTHERAPY_NOTE: '',
};

/** Fields with grants of their own. */
const BY_FIELD: Readonly<Record<string, string>> = {
  'Patient.mrn': 'TREAT HPAYMT PATADMIN',
  'Patient.ssn': '',
  'Patient.identifiers': '',
  'Patient.maritalStatus': 'TREAT PATADMIN',
  'Patient.race': 'TREAT PATADMIN',
  'Patient.ethnicity': 'TREAT PATADMIN',
  'Patient.consents': '',
  'Consent.status': '',
  'Consent.scope': '',
  'Consent.dateTime': '',
  'PatientMatch.name': '',
  'PatientMatch.mrn': '',
};

function purposesOf(grants: readonly Grant[]): string {
  return grants
    .filter(({ roles }) => roles.includes('SYSTEM'))
    .flatMap(({ purposes }) => purposes)
    .join(' ');
}

describe('what a system is granted', () => {
  it('is decided for every category', () => {
    expect([...model.categories].sort()).toEqual(Object.keys(BY_CATEGORY).sort());
  });

  it.each(Object.entries(BY_CATEGORY))('%s: %s', (category, expected) => {
    expect(purposesOf(byCategory[category] ?? [])).toBe(expected);
  });

  it.each(Object.entries(BY_FIELD))('%s: %s', (coordinate, expected) => {
    const field = Object.values(model.types)
      .flatMap(({ fields }) => fields)
      .find((each) => each.coordinate === coordinate);
    expect(field).toBeDefined();
    expect(purposesOf(field?.grants[field.category ?? ''] ?? [])).toBe(expected);
  });

  it('is no more than what a person of that work sees', () => {
    const peers = { TREAT: 'PHYSICIAN', HPAYMT: 'BILLING', PATADMIN: 'REGISTRATION' };
    for (const [purpose, peer] of Object.entries(peers)) {
      for (const field of Object.values(model.types).flatMap(({ fields }) => fields)) {
        for (const grants of Object.values(field.grants)) {
          const holds = (role: string) =>
            grants.some((grant) => grant.roles.includes(role) && grant.purposes.includes(purpose));
          if (holds('SYSTEM')) expect([field.coordinate, holds(peer)]).toEqual([field.coordinate, true]);
        }
      }
    }
  });
});
