import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredRecord } from '../../datasources/health-data.ts';
import type { Consent } from '../../src/access/consent/consent.ts';
import type { SubjectFacts } from '../../src/access/facts.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { actor } from '../support/small-gateway.ts';
import { Chooser } from './chooser.ts';
import { type Bench, draftMutation, nodeQuery, REVIEWS, readPlainly } from './laundering/case.ts';
import { type InsightGateway, openInsightGateway, type Situation } from './laundering/insight-gateway.ts';
import { insightTenants } from './laundering/insight-readers.ts';
import { MemoryInsights } from './laundering/memory-insights.ts';
import { generatePerson } from './laundering/person.ts';
import { plantedIn, plantValues } from './laundering/planted.ts';
import { plainPatient } from './laundering/planted-patient.ts';
import { declaredSources } from './laundering/source-fields.ts';
import type { WorldPatient } from './world.ts';

let gateway: InsightGateway;
let bench: Bench;
beforeAll(async () => {
  gateway = await openInsightGateway();
  const sources = await declaredSources();
  bench = { gateway, tenants: insightTenants(gateway.model, sources, 1), sources };
});

const who = generatePerson(new Chooser(1));
const patient = plainPatient(new Chooser(1), 'ada', plantValues(), who);
const PHYSICIAN = actor({ id: 'p1' });
const NURSE = actor({ id: 'n1', roles: ['NURSE'], fhirUser: 'Practitioner/p1' });
const SUMMARY = '{ patient(id: "ada") { insights { told: preVisitSummary { id sentences { text } } } } }';
const DRAFT =
  '{ patient(id: "ada") { insights { told: draftNote(encounterId: "ada-encounter-9") { id sentences { text } } } } }';

/** A physician has a summary and a note written; then somebody asks for them in a world of their own. */
async function written(narrowed: TenantOverlay | null = null) {
  const insights = new MemoryInsights();
  const overlay = narrowed ?? bench.tenants[0];
  if (overlay === undefined) throw new Error('no tenant');
  const situation: Situation = {
    actor: PHYSICIAN,
    overlay,
    insights,
    manner: 'echo',
    world: new Map([['ada', patient]]),
  };
  const told = await gateway.ask(situation, SUMMARY);
  const drafted = await gateway.ask(situation, draftMutation(who));
  expect([told, drafted].map(({ body }) => JSON.parse(body).errors)).toEqual([undefined, undefined]);
  const [draft, summary] = insights.all;
  if (draft === undefined || summary === undefined) throw new Error('nothing was written');
  const as = (reader: Actor, own: WorldPatient = patient) => ({
    ...situation,
    actor: reader,
    world: new Map([['ada', own]]),
  });
  return { situation, as, summary, draft };
}

/** Every way to a stored insight, as bytes; and the bytes where it never was. */
async function waysTo(id: string, asked: Situation) {
  const none = { ...asked, insights: new MemoryInsights() };
  const node = (await gateway.ask(asked, nodeQuery(id))).body;
  const missing = (await gateway.ask(none, nodeQuery(id))).body;
  const reviews = (await gateway.ask(asked, REVIEWS)).body;
  const empty = (await gateway.ask(none, REVIEWS)).body;
  return { node, missing, reviews, empty };
}

const facts =
  (change: (facts: SubjectFacts) => Partial<SubjectFacts>) =>
  (from: WorldPatient): WorldPatient => ({ ...from, facts: { ...from.facts, ...change(from.facts) } });

const rows =
  (of: (record: StoredRecord) => boolean, change: Partial<StoredRecord>) =>
  (from: WorldPatient): WorldPatient => ({
    ...from,
    rows: from.rows.map((row) => (of(row.record) ? { ...row, record: { ...row.record, ...change } } : row)),
  });

const isOne = (record: StoredRecord) => record.id === 'ada-condition-0';
const isNote = (record: StoredRecord) => record.id === 'ada-documentreference-7';
const isVisit = (record: StoredRecord) => record.id === 'ada-encounter-9';

/** Refuses one record to one person, and nothing else to anybody. */
function refusal(reference: string): Consent {
  const rule = {
    period: null,
    actors: [],
    purposes: [],
    labels: [],
    dataPeriod: null,
    classes: [],
    codes: [],
    provisions: [],
  };
  const denied = { ...rule, type: 'deny' as const, data: [{ meaning: 'instance' as const, reference }] };
  const provision = { ...rule, type: 'permit' as const, data: [], provisions: [denied] };
  return { id: 'c1', status: 'active', readable: true, provision, modelUse: null, findings: [] };
}

