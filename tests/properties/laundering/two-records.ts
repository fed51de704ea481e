import { expandRecord } from '../../../src/ledger/expand-record.ts';
import { Chooser } from '../chooser.ts';
import { NOW } from '../generate-situation.ts';
import { generateWorld } from '../generate-world.ts';
import { drawHiddenChange } from '../hidden-change.ts';
import { type Asked, exists, referenceDecision } from '../reference-evaluator.ts';
import { noFacts, type World } from '../world.ts';
import type { Bench } from './case.ts';
import type { Situation, Told } from './insight-gateway.ts';
import { generateReader } from './insight-readers.ts';
import { MemoryInsights } from './memory-insights.ts';
import { TIED } from './planted-patient.ts';

/** One case: what was changed, and what of it an insight tells anybody. */
export interface Interfered {
  readonly seed: number;
  readonly kind: string;
  readonly what: string;
  readonly roles: readonly string[];
  /** Calls of a model in the first world. */
  readonly calls: number;
  /** Empty where nothing interferes. */
  readonly differences: readonly string[];
}

/** Situations drawn before one in which no model is asked is taken. */
const TRIES = 3;

/** The same insights asked for in two worlds that differ in one thing this reader may not see. */
export async function interfere(seed: number, bench: Bench): Promise<Interfered> {
  const choose = new Chooser(seed);
  for (let tries = 0; ; tries++) {
    const drawn = draw(choose, bench);
    if (drawn === null) continue;
    const { situation, change, operations } = drawn;
    const one = await askAll({ ...situation, insights: new MemoryInsights() }, operations, bench);
    const calls = one.reduce((sum, { sent }) => sum + sent.length, 0);
    if (calls === 0 && tries < TRIES) continue;
    const other = await askAll(
      { ...situation, world: change.world, insights: new MemoryInsights() },
      operations,
      bench,
    );
    const differences = one.flatMap((told, at) => differ(told, other[at], change.kind));
    const { kind, what } = change;
    return { seed, kind, what, roles: situation.actor.roles, calls, differences };
  }
}

function draw(choose: Chooser, { gateway: { model, schema }, tenants }: Bench) {
  const overlay = choose.one(tenants);
  const actor = generateReader(choose, overlay);
  const world = tied(choose, generateWorld(choose, model, schema));
  const change = drawHiddenChange(choose, world, { model, schema, overlay, actor });
  if (change === null) return null;
  const from = { model, overlay, actor, now: NOW };
  const id = change.patient.id;
  if (standing(from, world, id) !== standing(from, change.world, id)) return null;
  const situation = { actor, overlay, world, manner: 'echo' } as const;
  return { situation, change, operations: operationsOn(choose, id, world, change.world) };
}

/** Most are tied to whoever needs a tie: an insight is about them. */
function tied(choose: Chooser, world: World): World {
  const patients = [...world].map(([id, patient]) => {
    const ties = choose.chance(0.7) ? TIED : patient.facts.ties;
    return [id, { ...patient, facts: { ...patient.facts, ties } }] as const;
  });
  return new Map(patients);
}

/**
 * What the reader is told of rows that stand in no store: a patient's insights, and an insight. That a model may not
 * be used is told as such (docs/insights.md), and a consent that cannot be read may say so.
 */
function standing(
  from: Pick<Asked, 'model' | 'overlay' | 'actor' | 'now'>,
  world: World,
  id: string,
): string {
  const facts = world.get(id)?.facts ?? noFacts(id);
  const { labels, consents } = facts;
  const unread = consents.some(({ readable, status }) => !readable && ['active', 'unknown'].includes(status));
  const rowCategories = ['CLINICAL_NOTE'];
  const told = ['PatientInsights', 'Insight'].flatMap((name) => {
    const type = from.model.types[name];
    if (type === undefined) return [];
    const record = { resourceType: name, id, subjectId: id, rowCategories, labels };
    const asked = { ...from, facts, type, record };
    return type.fields.map((field) => facts.exists && exists(asked) && referenceDecision(asked, field));
  });
  return JSON.stringify([unread, told]);
}

const SENTENCES =
  '{ id sentences { text citations { resourceId coordinate quote date } } withheldSentences }';

function operationsOn(choose: Chooser, id: string, ...worlds: readonly World[]): readonly string[] {
  const records = worlds.flatMap((world) => (world.get(id)?.rows ?? []).map(({ record }) => record));
  const one = (type: string) => {
    const ids = records.filter(({ resourceType }) => resourceType === type).map((record) => record.id);
    return `${type}/${choose.one(ids.length > 0 ? ids : ['none'])}`;
  };
  const fields = [
    `summary: preVisitSummary ${SENTENCES}`,
    `lab: labExplanation(observationId: "${one('Observation')}") ${SENTENCES}`,
    `codes: codingSuggestions(encounterId: "${one('Encounter')}") ${SENTENCES}`,
    `prior: priorAuthDraft(coverageId: "${one('Coverage')}", service: "cgm") ${SENTENCES}`,
    `answer: ask(question: "Which conditions and results are recorded?") ${SENTENCES}`,
  ];
  const insights = `{ patient(id: "${id}") { insights { ${fields.join(' ')} } } }`;
  const turns = '[{ speaker: PATIENT, text: "The cough is gone." }]';
  return [
    insights,
    `mutation { draftNote(encounterId: "${one('Encounter')}", transcript: ${turns}) ${SENTENCES} }`,
    insights,
    `{ insightReviews(first: 2) { edges { node ${SENTENCES} } pageInfo { hasNextPage } } }`,
  ];
}

async function askAll(
  situation: Situation,
  operations: readonly string[],
  { gateway }: Bench,
): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (const operation of operations) told.push(await gateway.ask(situation, operation));
  return told;
}

function differ(one: Told, other: Told | undefined, kind: string): readonly string[] {
  if (other === undefined) return ['one of them was not asked'];
  const parts = {
    status: [one.status, other.status],
    body: [one.body, other.body],
    sent: [one.sent, other.sent],
    observed: [one.observed, other.observed],
    log: [one.log, other.log],
    ledger: [ledgerOf(one, kind), ledgerOf(other, kind)],
  };
  return Object.entries(parts).flatMap(([part, [a, b]]) => {
    const [left, right] = [plain(a), plain(b)];
    if (left === right) return [];
    const at = [...left].findIndex((letter, index) => letter !== right[index]);
    const around = (text: string) => text.slice(Math.max(0, at - 150), at + 150);
    return [`${part}: ${around(left)} <> ${around(right)}`];
  });
}

/** Ids are made anew for each record. */
function plain(value: unknown): string {
  return JSON.stringify(value).replace(/id-\d+(?:\.\d+)?/g, 'id');
}

/**
 * What is withheld, and by which consent anything goes, stands in the ledger, which is told to no such reader; values
 * stand nowhere in it.
 */
function ledgerOf({ records }: Told, kind: string): readonly unknown[] {
  const events = records.flatMap((record) => [...expandRecord(record)]);
  if (kind === 'value') return events;
  return events.filter(({ decision }) => decision !== 'DENY').map((event) => ({ ...event, consent: null }));
}
