import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import type { AccessModel, Grant, SubjectType } from '../../src/access/access-model.ts';
import type { ConsentView } from '../../src/access/consent/consent-view.ts';
import type { AccessClass, RelationshipSet } from '../../src/access/decide.ts';
import type { SubjectSituation } from '../../src/access/subject-access.ts';
import { CLINIC, VOCABULARY } from '../directives/fixture-sdl.ts';

/** What the small clinic of the directives' tests declares. */
export const CLINIC_MODEL: AccessModel = readAccessModel(readSdl([VOCABULARY, CLINIC]));

export function clinicType(name: 'Patient' | 'Observation'): SubjectType {
  const type = CLINIC_MODEL.types[name];
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
}

/** A grant of a field that stands in no schema. */
export const rowGrant = (over: Partial<Grant> = {}): Grant => ({
  id: 'Row.code#1',
  roles: ['NURSE'],
  purposes: ['TREAT'],
  relationships: ['CARE_TEAM'],
  mask: 'NONE',
  sensitivity: [],
  breakGlass: false,
  place: { file: 'own.graphql', line: 1 },
  ...over,
});

/** Somebody of a tenant that narrows nothing. */
export function accessClass(over: Partial<AccessClass> = {}): AccessClass {
  return {
    tenant: 'riverside',
    roles: ['PHYSICIAN'],
    purpose: 'TREAT',
    policyVersion: 'v1',
    reaches: () => true,
    isAssured: () => true,
    narrow: (grants) => grants,
    grantsRole: (role, grant) => grant.roles.includes(role),
    ...over,
  };
}

/** Nothing but relationships matters. */
export const situation = (relationships: RelationshipSet): SubjectSituation => ({
  relationships,
  consents: NO_CONSENTS,
  glass: null,
});

/** A tenant and a patient whose consents withhold nothing. */
export const NO_CONSENTS: ConsentView = {
  always: { permit: true, consent: null },
  decide: () => ({ permit: true, consent: null }),
};
