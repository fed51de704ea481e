import type { StoredInsight } from '../../../src/insight/stored-insight.ts';
import type { Chooser } from '../chooser.ts';
import { generateConsent } from '../generate-consent.ts';
import { LABELS, NOW } from '../generate-situation.ts';
import type { World, WorldPatient } from '../world.ts';
import type { Bench, Case, Reading } from './case.ts';
import { insightFields, nodeQuery, REVIEWS, readPlainly } from './case.ts';
import type { Situation } from './insight-gateway.ts';
import { generateReader } from './insight-readers.ts';
import { plantedIn } from './planted.ts';

/** What another reader, or the same one later, has of what is stored. */
export interface Reread {
  readonly leaks: readonly string[];
  readonly there: number;
  readonly absent: number;
}

/** Stored insights asked for by somebody else, or once something has changed, in every way there is. */
export async function rereadBy(made: Case, before: Reading, bench: Bench): Promise<Reread> {
  const { situation, choose } = made;
  const { all } = situation.insights;
  if (all.length === 0) return { leaks: [], there: 0, absent: 0 };
  const { gateway } = bench;
  const later = changed(choose, made);
  const patient = later.world.get('ada');
  if (patient === undefined) throw new Error('nobody is left');
  const reading = await readPlainly(bench, later, patient);
  const leaks: string[] = [];
  const tell = (where: string, body: string) => {
    const untold = [...plantedIn(body)].filter((value) => !reading.planted.has(value));
    leaks.push(...untold.map((value) => `${where}: ${value} is told to somebody who may not read it`));
  };
  const missing = (await gateway.ask(later, nodeQuery('none'))).body;
  let there = 0;
  // What is written by this reader is no longer the first one's: the store of then is asked.
  const stored = [...all];
  for (const insight of stored) {
    const { body } = await gateway.ask(later, nodeQuery(insight.id));
    tell(`node of ${insight.useCase}`, body);
    if (body === missing) continue;
    there += 1;
    leaks.push(...notWhole(insight, before, reading));
  }
  const reviews = (await gateway.ask(later, REVIEWS)).body;
  tell('insightReviews', reviews);
  const fields = await gateway.ask(later, insightFields(choose));
  tell('found again', fields.body);
  return { leaks, there, absent: stored.length - there };
}

/** One is there only where all that it was written from is whole for its reader, as it was for its writer. */
function notWhole({ evidence, useCase }: StoredInsight, before: Reading, now: Reading): readonly string[] {
  const keys = evidence.flatMap(({ resourceType, resourceId, coordinates }) =>
    coordinates.map((coordinate) => `${resourceType}/${resourceId} ${coordinate}`),
  );
  return keys
    .filter((key) => now.values.get(key) === undefined || now.values.get(key) !== before.values.get(key))
    .map((key) => `${useCase} is there, though ${key} is not`);
}

function changed(choose: Chooser, { situation, patient }: Case): Situation {
  const isSame = choose.chance(0.4);
  const actor = isSame ? situation.actor : generateReader(choose, situation.overlay);
  const ada = choose.chance(0.8) ? choose.one(CHANGES)(choose, patient) : patient;
  const world: World = new Map([...situation.world, ['ada', ada]]);
  return { ...situation, actor, world };
}

const CHANGES: readonly ((choose: Chooser, patient: WorldPatient) => WorldPatient)[] = [
  labelled,
  labelled,
  (choose, { facts, ...patient }) => ({
    ...patient,
    facts: { ...facts, consents: [generateConsent(choose, 'ada-later', NOW)] },
  }),
  (_choose, { facts, ...patient }) => ({
    ...patient,
    facts: { ...facts, ties: facts.ties.map((tie) => ({ ...tie, end: '2019' })), glass: null },
  }),
  (choose, { facts, ...patient }) => {
    const labels = [choose.one(LABELS)];
    return { ...patient, record: { ...patient.record, labels }, facts: { ...facts, labels } };
  },
  (choose, { rows, ...patient }) => ({
    ...patient,
    rows: rows.map((row) =>
      choose.chance(0.3) ? { ...row, record: { ...row.record, rowCategories: ['PSYCHOTHERAPY_NOTE'] } } : row,
    ),
  }),
];

function labelled(choose: Chooser, { rows, ...patient }: WorldPatient): WorldPatient {
  const label = choose.one(LABELS);
  return {
    ...patient,
    rows: rows.map((row) =>
      choose.chance(0.3) ? { ...row, record: { ...row.record, labels: [label] } } : row,
    ),
  };
}
