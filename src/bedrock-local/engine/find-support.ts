import { affirmedText } from '../../insight/use-cases/affirmed-text.ts';
import type { EngineEvidence } from '../engine-input.ts';
import { BETWEEN, type Between, type Quoted, quoted } from './answer.ts';
import type { Bound, CriterionTerms } from './criterion-terms.ts';
import { spelling } from './criterion-terms.ts';
import { passages } from './passages.ts';
import { newestFirst, type RecordParts, recordParts } from './record-parts.ts';
import { datedValue, isResult } from './results.ts';

export interface Support {
  readonly met: boolean;
  readonly words: readonly (Quoted | Between)[];
}

/** States in which a record shows that something is so (R4 value sets of each type's status). */
const SHOWS: Readonly<Record<string, readonly string[]>> = Object.freeze({
  Condition: Object.freeze(['active', 'recurrence', 'relapse']),
  MedicationRequest: Object.freeze(['active', 'completed']),
  Procedure: Object.freeze(['completed']),
  Immunization: Object.freeze(['completed']),
  Coverage: Object.freeze(['active']),
});
const WORD = /[\p{L}\p{N}]+/gu;
const VALUE = /^(-?\d+(?:\.\d+)?)\s*(\S.*)?$/;
/** Denies without a doubt, before anything else is said. */
const DENIED =
  /^(?:(?:the )?patient |he |she |they |there is |has |is )*(?:denies|no|no known|never had|does not have|no history of|negative for)\b/;

/** What of the record decides a criterion; `null`: nothing does, or the record says both. */
export function findSupport(terms: CriterionTerms, records: readonly EngineEvidence[]): Support | null {
  if (terms.bound !== null) return measured(terms, terms.bound, records);
  const shown = records.flatMap((record) => shows(terms, record)).at(0);
  const denied = records.flatMap((record) => denies(terms, record)).at(0);
  if (shown !== undefined && denied === undefined) return { met: true, words: shown };
  if (denied !== undefined && shown === undefined) return { met: false, words: denied };
  return null;
}

/** The newest value of the test decides, in the same unit; another unit decides nothing. */
function measured(
  { anyOf }: CriterionTerms,
  bound: Bound,
  records: readonly EngineEvidence[],
): Support | null {
  const results = records.map(recordParts).filter((record) => isResult(record) && says(record.name, anyOf));
  const [newest] = newestFirst(results);
  const found = VALUE.exec(newest?.others[0] ?? '');
  if (newest === undefined || newest.day === null || found === null) return null;
  if ((found[2] ?? '').toLowerCase() !== bound.unit || newest.others.length > 1) return null;
  return {
    met: satisfies(Number(found[1]), bound),
    words: [quoted(newest.item, newest.name), BETWEEN.value, ...datedValue(newest)],
  };
}

function satisfies(value: number, { least, inclusive, value: limit }: Bound): boolean {
  if (value === limit) return inclusive;
  return value > limit === least;
}

function shows({ anyOf }: CriterionTerms, item: EngineEvidence): readonly (readonly (Quoted | Between)[])[] {
  if (item.resourceType === 'DocumentReference') {
    return passages(item)
      .filter(({ words }) => affirmedText(words).some((affirmed) => says(affirmed, anyOf)))
      .map((passage) => [passage]);
  }
  const record: RecordParts = recordParts(item);
  const isShown = record.confirmed && SHOWS[item.resourceType]?.includes(record.status) === true;
  return isShown && affirmedText(record.name).some((name) => says(name, anyOf))
    ? [[quoted(item, record.name)]]
    : [];
}

function denies({ anyOf }: CriterionTerms, item: EngineEvidence): readonly (readonly (Quoted | Between)[])[] {
  if (item.resourceType !== 'DocumentReference') return [];
  return passages(item)
    .filter(({ words }) => DENIED.test(words.toLowerCase()) && says(words, anyOf))
    .map((passage) => [passage]);
}

function says(text: string, anyOf: readonly (readonly string[])[]): boolean {
  const said = new Set((text.toLowerCase().match(WORD) ?? []).map(spelling));
  return anyOf.some((words) => words.every((word) => said.has(word)));
}
