import type { StoredRecord } from '../datasources/health-data.ts';
import { BadUserInputError } from '../src/errors.ts';
import type { InsightVerdict, StoredInsight, StoredSentence } from '../src/insight/stored-insight.ts';
import { INSIGHT_USE_CASES } from '../src/insight/use-cases/use-cases.ts';
import { readStatement } from './read-statement.ts';

const LONGEST_TEXT = 2000;
/** Of `enum InsightVerdict`. */
const STATES = Object.freeze({ CONFIRM: 'CONFIRMED', EDIT: 'EDITED', REJECT: 'REJECTED' } as const);
/** Controls but for line feed and tab, bidi marks, and characters that are not seen: nobody reviews those. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|\p{Variation_Selector}/u;

/** An insight as a row of its patient. What it was written from, and how it was asked for, is not part of it. */
export function toInsightRecord(stored: StoredInsight): StoredRecord {
  const { audience, notice } = INSIGHT_USE_CASES[stored.useCase];
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
 * A reviewer's decision out of its arguments: the reason has 10 to 2000 characters; an edit, and nothing else, brings
 * texts, of 1 to 2000 characters each and one for a sentence; with `sentence`, of that one only. Whether it fits the
 * insight, `checkVerdict` says.
 * @throws BadUserInputError, without any text it was given
 */
export function toInsightVerdict({ verdict, reason, sentence, texts }: ReviewArguments): InsightVerdict {
  const state = STATES[verdict];
  const one = sentence ?? null;
  const edits = texts ?? [];
  if (one !== null && !isIndex(one)) throw new BadUserInputError('there is no such sentence');
  if ((state === 'EDITED') !== edits.length > 0) {
    throw new BadUserInputError('an edit, and nothing else, brings texts');
  }
  const changed = new Map<number, string>();
  for (const edit of edits) {
    if (!isIndex(edit.sentence) || (one !== null && edit.sentence !== one)) {
      throw new BadUserInputError('a text is of no sentence that is judged');
    }
    if (changed.has(edit.sentence)) throw new BadUserInputError('a sentence has two texts');
    changed.set(edit.sentence, readText(edit.text));
  }
  return Object.freeze({
    state,
    reason: readStatement(reason),
    sentence: one,
    texts: Object.freeze(Object.fromEntries(changed)),
  });
}

function isIndex(index: number): boolean {
  return Number.isInteger(index) && index >= 0;
}

function readText(text: string): string {
  const written = text.trim();
  const { length } = [...written];
  if (length < 1 || length > LONGEST_TEXT || UNSEEN.test(written)) {
    throw new BadUserInputError(`expected plain text of 1 to ${LONGEST_TEXT} characters`);
  }
  return written;
}

function moment(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
