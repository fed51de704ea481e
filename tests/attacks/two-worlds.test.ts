import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';
import { importResources } from './import-resources.ts';

/**
 * Noninterference (design promise 3), asked of the whole gateway: everything is asked, then only what the
 * asker may not see is changed, then everything is asked again.
 */
const PATIENT = 'twin';
const LABORATORY = 'laboratory';

interface World {
  readonly patient: Record<string, unknown>;
  readonly rows: readonly Record<string, unknown>[];
}

const concept = (text: string, code: string) => ({ text, coding: [{ system: 'urn:codes', code }] });
const about = { subject: { reference: `Patient/${PATIENT}` } };
const of = { patient: { reference: `Patient/${PATIENT}` } };
const observation = (id: string, value: string, more: Record<string, unknown> = {}) => ({
  resourceType: 'Observation',
  id: `${PATIENT}-${id}`,
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: LABORATORY }] },
  ],
  code: concept(value, 'lab-1'),
  effectiveDateTime: '2024-03-02T10:00:00Z',
  valueString: value,
  ...about,
  ...more,
});
const note = (id: string, text: string, more: Record<string, unknown> = {}) => ({
  resourceType: 'DocumentReference',
  id: `${PATIENT}-${id}`,
  status: 'current',
  type: concept('Progress note', 'note'),
  description: text,
  ...about,
  ...more,
});
const allergy = (id: string, text: string) => ({
  resourceType: 'AllergyIntolerance',
  id: `${PATIENT}-${id}`,
  code: concept(text, 'allergy'),
  ...of,
});
const encounter = (reason: string) => ({
  resourceType: 'Encounter',
  id: `${PATIENT}-visit`,
  status: 'finished',
  class: { code: 'AMB' },
  period: { start: '2024-03-02T10:00:00Z', end: '2024-03-02T11:00:00Z' },
  reasonCode: [concept(reason, reason)],
  ...about,
});

const BASE: World = {
  patient: {
    name: [{ use: 'official', family: 'Alpha', given: ['Anna'] }],
    birthDate: '1971-04-05',
    gender: 'female',
    identifier: [{ system: 'http://hl7.org/fhir/sid/us-ssn', value: '900-11-1234' }],
    telecom: [{ system: 'phone', value: '555-0101' }],
    address: [
      { line: ['1 First Street'], city: 'Providence', state: 'RI', postalCode: '02903', country: 'US' },
    ],
    maritalStatus: concept('Married', 'M'),
  },
  rows: [
    observation('lab', 'one'),
    note('note', 'first text'),
    allergy('allergy', 'nuts'),
    encounter('cough'),
  ],
};

/** What each may not see, changed; rows that nobody but the treating may see, added. */
const CHANGES: Readonly<Record<string, World>> = {
  researcher: {
    patient: {
      ...BASE.patient,
      name: [{ use: 'official', family: 'Beta', given: ['Bea', 'Berta'], prefix: ['Dr'] }],
      birthDate: '1971-12-31',
      identifier: [
        { system: 'http://hl7.org/fhir/sid/us-ssn', value: '900-22-9999' },
        { system: 'urn:other', value: 'X1' },
      ],
      telecom: [{ system: 'phone', value: '555-0202' }],
      address: [
        {
          line: ['2 Second Street', 'Attic'],
          city: 'Warwick',
          district: 'Kent',
          state: 'RI',
          postalCode: '02904',
          country: 'US',
        },
      ],
    },
    rows: [
      observation('lab', 'two', {
        effectiveDateTime: '2024-11-30T23:00:00Z',
        note: [{ text: 'called home' }],
      }),
      note('note', 'second text'),
      note('note-2', 'third text'),
      allergy('allergy', 'other nuts'),
      BASE.rows[3] ?? {},
    ],
  },
  billing: {
    patient: { ...BASE.patient, maritalStatus: concept('Single', 'S') },
    rows: [
      observation('lab', 'two'),
      observation('lab-2', 'three'),
      note('note', 'second text'),
      note('note-2', 'third text'),
      allergy('allergy', 'latex'),
      allergy('allergy-2', 'bees'),
      encounter('overdose'),
    ],
  },
  registration: {
    patient: BASE.patient,
    rows: [
      observation('lab', 'two'),
      note('note', 'second'),
      allergy('allergy-2', 'bees'),
      encounter('overdose'),
    ],
  },
  stranger: {
    patient: { ...BASE.patient, name: [{ family: 'Gamma' }], birthDate: '2001-01-01', gender: 'male' },
    rows: [observation('lab-3', 'four'), note('note-3', 'five'), encounter('assault')],
  },
  auditor: {
    patient: { ...BASE.patient, name: [{ family: 'Gamma' }] },
    rows: [observation('lab-3', 'four')],
  },
};

