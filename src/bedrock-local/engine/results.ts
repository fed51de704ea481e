import { BETWEEN, type Between, type Quoted, quoted, type Sentence, say, unsaid } from './answer.ts';
import { newestFirst, type RecordParts } from './record-parts.ts';

/** http://hl7.org/fhir/R4/valueset-observation-status.html: those whose value may be told as a result. */
const TELLABLE: readonly string[] = Object.freeze([
  '',
  'final',
  'amended',
  'corrected',
  'preliminary',
  'registered',
]);
/** Of one test at most, the newest. */
const VALUES = 5;

/** An observation that has a value and was not taken back. */
export function isResult({ item, name, others, status }: RecordParts): boolean {
  return item.resourceType === 'Observation' && name !== '' && others.length > 0 && TELLABLE.includes(status);
}

/**
 * One test: its name and its values with their days, oldest first; the mark of the newest follows. What is no number
 * has no course: of it the newest alone is told.
 */
export function trend(results: readonly RecordParts[], marks: Pick<Sentence, 'section'> = {}): Sentence {
  const measured = results.every(({ others }) => others.every((value) => /\d/.test(value)));
  const newest = newestFirst(results).slice(0, measured ? VALUES : 1);
  const values = newest.toReversed().map(datedValue);
  const [last] = newest;
  const named = last === undefined ? [] : [quoted(last.item, last.name), BETWEEN.value];
  return say(
    [
      ...named,
      ...values.flatMap((value, at) => (at === 0 ? value : [BETWEEN.next, ...value])),
      ...markOf(last),
    ],
    marks,
  );
}

/** `7.2 % on 2020-05-01`; its citation has the name of the test, too. */
export function datedValue({ item, name, others, day }: RecordParts): readonly (Quoted | Between)[] {
  const values = others.flatMap((value, at): (Quoted | Between)[] =>
    at === 0 ? [quoted(item, value)] : [BETWEEN.also, quoted(item, value)],
  );
  const told = [unsaid(item, name), ...values];
  return day === null ? told : [...told, BETWEEN.on, quoted(item, day)];
}

function markOf(result: RecordParts | undefined): readonly (Quoted | Between)[] {
  const mark = result?.labelled.get('interpretation');
  return result === undefined || mark === undefined ? [] : [BETWEEN.also, quoted(result.item, mark)];
}
