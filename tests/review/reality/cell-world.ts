import type { GraphQLSchema } from 'graphql';
import type { HealthData, StoredRecord } from '../../../datasources/health-data.ts';
import type { AccessModel, Relationship } from '../../../src/access/access-model.ts';
import type { SubjectFacts, Tie } from '../../../src/access/facts.ts';
import type { Actor } from '../../../src/identity/actor.ts';
import { Chooser } from '../../properties/chooser.ts';
import { contentOf } from '../../properties/generate-content.ts';
import { NOW } from '../../properties/generate-situation.ts';
import type { World, WorldPatient } from '../../properties/world.ts';
import { openWorld } from '../../properties/world-data.ts';
import { actor } from '../../support/small-gateway.ts';

/** One patient for each way to be tied, and what each kind of actor is to them. */
export const PATIENTS = ['self', 'proxied', 'limited', 'team', 'treated', 'stranger', 'glass'] as const;
export type PatientName = (typeof PATIENTS)[number];

type Held = Readonly<Partial<Record<PatientName, readonly Relationship[]>>>;
const STAFF: Held = {
  stranger: ['ORG'],
  team: ['ORG', 'CARE_TEAM'],
  treated: ['ORG', 'TREATING'],
  glass: ['ORG'],
};

/** By role: the patients that actors of it are put before, and the relationships that then hold. */
export function heldBy(role: string): Held {
  if (role === 'PATIENT') return { self: ['SELF'], stranger: [] };
  if (role === 'PROXY') return { proxied: ['PROXY'], limited: ['PROXY_LIMITED'], stranger: [] };
  return role === 'SYSTEM' ? { stranger: ['ORG'] } : STAFF;
}

export function actorOf(role: string, purpose: string): Actor {
  const people: Readonly<Record<string, string>> = { PATIENT: 'Patient/self', PROXY: 'RelatedPerson/r1' };
  return actor({
    ...{ roles: [role], purpose, purposes: [purpose] },
    fhirUser: role === 'SYSTEM' ? null : (people[role] ?? 'Practitioner/p1'),
    scopes: role === 'SYSTEM' ? ['system/*.rs'] : null,
  });
}

/** Kinds of rows that are made for a reader when asked for, and lie in no list. */
export const MADE_TYPES = [
  'BreakGlassReview',
  'ConsentFinding',
  'AccessExplanation',
  'PatientInsights',
  'Insight',
] as const;

/** A row of every type and category for every patient, each with something to read in it. */
export interface CellWorld {
  readonly world: World;
  /** By `Type/id`. */
  readonly rows: ReadonlyMap<string, CellRow>;
  open(): HealthData;
}

export interface CellRow {
  readonly patient: PatientName;
  readonly record: StoredRecord;
  /** The row's own; `null`: rows of the type have none. */
  readonly category: string | null;
}

export function cellWorld(model: AccessModel, schema: GraphQLSchema): CellWorld {
  const all = PATIENTS.map((name) => patientOf(name, model, schema));
  const rows = new Map(
    all.flatMap(({ own }) => own.map((row) => [`${row.record.resourceType}/${row.record.id}`, row] as const)),
  );
  const world = new Map(all.map(({ name, patient }) => [name, patient]));
  return {
    ...{ world, rows },
    open: () => {
      const data = openWorld(world, () => {});
      return {
        ...data,
        row: async (type, id) => {
          if (type === 'Patient') return data.row(type, id);
          const found = rows.get(`${type}/${id}`);
          const { facts } = await data.patient(found?.patient ?? '');
          return { record: found?.record ?? null, facts };
        },
      };
    },
  };
}

function patientOf(name: PatientName, model: AccessModel, schema: GraphQLSchema) {
  const choose = new Chooser(PATIENTS.indexOf(name) + 3);
  const birthDate = name === 'limited' ? '2012-06-01' : '1975-04-05';
  const record: StoredRecord = {
    ...contentOf(choose, 'Patient', model, schema),
    ...{ resourceType: 'Patient', id: name, subjectId: name, labels: [], rowCategories: [], birthDate },
    name: [{ use: 'official', family: `Alder${name}`, given: ['Ann'] }],
    deceasedDateTime: '2026-01-05T10:00:00Z',
    identifier: [
      { system: 'http://hl7.org/fhir/sid/us-ssn', value: '900-11-1234' },
      {
        system: 'urn:mrn',
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
        value: `M-10-${name}`,
      },
    ],
  };
  const listed = Object.values(model.types).filter(
    (type) => type.name !== 'Patient' && type.name !== 'PatientMatch',
  );
  const own = listed.flatMap((type): readonly CellRow[] => {
    const categories = type.categoryField === null ? [null] : type.rowCategories;
    return categories.map((category) => {
      const id = `${name}-${type.name}-${category ?? 'row'}`.toLowerCase().replaceAll('_', '-');
      const stored = {
        ...contentOf(choose, type.name, model, schema),
        ...madeContent(type.name, id),
        ...{ resourceType: type.name, id, subjectId: name, labels: [] },
        rowCategories: category === null ? [] : [category],
      };
      return { patient: name, record: stored, category };
    });
  });
  const inLists = own.filter(({ record: row }) => !MADE_TYPES.some((made) => made === row.resourceType));
  const patient: WorldPatient = {
    record,
    facts: factsOf(name, birthDate),
    rows: inLists.map(({ record: row }, index) => ({
      record: row,
      position: `${1000 - index}`.padStart(8, '0'),
    })),
  };
  return { name, patient, own: [...own, { patient: name, record, category: null }] };
}