describe('a stored insight', () => {
  it('is there, by every way, for who may have all that it was written from', async () => {
    const { as, summary, draft } = await written();
    for (const reader of [PHYSICIAN, NURSE]) {
      const reading = await readPlainly(bench, as(reader), patient);
      for (const { id } of [summary, draft]) {
        const { node, missing, reviews } = await waysTo(id, as(reader));
        expect(node).not.toBe(missing);
        expect(node).toContain(`Insight/${id}`);
        expect(reviews).toContain(`Insight/${id}`);
      }
      const { node } = await waysTo(summary.id, as(reader));
      expect(plantedIn(node).size).toBeGreaterThan(10);
      expect([...plantedIn(node)].filter((value) => !reading.planted.has(value))).toEqual([]);
    }
  });

  it.each<[string, (from: WorldPatient) => WorldPatient]>([
    ['a label is added to one of its records', rows(isOne, { labels: ['PSYTHPN'] })],
    [
      'one of its notes turns out to be of another kind',
      rows(isNote, { rowCategories: ['PSYCHOTHERAPY_NOTE'] }),
    ],
    [
      'one of its records is gone',
      (from) => ({ ...from, rows: from.rows.filter(({ record }) => !isOne(record)) }),
    ],
    ['one of its records is somebody else’s', rows(isOne, { subjectId: 'ben' })],
    ['one of its records is refused', facts(() => ({ consents: [refusal('Condition/ada-condition-0')] }))],
    ['the tie has ended', facts(({ ties }) => ({ ties: ties.map((tie) => ({ ...tie, end: '2019' })) }))],
    ['a label is put on the patient', facts(() => ({ labels: ['PSYTHPN'] }))],
  ])('is as if it never was once %s', async (_what, change) => {
    const { as, summary } = await written();
    const { node, missing, reviews, empty } = await waysTo(summary.id, as(PHYSICIAN, change(patient)));
    expect(node).toBe(missing);
    expect(reviews).not.toContain(summary.id);
    expect([reviews, empty].map((body) => JSON.parse(body).errors)).toEqual([undefined, undefined]);
  });

  it.each<[string, (from: WorldPatient) => WorldPatient]>([
    ['a label that is not theirs is put on the visit', rows(isVisit, { labels: ['PSYTHPN'] })],
    ['the visit is refused to them', facts(() => ({ consents: [refusal('Encounter/ada-encounter-9')] }))],
    ['the visit is gone', (from) => ({ ...from, rows: from.rows.filter(({ record }) => !isVisit(record)) })],
  ])('is as if it never was, being a visit’s draft, once %s', async (_what, change) => {
    const { as, draft } = await written();
    const asked = as(NURSE, change(patient));
    const { node, missing } = await waysTo(draft.id, asked);
    expect(node).toBe(missing);
    const found = (await gateway.ask(asked, DRAFT)).body;
    expect(found).toBe((await gateway.ask({ ...asked, insights: new MemoryInsights() }, DRAFT)).body);
    expect((await gateway.ask(as(NURSE), DRAFT)).body).toContain(draft.id);
  });

  it.each([
    { remove: [{ roles: ['NURSE'], coordinates: ['Condition.onsetDateTime'] }] },
    { tighten: [{ roles: ['NURSE'], coordinates: ['Observation.valueString'], mask: 'REDACT' }] },
    { remove: [{ roles: ['NURSE'], coordinates: ['PatientInsights.preVisitSummary'] }] },
  ])('is as if it never was for a nurse whose tenant narrows %j', async (narrowing) => {
    const file = { tenant: 'riverside', settings: { implicitConsent: 'all-normal' }, ...narrowing };
    const { insights = null } = bench.tenants[0] ?? {};
    const overlay = parseTenantOverlay(JSON.stringify(file), 'narrow.yaml', gateway.model);
    const { as, summary } = await written({ ...overlay, insights });
    const { node, missing, reviews } = await waysTo(summary.id, as(NURSE));
    expect(node).toBe(missing);
    expect(reviews).not.toContain(summary.id);
    expect((await waysTo(summary.id, as(PHYSICIAN))).node).toContain(summary.id);
  });

  it('bears the labels and categories of all that it was written from, a draft those of its visit', async () => {
    const labelled = rows((record) => isOne(record) || isVisit(record), { labels: ['HIV'] })(patient);
    const { situation } = await written();
    const asked = { ...situation, insights: new MemoryInsights(), world: new Map([['ada', labelled]]) };
    await gateway.ask(asked, SUMMARY);
    await gateway.ask(asked, draftMutation(who));
    const [draft, summary] = asked.insights.all;
    expect([draft?.labels, summary?.labels]).toEqual([['HIV'], ['HIV']]);
    expect(draft?.rowCategories).toEqual(expect.arrayContaining(['CLINICAL_NOTE', 'ENCOUNTER']));
    expect(summary?.rowCategories).toEqual(
      expect.arrayContaining([
        'ALLERGY',
        'CLINICAL_NOTE',
        'IMMUNIZATION',
        'LAB',
        'MEDICATION',
        'PROBLEM',
        'PROCEDURE',
      ]),
    );
  });

  it.each([
    'PHARMACIST',
    'CARE_COORDINATOR',
    'REGISTRATION',
    'BILLING',
    'CODER',
    'RESEARCHER',
    'PRIVACY_OFFICER',
    'AUDITOR',
    'SYSTEM_ADMIN',
    'PATIENT',
    'PROXY',
    'SYSTEM',
  ])('is none for a %s, whoever it was written for', async (role) => {
    const { as, summary, draft } = await written();
    const reader = actor({
      roles: [role],
      purpose: PURPOSE[role] ?? 'TREAT',
      fhirUser: PERSON[role] ?? null,
    });
    for (const { id } of [summary, draft]) {
      const { node, missing, reviews, empty } = await waysTo(id, as(reader));
      expect(node).toBe(missing);
      expect(reviews).toBe(empty);
    }
  });

  it('is not drafted of a visit that is hidden: it is refused like a visit that never was', async () => {
    const { as } = await written();
    const hidden = rows(isVisit, { labels: ['PSYTHPN'] })(patient);
    const gone = { ...patient, rows: patient.rows.filter(({ record }) => !isVisit(record)) };
    const [one, other] = [
      await gateway.ask(as(PHYSICIAN, hidden), draftMutation(who)),
      await gateway.ask(as(PHYSICIAN, gone), draftMutation(who)),
    ];
    expect(one.body).toContain('BAD_USER_INPUT');
    expect(one).toEqual({ ...other, records: one.records });
  });

  it('is not found again by a reader of another class, though question and evidence are the same', async () => {
    const { situation, as } = await written();
    const before = situation.insights.all.length;
    const again = await gateway.ask(as(PHYSICIAN), SUMMARY);
    expect(again.sent).toHaveLength(0);
    const other = await gateway.ask(as(NURSE), SUMMARY);
    expect(other.sent).toHaveLength(1);
    expect(situation.insights.all).toHaveLength(before + 1);
  });

  it('is of one patient, two of them asked for in one operation', async () => {
    const { situation } = await written();
    const values = plantValues();
    const ada = plainPatient(new Chooser(2), 'ada', values, who);
    const own = new Set(values.planted);
    const ben = plainPatient(new Chooser(3), 'ben', values, generatePerson(new Chooser(3)));
    const world = new Map([['ada', ada] as const, ['ben', ben] as const]);
    const asked = { ...situation, world, insights: new MemoryInsights() };
    const both = `{ one: ${SUMMARY.slice(1, -1)} other: ${SUMMARY.slice(1, -1).replace('ada', 'ben')} }`;
    const told = await gateway.ask(asked, both);
    const { one, other } = JSON.parse(told.body).data;
    const shown = [one, other].map((part) => [...plantedIn(JSON.stringify(part))]);
    expect(shown.map(({ length }) => length > 10)).toEqual([true, true]);
    expect(shown.map((part) => part.some((value) => own.has(value)))).toEqual([true, false]);
    expect(shown.map((part) => part.every((value) => own.has(value)))).toEqual([true, false]);
    expect(told.sent).toHaveLength(2);
  });

  it('is not found again once its reader has less of the record', async () => {
    const { as, summary } = await written();
    const told = await gateway.ask(as(PHYSICIAN, rows(isOne, { labels: ['PSYTHPN'] })(patient)), SUMMARY);
    expect(told.sent).toHaveLength(1);
    expect(told.body).not.toContain(summary.id);
    const hidden = plantedIn(JSON.stringify(patient.rows.find(({ record }) => isOne(record))));
    expect([...plantedIn(told.body + told.sent[0]?.bytes)].filter((value) => hidden.has(value))).toEqual([]);
  });
});

const PURPOSE: Readonly<Record<string, string>> = {
  CARE_COORDINATOR: 'CAREMGT',
  REGISTRATION: 'PATADMIN',
  BILLING: 'HPAYMT',
  CODER: 'HPAYMT',
  RESEARCHER: 'HRESCH',
  PATIENT: 'PATRQT',
  PROXY: 'PATRQT',
};
const PERSON: Readonly<Record<string, string>> = {
  PHARMACIST: 'Practitioner/p1',
  CARE_COORDINATOR: 'Practitioner/p1',
  PATIENT: 'Patient/ada',
  PROXY: 'RelatedPerson/r1',
};
