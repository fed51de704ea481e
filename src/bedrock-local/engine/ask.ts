import { outOfScope } from '../../insight/use-cases/out-of-scope.ts';
import type { EngineEvidence, EngineInput } from '../engine-input.ts';
import { quoted, type Sentence, say } from './answer.ts';
import { spelling } from './criterion-terms.ts';
import { looksLikeInstruction } from './looks-like-instruction.ts';
import { passages } from './passages.ts';
import { type QuestionTerms, questionTerms } from './question-terms.ts';
import { byName, newestFirst, type RecordParts, recordParts } from './record-parts.ts';
import { isResult, trend } from './results.ts';

const AT_MOST = 8;
const RUNNING: readonly string[] = Object.freeze(['DocumentReference', 'DiagnosticReport']);
const TAKEN_BACK: readonly string[] = Object.freeze(['entered-in-error', 'cancelled', 'not-done']);
const REFUTED = 'verification status refuted';
const STILL_SO: readonly string[] = Object.freeze(['', 'active', 'recurrence', 'relapse']);
const WORD = /[\p{L}\p{N}]+/gu;

/** Records that the question's words single out, newest first, quoted. Where none is, nothing is answered. */
export function ask({ query, evidence }: EngineInput): readonly Sentence[] {
  if (outOfScope(query) !== null) return [];
  const terms = questionTerms(query);
  if (terms.kinds.length === 0 && terms.specific.length === 0) return [];
  if (terms.tokens.some((token) => !evidence.some(({ text }) => text.includes(token)))) return [];
  const lines = evidence.filter(
    ({ resourceType, text }) => !RUNNING.includes(resourceType) && !looksLikeInstruction(text),
  );
  const found = recordsOf(terms, lines);
  return (found.length > 0 ? found : sentencesOf(terms, evidence)).slice(0, AT_MOST);
}

function recordsOf(terms: QuestionTerms, items: readonly EngineEvidence[]): readonly Sentence[] {
  const records = items.map(recordParts).filter((record) => isTold(record, terms));
  const scored = records.map((record) => ({ record, score: score(record.item.text, terms) }));
  const best = Math.max(0, ...scored.map((each) => each.score));
  if (best < Math.ceil(terms.specific.length / 2)) return [];
  const fitting = newestFirst(scored.filter((each) => each.score === best).map(({ record }) => record));
  return byName(fitting).flatMap((named) => {
    if (named.every(isResult)) return [trend(terms.newest ? named.slice(0, 1) : named)];
    return (terms.newest || !terms.past ? named.slice(0, 1) : named).map(line);
  });
}

/** Kinds that the question names; conditions and medicines that are over only where it asks for them. */
function isTold({ item, name, status, labelled }: RecordParts, { kinds, past }: QuestionTerms): boolean {
  if (name === '' || TAKEN_BACK.includes(status)) return false;
  if (kinds.length > 0 && !kinds.includes(item.resourceType)) return false;
  if (labelled.get('verification status') === REFUTED) return false;
  const mayBeOver = ['Condition', 'MedicationRequest', 'AllergyIntolerance'].includes(item.resourceType);
  if (item.resourceType === 'Observation') return isResult(recordParts(item));
  return past || !mayBeOver || STILL_SO.includes(status);
}

/** How many of the words that single out stand in the text. */
function score(text: string, { specific }: QuestionTerms): number {
  const said = new Set((text.toLowerCase().match(WORD) ?? []).map(spelling));
  return specific.filter((meanings) => meanings.some((word) => said.has(word))).length;
}

/** All that the record's line says, as it says it. */
function line({ item }: RecordParts): Sentence {
  return say([quoted(item, item.text.trim())]);
}

/** Sentences of notes and reports that say all of it. */
function sentencesOf(terms: QuestionTerms, items: readonly EngineEvidence[]): readonly Sentence[] {
  if (terms.specific.length === 0) return [];
  return items
    .filter(({ resourceType }) => RUNNING.includes(resourceType))
    .flatMap(passages)
    .filter(({ words }) => score(words, terms) === terms.specific.length)
    .map((passage) => say([passage]));
}