function factsOf(name: PatientName, birthDate: string): SubjectFacts {
  const tie = (kind: Tie['kind'], anchor: string): Tie => ({
    ...{ kind, anchor, source: 'Encounter/e1', start: null, end: null },
    authorisation: kind === 'PROXY',
  });
  const ties: Readonly<Partial<Record<PatientName, readonly Tie[]>>> = {
    team: [tie('CARE_TEAM', 'Practitioner/p1')],
    treated: [tie('TREATING', 'Practitioner/p1')],
    proxied: [tie('PROXY', 'RelatedPerson/r1')],
    limited: [tie('PROXY', 'RelatedPerson/r1')],
  };
  return {
    subjectId: name,
    exists: true,
    ties: ties[name] ?? [],
    actors: [],
    birthDate,
    deceasedDate: null,
    labels: [],
    consents: [],
    glass: name === 'glass' ? { id: 'glass-1', openedAt: NOW - 1000, expiresAt: NOW + 1000 } : null,
    reveals: [],
    pseudonymKey: Buffer.alloc(32, name),
  };
}

const PRACTITIONER = { reference: 'Practitioner/p9', display: 'Dr Elm' };
const CONCEPT = { text: 'oak', coding: [{ system: 'urn:codes', code: 'oak-1', display: 'Oak' }] };
const AMOUNT = { value: 7, currency: 'USD' };
const CLAIM = {
  diagnosis: [{ sequence: 1, diagnosisCodeableConcept: CONCEPT }],
  procedure: [{ sequence: 1, procedureCodeableConcept: CONCEPT }],
  insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v1', display: 'Plan' } }],
  item: [{ sequence: 1, productOrService: CONCEPT, net: AMOUNT }],
};
const CLAIMS = {
  Claim: CLAIM,
  ExplanationOfBenefit: {
    ...CLAIM,
    total: [{ category: CONCEPT, amount: AMOUNT }],
    payment: { amount: AMOUNT, date: '2025-03-01' },
  },
};

/** Where nothing of FHIR is behind a type, or several fields are read from one property. */
function madeContent(type: string, id: string): Readonly<Record<string, unknown>> {
  const decision = { decision: 'PERMIT', mask: 'NONE', reason: 'GRANT', grant: 'PhiCategory.LAB#1' };
  const citation = {
    resourceType: 'Observation',
    resourceId: 'o1',
    coordinate: 'Observation.code',
    quote: id,
  };
  const made: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    BreakGlassReview: {
      ...{ issuer: 'urn:test', actor: 'n1', roles: ['NURSE'], client: 'portal', reason: 'OVRER' },
      ...{ justification: `because ${id}`, comment: `seen ${id}`, state: 'OPEN' },
      ...{ openedAt: NOW - 1000, expiresAt: NOW, reviewer: null, verdict: null, reviewedAt: null },
    },
    ConsentFinding: {
      faulty: [{ id: 'c1', status: 'active', readable: false, findings: ['NO_PROVISION'] }],
    },
    AccessExplanation: {
      resource: 'Observation/o1',
      explanation: {
        ...{
          exists: true,
          relationships: ['ORG'],
          labels: ['R'],
          consented: true,
          consent: 'c1',
          glass: 'g1',
        },
        fields: [{ field: 'code', decision, place: { file: 'access.graphql', line: 7 }, categories: [] }],
      },
    },
    ...CLAIMS,
    Appointment: { participant: [{ actor: PRACTITIONER, status: 'accepted' }] },
    CareTeam: { participant: [{ member: PRACTITIONER }] },
    Encounter: {
      participant: [{ individual: PRACTITIONER }],
      hospitalization: { dischargeDisposition: CONCEPT },
      diagnosis: [{ condition: { reference: 'Condition/c1' } }],
    },
    Procedure: { performer: [{ actor: PRACTITIONER }] },
    Consent: { provision: { type: 'permit', period: { start: '2025-01-01', end: '2027-01-01' } } },
    DiagnosticReport: { presentedForm: [{ contentType: 'text/plain', data: btoa(`text ${id}`) }] },
    Insight: {
      ...{ useCase: 'PRE_VISIT_SUMMARY', audience: 'CLINICIAN', groundingScore: 0.9, reviewState: 'DRAFT' },
      ...{ reviewReason: `read ${id}`, sentences: [{ text: `told ${id}`, citations: [citation] }] },
    },
  };
  return made[type] ?? {};
}
