import type { GraphQLSchema } from 'graphql';
import type { AccessModel } from '../../../src/access/access-model.ts';
import type { Consent } from '../../../src/access/consent/consent.ts';
import type { SubjectFacts, Tie } from '../../../src/access/facts.ts';
import { TEST_NOW } from '../../support/small-gateway.ts';
import { Chooser } from '../chooser.ts';
import { generateRow, generateWorld, listedTypes } from '../generate-world.ts';
import type { WorldPatient, WorldRow } from '../world.ts';

const HOUR = 3_600_000;
const open = { source: 'Encounter/e1', start: null, end: null };
/** Whoever can be tied at all. */
const TIES: readonly Tie[] = [
  { kind: 'CARE_TEAM', anchor: 'Practitioner/p1', ...open },
  { kind: 'TREATING', anchor: 'Practitioner/p1', ...open },
  { kind: 'PROXY', anchor: 'RelatedPerson/r1', ...open, authorisation: true },
  { kind: 'STUDY', anchor: 'ResearchStudy/s1', ...open },
];
/** Harmless, but not as it should be: for the privacy officer's list. */
const FAULTY: Consent = {
  id: 'ada-faulty',
  status: 'inactive',
  readable: false,
  provision: null,
  findings: ['NOTHING_SAID'],
  modelUse: null,
};

/** How somebody stands to the patient. */
export const STANDINGS = Object.freeze({
  tied: { ties: TIES, consents: [], glass: null },
  stranger: { ties: [], consents: [], glass: null },
  glass: {
    ties: [],
    consents: [],
    glass: { id: 'g1', openedAt: TEST_NOW - HOUR, expiresAt: TEST_NOW + HOUR },
  },
  faulty: { ties: TIES, consents: [FAULTY], glass: null },
} satisfies Record<string, Pick<SubjectFacts, 'ties' | 'consents' | 'glass'>>);
export type Standing = keyof typeof STANDINGS;

/** What filters seek, in every row that has it. */
export const CODE = 'amber-1';
const CONCEPT = { text: 'amber', coding: [{ system: 'urn:codes', code: CODE, display: 'amber' }] };

/**
 * A patient with rows of every type: of each category that the type may have, without a label; every one with a value for
 * whatever the schema reads. `ada-<type>-0` is of the type's first category.
 */
export function fullPatient(model: AccessModel, schema: GraphQLSchema, standing: Standing): WorldPatient {
  const choose = new Chooser(11);
  const [ada] = generateWorld(choose, model, schema).values();
  if (ada === undefined) throw new Error('no patient');
  const rows = listedTypes(model).flatMap((type, at) => rowsOf(choose, type, at * 20, model, schema));
  const record = {
    ...ada.record,
    labels: [],
    name: [{ use: 'official', family: 'Alder', given: ['Ann'] }],
    identifier: [
      { system: 'http://hl7.org/fhir/sid/us-ssn', value: '900-11-1234' },
      { type: { coding: [{ code: 'MR' }] }, value: 'M-1001' },
    ],
    telecom: [{ system: 'phone', value: '555-010-0101' }],
    birthDate: '1975-04-05',
  };
  const facts = { ...ada.facts, labels: [], birthDate: '1975-04-05', ...STANDINGS[standing] };
  return { record, facts, rows: rows.toSorted((a, b) => (a.position < b.position ? 1 : -1)) };
}

function rowsOf(
  choose: Chooser,
  type: string,
  from: number,
  model: AccessModel,
  schema: GraphQLSchema,
): readonly WorldRow[] {
  const categories = model.types[type]?.rowCategories ?? [];
  const each = categories.length === 0 ? [[]] : categories.map((category) => [category]);
  return each.map((rowCategories, index) => {
    const { record, position } = generateRow(choose, 'ada', from + index, model, schema, type);
    const id = `ada-${type.toLowerCase()}-${index}`;
    const changed = { ...record, ...SAID[type], id, labels: [], rowCategories };
    return { record: changed, position: position.replace(/#.*$/, `#${id}`) };
  });
}

const SAID: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  Condition: { code: CONCEPT },
  Observation: { code: CONCEPT },
  Procedure: { code: CONCEPT },
  DiagnosticReport: { code: CONCEPT },
  MedicationRequest: { medicationCodeableConcept: CONCEPT },
  Consent: { status: 'active' },
};
