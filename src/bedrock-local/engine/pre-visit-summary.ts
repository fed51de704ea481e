import type { EngineInput } from '../engine-input.ts';
import { BETWEEN, type Between, type Quoted, quoted, type Sentence, say } from './answer.ts';
import { looksLikeInstruction } from './looks-like-instruction.ts';
import { isPreventive } from './preventive.ts';
import { byName, type Label, newestFirst, type RecordParts, recordParts } from './record-parts.ts';
import { isResult, trend } from './results.ts';

const ACTIVE: readonly string[] = Object.freeze(['active', 'recurrence', 'relapse']);
const REFUTED = 'verification status refuted';
const OVER: readonly string[] = Object.freeze(['inactive', 'resolved', 'remission', 'entered-in-error']);
/** A period of one day: its first day says it. */
const ONE_DAY = /(\d{4}-\d{2}-\d{2}) to \1$/;
/** Of each section at most: a summary is read in a minute. */
const AT_MOST = Object.freeze({ problems: 20, medications: 20, allergies: 15, results: 30, careGaps: 10 });

/** Sections in the order in which a clinician reads them. */
export function preVisitSummary({ evidence }: EngineInput): readonly Sentence[] {
  const records = evidence.map(recordParts).filter(({ item }) => !looksLikeInstruction(item.text));
  const of = (...types: readonly string[]) =>
    records.filter(({ item, name }) => name !== '' && types.includes(item.resourceType));

  const problems = newestOfEach(
    of('Condition').filter(({ status, confirmed }) => confirmed && ACTIVE.includes(status)),
  );
  const medications = newestOfEach(of('MedicationRequest').filter(({ status }) => status === 'active'));
  const allergies = newestOfEach(
    of('AllergyIntolerance').filter(
      ({ status, labelled }) => !OVER.includes(status) && labelled.get('verification status') !== REFUTED,
    ),
  );
  const tests = byName(newestFirst(of('Observation').filter(isResult)));
  const done = of('Immunization', 'Procedure').filter(({ status }) => status === 'completed');
  const preventive = newestOfEach(done.filter(isPreventive));

  return [
    ...problems
      .slice(0, AT_MOST.problems)
      .map((one) => whole(one, 'Problems', [one.labelled.has('onset') ? 'onset' : 'recorded'])),
    ...medications
      .slice(0, AT_MOST.medications)
      .map((one) => whole(one, 'Medications', ['reason', 'authored'])),
    ...allergies
      .slice(0, AT_MOST.allergies)
      .map((one) => whole(one, 'Allergies', ['verification status', 'criticality', 'reaction'])),
    ...tests.slice(0, AT_MOST.results).map((one) => trend(one, { section: 'Recent results' })),
    ...preventive.slice(0, AT_MOST.careGaps).map((one) => dated(one, 'Care gaps')),
  ];
}

function newestOfEach(records: readonly RecordParts[]): readonly RecordParts[] {
  return byName(newestFirst(records)).flatMap(([newest]) => newest ?? []);
}

/** Name, what else the record says of it, and these parts. */
function whole(record: RecordParts, section: string, labels: readonly Label[]): Sentence {
  const { item, name, others, labelled } = record;
  const parts = [...others, ...labels.flatMap((label) => labelled.get(label) ?? [])];
  return say(
    [
      quoted(item, name),
      ...parts.flatMap((part): (Quoted | Between)[] => [BETWEEN.also, quoted(item, part)]),
    ],
    { section },
  );
}

function dated({ item, name, labelled, day }: RecordParts, section: string): Sentence {
  const part = labelled.get('occurrence') ?? labelled.get('performed') ?? day;
  const when = part === null ? null : part.replace(ONE_DAY, '$1');
  return say(when === null ? [quoted(item, name)] : [quoted(item, name), BETWEEN.also, quoted(item, when)], {
    section,
  });
}
