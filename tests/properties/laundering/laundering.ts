import { expandRecord } from '../../../src/ledger/expand-record.ts';
import type { LedgerEvent } from '../../../src/ledger/ledger-event.ts';
import type { Bench, Case, Reading } from './case.ts';
import { draftMutation, generateCase, insightFields, readPlainly } from './case.ts';
import type { Told } from './insight-gateway.ts';
import { tellsOf } from './person.ts';
import { plantedIn } from './planted.ts';
import { type Reread, rereadBy } from './reread.ts';

/** One case: what leaked, and how far it came, so that a bench on which nothing happens is noticed. */
export interface Laundered {
  readonly seed: number;
  /** Empty where nothing leaks. */
  readonly leaks: readonly string[];
  readonly roles: readonly string[];
  /** Of each call of a model, what for. */
  readonly calls: readonly string[];
  /** Planted values that a model was shown, those of the sources that were kept from it, and those answered. */
  readonly shown: number;
  readonly kept: number;
  readonly answered: number;
  readonly reread: Reread;
}

/** Everything one reader can have a model told, beside what the same reader reads by plain questions. */
export async function launder(seed: number, bench: Bench): Promise<Laundered> {
  const made = generateCase(seed, bench);
  const { situation, choose, patient, who } = made;
  const reading = await readPlainly(bench, situation, patient);
  const operations = [draftMutation(who), insightFields(choose)];
  const leaks: string[] = [];
  const calls: string[] = [];
  const total = { shown: new Set<string>(), answered: 0 };
  for (const query of operations) {
    const told = await bench.gateway.ask(situation, query);
    leaks.push(...leaksOf(told, made, reading, bench));
    calls.push(...told.sent.map(({ useCase }) => useCase));
    for (const { bytes } of told.sent) for (const value of plantedIn(bytes)) total.shown.add(value);
    total.answered += plantedIn(told.body).size;
  }
  const reread = await rereadBy(made, reading, bench);
  const planted = patient.rows.map(({ record }) => plantedIn(JSON.stringify(record)).size);
  return {
    seed,
    leaks: [...leaks, ...reread.leaks],
    roles: situation.actor.roles,
    calls,
    shown: total.shown.size,
    kept: calls.length === 0 ? 0 : planted.reduce((sum, size) => sum + size, 0) - total.shown.size,
    answered: total.answered,
    reread,
  };
}

function leaksOf(told: Told, { who, others }: Case, reading: Reading, bench: Bench): readonly string[] {
  const { sent, body, log, observed } = told;
  const unreadable = (text: string) => [...plantedIn(text)].filter((value) => !reading.planted.has(value));
  return [
    ...sent.flatMap(({ useCase, bytes }) => [
      ...unreadable(bytes).map((value) => `${useCase}: a model is shown ${value}, ${around(bytes, value)}`),
      ...[...plantedIn(bytes)]
        .filter((value) => others.has(value))
        .map((value) => `${useCase}: ${value} is another’s`),
      ...tellsOf(bytes, who).map((tale) => `${useCase}: a model is told who it is: ${tale}`),
    ]),
    ...unreadable(body).map((value) => `the answer tells ${value}, ${around(body, value)}`),
    ...[...log, ...observed].flatMap((line) => [...plantedIn(line), ...tellsOf(line, who)]),
    ...ledgerGaps(told, reading, bench),
  ];
}

/** The ledger says of each value that a model is shown that it was read, and of none that was not. */
function ledgerGaps(
  { sent, records, before }: Told,
  reading: Reading,
  { sources }: Bench,
): readonly string[] {
  if (sent.length > 0 && before === 0) return ['a model is asked before anything is on record'];
  const gaps: string[] = [];
  const events = records.flatMap((record) => [...expandRecord(record)]).filter(({ via }) => via !== null);
  const read = events.filter(({ decision, mask }) => decision === 'PERMIT' && mask === 'NONE');
  for (const { bytes, coordinate } of sent.map((call) => ({
    ...call,
    coordinate: coordinateOf(call.useCase),
  }))) {
    const own = read.filter(({ via }) => via === coordinate);
    const known = plantedIn(own.map((event) => reading.values.get(keyOf(event)) ?? '').join('\n'));
    const unsaid = [...plantedIn(bytes)].filter((value) => !known.has(value));
    gaps.push(...unsaid.map((value) => `${coordinate}: the ledger does not say that ${value} was read`));
  }
  for (const event of read) {
    const { via, coordinate, resource } = event;
    const [type = '', field = ''] = (coordinate ?? '').split('.');
    if (!sources.get(via ?? '')?.has(type)) continue;
    if (
      !sources
        .get(via ?? '')
        ?.get(type)
        ?.has(field)
    )
      gaps.push(`${via}: ${coordinate} is no source of it`);
    // A field that holds nothing is read all the same.
    else if (!reading.values.has(keyOf(event)) && isPlanted(coordinate)) {
      gaps.push(`${via}: ${coordinate} of ${resource.id} is on record as read whole`);
    }
  }
  return gaps;
}

/** Of these every row has a value. */
function isPlanted(coordinate: string | null): boolean {
  return coordinate !== null && /\.(code|status|text|medication|vaccineCode|class)$/.test(coordinate);
}

function keyOf({ resource, coordinate }: LedgerEvent): string {
  return `${resource.type}/${resource.id} ${coordinate}`;
}

const COORDINATES: Readonly<Record<string, string>> = {
  PRE_VISIT_SUMMARY: 'PatientInsights.preVisitSummary',
  LAB_EXPLANATION: 'PatientInsights.labExplanation',
  CODING_SUGGESTIONS: 'PatientInsights.codingSuggestions',
  PRIOR_AUTH_DRAFT: 'PatientInsights.priorAuthDraft',
  ASK: 'PatientInsights.ask',
  DRAFT_NOTE: 'PatientInsights.draftNote',
};

function coordinateOf(useCase: string): string {
  return COORDINATES[useCase] ?? '';
}

function around(text: string, value: string): string {
  const at = text.indexOf(value);
  return JSON.stringify(text.slice(Math.max(0, at - 80), at + 40));
}
