import type { TenantOverlay } from '../../../src/access/tenant-overlay.ts';
import { Chooser } from '../chooser.ts';
import type { World, WorldPatient } from '../world.ts';
import type { InsightGateway, Situation } from './insight-gateway.ts';
import { generateReader } from './insight-readers.ts';
import { MemoryInsights } from './memory-insights.ts';
import { generatePerson, type Person } from './person.ts';
import { plantedIn, plantValues } from './planted.ts';
import { plantPatient } from './planted-patient.ts';
import type { SourceFields } from './source-fields.ts';
import { plainDocuments, rowName } from './source-fields.ts';

/** What every case is run against. */
export interface Bench {
  readonly gateway: InsightGateway;
  readonly tenants: readonly TenantOverlay[];
  readonly sources: ReadonlyMap<string, SourceFields>;
}

/** A patient whose insights are asked for, another one beside, and who asks. */
export interface Case {
  readonly choose: Chooser;
  readonly situation: Situation;
  readonly patient: WorldPatient;
  readonly who: Person;
  /** Planted with the other patient: nothing of it is for an insight about the first. */
  readonly others: ReadonlySet<string>;
}

export function generateCase(seed: number, { tenants }: Bench): Case {
  const choose = new Chooser(seed);
  const overlay = choose.one(tenants);
  const [who, other] = [generatePerson(choose), generatePerson(choose)];
  const values = plantValues();
  const patient = plantPatient(choose, 'ada', values, who);
  const own = values.planted.length;
  const world: World = new Map([
    ['ada', patient],
    ['ben', plantPatient(choose, 'ben', values, other)],
  ]);
  const actor = generateReader(choose, overlay);
  const manner = choose.chance(0.7) ? 'echo' : 'repeat';
  const insights = new MemoryInsights();
  const others = new Set(values.planted.slice(own));
  return { choose, patient, who, others, situation: { actor, overlay, world, insights, manner } };
}

/** What somebody reads of a patient's rows by plain questions. */
export interface Reading {
  /** By `Type/id Type.field`: the value as JSON; only what is there. */
  readonly values: ReadonlyMap<string, string>;
  /** Every planted value in them. */
  readonly planted: ReadonlySet<string>;
}

export async function readPlainly(
  { gateway, sources }: Bench,
  situation: Situation,
  { rows }: WorldPatient,
): Promise<Reading> {
  const listed = rows.map(({ record }) => ({ type: record.resourceType, id: record.id }));
  const sorted = listed.toSorted((a, b) => a.id.localeCompare(b.id));
  const values = new Map<string, string>();
  for (const document of plainDocuments(gateway.schema, sources.values(), sorted)) {
    const { body, status } = await gateway.ask(situation, document);
    const { data } = JSON.parse(body);
    // Whoever is refused altogether reads nothing.
    if (status === 401 || status === 403) return { values: new Map(), planted: new Set() };
    if (status !== 200 || !data) throw new Error(`no plain answer: ${status} ${body.slice(0, 300)}`);
    for (const { type, id } of sorted) {
      for (const [name, value] of Object.entries(data[rowName(id)] ?? {})) {
        if (value !== null) values.set(`${type}/${id} ${type}.${name}`, JSON.stringify(value));
      }
    }
  }
  return { values, planted: plantedIn([...values.values()].join('\n')) };
}

const INSIGHT = `{ id model groundingScore withheldSentences notice reviewState reviewReason
  sentences { text section code status original citations { resourceType resourceId coordinate quote source date } } }`;

/** Every insight there is, with arguments that fit; now and then of somebody else's record. */
export function insightFields(choose: Chooser): string {
  const observation = choose.one(['ada-observation-1', 'ada-observation-16', 'ben-observation-1']);
  const encounter = choose.one(['ada-encounter-9', 'ada-encounter-9', 'ada-encounter-19', 'ben-encounter-9']);
  const coverage = choose.one(['ada-coverage-10', 'ada-coverage-10', 'ben-coverage-10']);
  const fields = [
    `summary: preVisitSummary ${INSIGHT}`,
    `lab: labExplanation(observationId: "Observation/${observation}") ${INSIGHT}`,
    `codes: codingSuggestions(encounterId: "Encounter/${encounter}") ${INSIGHT}`,
    `prior: priorAuthDraft(coverageId: "Coverage/${coverage}", service: "cgm") ${INSIGHT}`,
    `answer: ask(question: "Which conditions, medicines and results are recorded?") ${INSIGHT}`,
    `draft: draftNote(encounterId: "Encounter/${encounter}") ${INSIGHT}`,
  ];
  return `{ patient(id: "ada") { insights { ${fields.join(' ')} } } }`;
}

export function draftMutation({ given, family, phone, birthDate }: Person): string {
  const said = `${given} ${family}, born ${birthDate}, can be reached at ${phone}. The cough is gone.`;
  const turns = `[{ speaker: PATIENT, text: ${JSON.stringify(said)} }]`;
  return `mutation { draftNote(encounterId: "Encounter/ada-encounter-9", transcript: ${turns}) ${INSIGHT} }`;
}

export function nodeQuery(id: string): string {
  return `{ node(id: "Insight/${id}") { id ... on Insight ${INSIGHT} } }`;
}

export const REVIEWS = `{ insightReviews(first: 20) { edges { cursor node ${INSIGHT} } pageInfo { hasNextPage endCursor } } }`;