const ROW = 'id status _access { field decision mask reason } mayOmit';
const CODE = 'code { text codings { system code display } }';
const PAGE = 'pageInfo { hasNextPage hasPreviousPage mayOmit _access { field decision mask reason } }';
const list = (name: string, fields: string, first: number) =>
  `${name}_${first}: ${name}(first: ${first}) { edges { node { ${fields} } } ${PAGE} }`;
const FIELDS = [0, 1, 50]
  .flatMap((first) => [
    list('observations', `${ROW} ${CODE} effectiveDateTime valueString note { text }`, first),
    list('notes', `${ROW} description`, first),
    list('allergies', `id mayOmit ${CODE}`, first),
    list('encounters', `${ROW} period { start end } reasonCode { text codings { code } }`, first),
  ])
  .join(' ');
const PERSON = `id fhirId name { use text family given prefix } birthDate gender ssn mrn maritalStatus
  identifiers { system value } telecom { system value } address { line city district state postalCode country }`;
const EVERYTHING = [
  `{ patient(id: "${PATIENT}") { ${PERSON} ${FIELDS} } }`,
  `{ patients(first: 200) { edges { node { ${PERSON} } } ${PAGE} } }`,
  `{ node(id: "Observation/${PATIENT}-lab") { id __typename ... on Observation { ${ROW} ${CODE} valueString } } }`,
  `{ n1: node(id: "DocumentReference/${PATIENT}-note") { id __typename } n2: node(id: "DocumentReference/${PATIENT}-note-2") { id } }`,
  `{ n1: node(id: "AllergyIntolerance/${PATIENT}-allergy-2") { id } n2: node(id: "Observation/${PATIENT}-lab-3") { id __typename } }`,
];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await runGateway();
});
afterAll(() => gateway.close());

const load = ({ patient, rows }: World) =>
  importResources(gateway.config, [{ resourceType: 'Patient', id: PATIENT, ...patient }, ...rows]);
/** As if they had never been: only what the world has is there. */
const remove = (ids: readonly string[], type: string) =>
  importResources(
    gateway.config,
    ids.map((id) => ({
      resourceType: type,
      id: `${PATIENT}-${id}`,
      status: 'entered-in-error',
      ...about,
      ...of,
    })),
  );

async function seen(persona: string): Promise<readonly string[]> {
  const token = await gateway.persona(persona);
  const from = gateway.log.length;
  const answers = [];
  for (const query of EVERYTHING) {
    const { status, text, headers } = await gateway.ask(token, query);
    answers.push(`${status} ${headers.get('content-type')} ${text}`);
  }
  const log = gateway.log.slice(from).map(({ fields, ...line }) => ({ ...line, ...fields, request: '' }));
  return [...answers, JSON.stringify(log)];
}

describe('two worlds that differ only in what is hidden', () => {
  it.each(Object.keys(CHANGES))('give the same bytes to %s', async (persona) => {
    await remove(['lab-2', 'lab-3'], 'Observation');
    await remove(['note-2', 'note-3'], 'DocumentReference');
    await load(BASE);
    const one = await seen(persona);
    await load(CHANGES[persona] ?? BASE);
    expect(await seen(persona)).toEqual(one);
  });

  it('and others to whom it is not hidden', async () => {
    await load(BASE);
    const one = await seen('coder');
    await load(CHANGES.billing ?? BASE);
    expect(await seen('coder')).not.toEqual(one);
  });
});
