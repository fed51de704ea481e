import type { StoredRecord } from '../../../datasources/health-data.ts';
import type { SubjectFacts, Tie } from '../../../src/access/facts.ts';
import type { Canaries } from '../../support/canary/canaries.ts';
import { clinicalRows } from '../../support/canary/clinical-rows.ts';
import { createElements, type Resource } from '../../support/canary/elements.ts';
import { otherRows } from '../../support/canary/other-rows.ts';
import type { Chooser } from '../chooser.ts';
import { actors, generateConsent } from '../generate-consent.ts';
import { LABELS, NOW } from '../generate-situation.ts';
import type { WorldPatient, WorldRow } from '../world.ts';
import { mentionOf, type Person } from './person.ts';

const HOUR = 3_600_000;
/** Labels that grants open to some, and those they open to none, as rows bear them. */
const ROW_LABELS = [...LABELS, 'TBOO', 'PART2', 'HIV', 'STD', 'ADOL', 'PSYTHPN', 'SUD'];

/** What a row of each type is by category, the usual one first. */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  Condition: ['PROBLEM', 'PROBLEM', 'DIAGNOSIS', 'SDOH'],
  Observation: ['LAB', 'LAB', 'LAB', 'VITAL_SIGNS', 'SOCIAL_HISTORY', 'SURVEY', 'GENOMIC'],
  MedicationRequest: ['MEDICATION'],
  AllergyIntolerance: ['ALLERGY'],
  Immunization: ['IMMUNIZATION'],
  Procedure: ['PROCEDURE'],
  DiagnosticReport: ['LAB', 'IMAGING'],
  DocumentReference: ['CLINICAL_NOTE', 'CLINICAL_NOTE', 'PSYCHOTHERAPY_NOTE'],
  CareTeam: ['CARE_TEAM'],
  Encounter: ['ENCOUNTER'],
  Coverage: ['COVERAGE'],
  Claim: ['BILLING'],
  ExplanationOfBenefit: ['BILLING'],
  Appointment: ['ENCOUNTER'],
  Consent: ['CONSENT'],
};
/** Rows of each type: the sources' own types have several. */
const SEVERAL = new Set(['Condition', 'Observation', 'DocumentReference', 'Encounter', 'MedicationRequest']);

/** A patient with a planted value in every element that the schema shows, some labelled, some of another kind. */
export function plantPatient(choose: Chooser, id: string, c: Canaries, who: Person): WorldPatient {
  const first = [...clinicalRows(createElements(c)), ...otherRows(createElements(c))];
  const second = [...clinicalRows(createElements(c)), ...otherRows(createElements(c))];
  const more = second.filter(({ resourceType }) => SEVERAL.has(String(resourceType)));
  const rows = [...first, ...more].map((resource, index) => toRow(choose, id, resource, index, who));
  const labels = choose.chance(0.92) ? [] : [choose.one(ROW_LABELS)];
  const record = patientRecord(id, labels, c, who);
  return {
    record,
    rows: rows.toSorted((a, b) => (a.position < b.position ? 1 : -1)),
    facts: factsOf(choose, record),
  };
}

/** The same, nothing of it labelled or refused, with everybody tied who needs it. */
export function plainPatient(choose: Chooser, id: string, c: Canaries, who: Person): WorldPatient {
  const { record, rows, facts } = plantPatient(choose, id, c, who);
  const usual = rows.map((row) => {
    const rowCategories = (CATEGORIES[row.record.resourceType] ?? []).slice(0, 1);
    return { ...row, record: { ...row.record, rowCategories, labels: [] } };
  });
  return {
    record: { ...record, labels: [] },
    rows: usual,
    facts: { ...facts, ties: TIED, labels: [], consents: [], glass: null },
  };
}

function toRow(choose: Chooser, subjectId: string, resource: Resource, index: number, who: Person): WorldRow {
  const resourceType = String(resource.resourceType);
  const id = `${subjectId}-${resourceType.toLowerCase()}-${index}`;
  const labels = choose.chance(0.7) ? [] : choose.few(ROW_LABELS, 0.08).toSorted();
  const categories = CATEGORIES[resourceType] ?? [];
  const rowCategories = choose.chance(0.97)
    ? [choose.one(categories)]
    : choose.some(['OTHER', ...categories]);
  const changed = spoken(choose, resource, who);
  const encounter = { reference: `Encounter/${subjectId}-encounter-9` };
  const context = resourceType === 'DocumentReference' ? { context: { encounter: [encounter] } } : {};
  const record = { ...changed, encounter, ...context, resourceType, id, subjectId, rowCategories, labels };
  return { record, position: `${(100 - index).toString().padStart(4, '0')}#${id}` };
}

