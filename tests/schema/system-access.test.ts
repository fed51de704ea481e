import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { readCategoryGrants } from '../../directives/vocabulary.ts';
import type { AccessModel, Grant } from '../../src/access/access-model.ts';
import { CATEGORIES, SYSTEMS } from '../access/expected-matrix.ts';

let model: AccessModel;
let byCategory: Readonly<Record<string, readonly Grant[]>>;
beforeAll(async () => {
  const sdl = readSdl(await loadSdl(join(import.meta.dirname, '..', '..', 'schema')));
  model = readAccessModel(sdl);
  byCategory = readCategoryGrants(sdl.schema);
});

/** Fields with grants of their own, which are not their category's. */
const FIELDS: readonly string[] = [
  'Patient.mrn',
  'Patient.ssn',
  'Patient.identifiers',
  'Patient.maritalStatus',
  'Patient.race',
  'Patient.ethnicity',
  'Patient.consents',
  'Consent.status',
  'Consent.scope',
  'Consent.dateTime',
  'PatientMatch.name',
  'PatientMatch.mrn',
];

function purposesOf(grants: readonly Grant[]): string {
  return grants
    .filter(({ roles }) => roles.includes('SYSTEM'))
    .flatMap(({ purposes }) => purposes)
    .join(' ');
}

describe('what a system is granted', () => {
  it('is decided for every category', () => {
    expect([...model.categories].sort()).toEqual(Object.keys(CATEGORIES).sort());
  });

  it.each(Object.keys(CATEGORIES))('for %s', (category) => {
    expect(purposesOf(byCategory[category] ?? [])).toBe(SYSTEMS[category] ?? '');
  });

  it.each(FIELDS)('for %s', (coordinate) => {
    const field = Object.values(model.types)
      .flatMap(({ fields }) => fields)
      .find((each) => each.coordinate === coordinate);
    expect(field).toBeDefined();
    expect(purposesOf(field?.grants[field.category ?? ''] ?? [])).toBe(SYSTEMS[coordinate] ?? '');
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
