import type { StoredRecord } from '../datasources/health-data.ts';
import { BadUserInputError } from '../src/errors.ts';
import type { InsightVerdict, StoredInsight, StoredSentence } from '../src/insight/stored-insight.ts';
import type { UseCase } from '../src/insight/use-case.ts';
import { readStatement } from './read-statement.ts';

const LONGEST_TEXT = 2000;
/** Of `enum InsightVerdict`. */
const STATES = Object.freeze({ CONFIRM: 'CONFIRMED', EDIT: 'EDITED', REJECT: 'REJECTED' } as const);
/** Controls but for line feed and tab, bidi marks, and characters that are not seen: nobody reviews those. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

/** An insight as a row of its patient. What it was written from, and how it was asked for, is not part of it. */
export function toInsightRecord(
  stored: StoredInsight,
  { audience, notice }: Pick<UseCase, 'audience' | 'notice'>,
): StoredRecord {
  const { id, subjectId, rowCategories, labels, useCase, withheldSentences } = stored;
  const { groundingScore, relevanceScore, model, guardrail, guardrailPolicy } = stored;
  const { reviewState, reviewer, reviewReason } = stored;
  return Object.freeze({
    resourceType: 'Insight',
    id,
    subjectId,
    rowCategories,
    labels,
    useCase,
    audience,
    sentences: stored.sentences.map(toSentence),
    withheldSentences,
    notice,
    groundingScore,
    relevanceScore,
    model,
    guardrail,
    guardrailPolicy,
    reviewState,
    reviewer,
    reviewReason,
    reviewedAt: moment(stored.reviewedAt),
    createdAt: moment(stored.createdAt),
  });
}

/** With each citation's `source`: the reference of the record, as `node(id:)` takes it. */
function toSentence({ text, section, code, status, state, original, citations }: StoredSentence) {
  return Object.freeze({
    text,
    section,
    code,
    status,
    state,
    original,
    citations: citations.map(({ resourceType, resourceId, coordinate, quote, date }) =>
      Object.freeze({
        resourceType,
        resourceId,
        coordinate,
        quote,
        source: `${resourceType}/${resourceId}`,
        date,
      }),
    ),
  });
}

/** Arguments of `Mutation.reviewInsight`, without the id. */
export interface ReviewArguments {
  readonly verdict: keyof typeof STATES;
  readonly reason: string;
  readonly sentence?: number | null;
  readonly texts?: readonly { readonly sentence: number; readonly text: string }[] | null;
}

/**
 * A reviewer's decision out of its arguments: the reason has 10 to 2000 characters; an edit brings texts, of 1 to 2000
 * characters, and nothing else does; every index is of a sentence that is there. Where sentences are judged one by
 * one, only a rejection may be of the whole: the rest of it would be confirmed unread.
 * @throws BadUserInputError, without any text it was given
 */
export function readVerdict(
  { verdict, reason, sentence = null, texts }: ReviewArguments,
  { sentences }: Pick<StoredInsight, 'sentences'>,
  { oneByOne }: Pick<UseCase, 'oneByOne'>,
): InsightVerdict {
  const state = STATES[verdict];
  const isThere = (index: number) => Number.isInteger(index) && index >= 0 && index < sentences.length;
  const stated = readStatement(reason);
  if (sentence !== null && !isThere(sentence)) throw new BadUserInputError('there is no such sentence');
  if (oneByOne && sentence === null && state !== 'REJECTED') {
    throw new BadUserInputError('these sentences are judged one by one');
  }
  const edits = texts ?? [];
  if ((state === 'EDITED') !== edits.length > 0) {
    throw new BadUserInputError('an edit, and nothing else, brings texts');
  }
  const changed: Record<number, string> = {};
  for (const edit of edits) {
    if (!isThere(edit.sentence) || (sentence !== null && edit.sentence !== sentence)) {
      throw new BadUserInputError('a text is of no sentence that is judged');
    }
    if (changed[edit.sentence] !== undefined) throw new BadUserInputError('a sentence has two texts');
    changed[edit.sentence] = readText(edit.text, sentences[edit.sentence]?.text ?? '');
  }
  return Object.freeze({ state, reason: stated, sentence, texts: Object.freeze(changed) });
}

function readText(text: string, before: string): string {
  const written = text.trim();
  const { length } = [...written];
  if (length < 1 || length > LONGEST_TEXT || UNSEEN.test(written)) {
    throw new BadUserInputError(`expected plain text of 1 to ${LONGEST_TEXT} characters`);
  }
  if (written === before) throw new BadUserInputError('a text changes nothing');
  return written;
}

function moment(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
