import type { GraphQLSchema } from 'graphql';
import type { StoredRecord } from '../../datasources/health-data.ts';
import type { AccessModel } from '../../src/access/access-model.ts';
import type { SubjectFacts, Tie } from '../../src/access/facts.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { actor } from '../support/small-gateway.ts';
import type { Chooser } from './chooser.ts';
import { actors, generateConsent } from './generate-consent.ts';
import { contentOf } from './generate-content.ts';
import { LABELS, NOW } from './generate-situation.ts';
import type { World, WorldPatient, WorldRow } from './world.ts';

export const PATIENTS = ['ada', 'ben', 'cyd', 'dee'];
const HOUR = 3_600_000;

/** Roles with the purpose and the ties that grants ask for, so that something is to be seen. */
const PEOPLE: readonly Partial<Actor>[] = [
  { roles: ['PHYSICIAN'], purpose: 'TREAT' },
  { roles: ['PHYSICIAN'], purpose: 'TREAT' },
  { roles: ['NURSE'], purpose: 'TREAT' },
  { roles: ['PHARMACIST'], purpose: 'TREAT' },
  { roles: ['CARE_COORDINATOR'], purpose: 'CAREMGT' },
  { roles: ['REGISTRATION'], purpose: 'PATADMIN' },
  { roles: ['BILLING'], purpose: 'HPAYMT' },
  { roles: ['CODER'], purpose: 'HPAYMT' },
  { roles: ['RESEARCHER'], purpose: 'HRESCH' },
  { roles: ['RESEARCHER'], purpose: 'HRESCH' },
  { roles: ['PATIENT'], purpose: 'PATRQT', fhirUser: 'Patient/ada' },
  { roles: ['PROXY'], purpose: 'PATRQT', fhirUser: 'RelatedPerson/r1' },
  { roles: ['BILLING', 'NURSE'], purpose: 'TREAT' },
  { roles: ['AUDITOR'], purpose: 'HOPERAT' },
  { roles: ['SYSTEM'], purpose: 'TREAT', fhirUser: null, scopes: ['system/*.rs'] },
  { roles: ['PHYSICIAN'], purpose: 'TREAT', patient: 'ada' },
];
const PURPOSES = ['HRESCH', 'HPAYMT', 'PATRQT', 'HMARKT', 'BTG'];
const SCOPES = [
  ['user/*.rs'],
  [
    'user/Patient.r',
    'user/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory',
  ],
  ['patient/*.rs'],
  ['user/Patient.rs', 'user/Condition.rs'],
];

export function generatePerson(choose: Chooser): Actor {
  const person = choose.one(PEOPLE);
  const purpose = choose.chance(0.1) ? choose.one(PURPOSES) : (person.purpose ?? 'TREAT');
  return actor({
    ...(choose.chance(0.2) ? { scopes: choose.one(SCOPES) } : {}),
    ...person,
    purpose,
    purposes: [purpose],
    multiFactor: choose.chance(0.95),
  });
}

export function generateWorld(choose: Chooser, model: AccessModel, schema: GraphQLSchema): World {
  return new Map(PATIENTS.map((id) => [id, generatePatient(choose, id, model, schema)]));
}

function generatePatient(
  choose: Chooser,
  id: string,
  model: AccessModel,
  schema: GraphQLSchema,
): WorldPatient {
  const labels = choose.chance(0.8) ? [] : choose.few(LABELS, 0.1).toSorted();
  const record = recordOf('Patient', id, id, labels, contentOf(choose, 'Patient', model, schema));
  const rows = Array.from({ length: choose.number(9) }, (_, index) =>
    generateRow(choose, id, index, model, schema),
  );
  return {
    record,
    facts: factsOf(choose, record),
    rows: rows.toSorted((a, b) => (a.position < b.position ? 1 : -1)),
  };
}

export function generateRow(
  choose: Chooser,
  subjectId: string,
  index: number,
  model: AccessModel,
  schema: GraphQLSchema,
  wanted: string | null = null,
): WorldRow {
  const types = Object.values(model.types).filter(({ name }) => listedTypes(model).includes(name));
  // Few types, so that lists have several rows.
  const often = choose.chance(0.7) ? types.filter(({ name }) => OFTEN.has(name)) : types;
  const type = types.find(({ name }) => name === wanted) ?? choose.one(often);
  const labels = choose.chance(0.75) ? [] : choose.few(LABELS, 0.1).toSorted();
  const id = `${subjectId}-${type.name.toLowerCase()}-${index}`;
  const codes = choose.chance(0.8)
    ? [choose.one([...type.rowCategories, 'NO_SUCH'])]
    : choose.some(type.rowCategories);
  const record = recordOf(type.name, id, subjectId, labels, {
    ...contentOf(choose, type.name, model, schema),
    rowCategories: codes,
  });
  return { record, position: `${(100 - index).toString().padStart(13, '0')}#${id}` };
}

/** Types of rows that a patient's record leads to. */
export function listedTypes({ types }: AccessModel): readonly string[] {
  return (types.Patient?.fields ?? []).flatMap(({ rowType }) => rowType ?? []);
}

const OFTEN = new Set(['Observation', 'Encounter', 'Condition', 'DocumentReference']);

function recordOf(
  resourceType: string,
  id: string,
  subjectId: string,
  labels: readonly string[],
  content: Readonly<Record<string, unknown>>,
): StoredRecord {
  return { rowCategories: [], ...content, resourceType, id, subjectId, labels };
}

function factsOf(choose: Chooser, record: StoredRecord): SubjectFacts {
  const { id } = record;
  return {
    subjectId: id,
    exists: true,
    ties: choose.chance(0.25) ? [] : [tie(choose), tie(choose), tie(choose)],
    actors: actors(choose),
    birthDate: typeof record.birthDate === 'string' ? record.birthDate : null,
    deceasedDate: null,
    labels: record.labels,
    consents: choose.chance(0.75)
      ? []
      : [generateConsent(choose, `${id}-c0`, NOW), generateConsent(choose, `${id}-c1`, NOW)],
    glass: choose.chance(0.9)
      ? null
      : { id: `glass-${id}`, openedAt: NOW - HOUR, expiresAt: NOW + choose.one([HOUR, 0]) },
    reveals: [],
    pseudonymKey: Buffer.alloc(32, id),
  };
}

const tie = (choose: Chooser): Tie => ({
  kind: choose.one(['CARE_TEAM', 'CARE_TEAM', 'TREATING', 'PROXY', 'PROXY', 'STUDY']),
  anchor: choose.one(['Practitioner/p1', 'CareTeam/team', 'RelatedPerson/r1']),
  source: 'Encounter/e1',
  start: choose.one([null, null, '2025', '2026-03-02']),
  end: choose.one([null, null, null, '2026-02-20', '2020']),
  authorisation: choose.chance(0.5),
});