/** What is active can be told of, and texts tell who they are about. */
function spoken(choose: Chooser, resource: Resource, who: Person): Resource {
  const { resourceType, code, content } = resource;
  const mention = (text: string) => (choose.chance(0.35) ? `${text} ${mentionOf(choose, who)}` : text);
  const active = choose.chance(0.7);
  return {
    ...resource,
    ...(isConcept(code) ? { code: { ...code, text: mention(code.text) } } : {}),
    ...(active && resourceType === 'Condition' ? { clinicalStatus: { text: 'active' } } : {}),
    ...(active && resourceType === 'MedicationRequest' ? { status: 'active' } : {}),
    ...(Array.isArray(content) ? { content: content.map((one) => attached(one, mention)) } : {}),
  };
}

function attached(content: { attachment: Resource }, mention: (text: string) => string): Resource {
  const text = Buffer.from(String(content.attachment.data), 'base64').toString();
  const said = `${mention(text)}. ${mention('Seen today')}.`;
  return { attachment: { ...content.attachment, data: Buffer.from(said).toString('base64') } };
}

function isConcept(value: unknown): value is { readonly text: string } {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';
}

function patientRecord(id: string, labels: readonly string[], c: Canaries, who: Person): StoredRecord {
  const { family, given, mrn, ssn, phone, email, line, city, postalCode, birthDate } = who;
  return {
    resourceType: 'Patient',
    id,
    subjectId: id,
    rowCategories: [],
    labels,
    name: [{ use: 'official', family, given: [given] }],
    birthDate,
    gender: c.text(),
    identifier: [
      { type: { coding: [{ code: 'MR' }] }, system: c.uri(), value: mrn },
      { type: { coding: [{ code: 'SS' }] }, system: 'http://hl7.org/fhir/sid/us-ssn', value: ssn },
    ],
    telecom: [
      { system: 'phone', value: phone },
      { system: 'email', value: email },
    ],
    address: [{ line: [line], city, state: c.text(), postalCode }],
    maritalStatus: { coding: [{ code: c.text() }] },
  };
}

function factsOf(choose: Chooser, record: StoredRecord): SubjectFacts {
  const { id, birthDate, labels } = record;
  const refusal = { answer: 'REFUSED', period: null } as const;
  const asked = { id: `${id}-m`, status: 'active', readable: true, provision: null, findings: [] } as const;
  return {
    subjectId: id,
    exists: true,
    ties: choose.chance(0.1) ? [] : choose.chance(0.6) ? TIED : [tie(choose), tie(choose), tie(choose)],
    actors: actors(choose),
    birthDate: typeof birthDate === 'string' ? birthDate : null,
    deceasedDate: null,
    labels,
    consents: [
      ...(choose.chance(0.8) ? [] : [generateConsent(choose, `${id}-c0`, NOW)]),
      ...(choose.chance(0.96) ? [] : [{ ...asked, modelUse: refusal }]),
    ],
    glass: choose.chance(0.88)
      ? null
      : { id: `glass-${id}`, openedAt: NOW - HOUR, expiresAt: NOW + choose.one([HOUR, HOUR, 0]) },
    reveals: [],
    pseudonymKey: Buffer.alloc(32, id),
  };
}

const open = { source: 'Encounter/e1', start: null, end: null };
/** Whoever has a role that needs a tie has it. */
export const TIED: readonly Tie[] = [
  { kind: 'CARE_TEAM', anchor: 'Practitioner/p1', ...open },
  { kind: 'PROXY', anchor: 'RelatedPerson/r1', ...open, authorisation: true },
];

const tie = (choose: Chooser): Tie => ({
  kind: choose.one(['CARE_TEAM', 'CARE_TEAM', 'TREATING', 'PROXY', 'PROXY', 'STUDY']),
  anchor: choose.one(['Practitioner/p1', 'Practitioner/p1', 'RelatedPerson/r1']),
  source: 'Encounter/e1',
  start: choose.one([null, null, '2025', '2026-03-02']),
  end: choose.one([null, null, null, '2026-02-20', '2020']),
  authorisation: choose.chance(0.7),
});
