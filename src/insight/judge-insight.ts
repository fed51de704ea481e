import type { InsightReviewState, InsightVerdict, StoredInsight, StoredSentence } from './stored-insight.ts';

/** Who judges, and when. */
export interface Judge {
  /** `sub`. */
  readonly reviewer: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Unique to this one act, so that its writer knows it again. */
  readonly mark: string;
}

/** One verdict as kept. Its texts stand in the sentences, beside those they replaced. */
export interface GivenVerdict extends Judge {
  readonly state: InsightVerdict['state'];
  /** Free text, which is PHI. */
  readonly reason: string;
  /** Index of the sentence; `null`: all that nobody had judged. */
  readonly sentence: number | null;
}

/** An insight with every verdict on it, oldest first. */
export interface JudgedInsight extends StoredInsight {
  readonly verdicts: readonly GivenVerdict[];
}

/**
 * What becomes of an insight under a verdict. A verdict on one sentence judges that one; a verdict on the whole
 * judges every sentence that nobody has judged. A sentence MUST be judged once only, and keeps what the model wrote
 * beside what a person made of it. The whole stays DRAFT until all sentences are judged, then it is CONFIRMED or
 * REJECTED if all of them are, and EDITED otherwise: what a person left of it is not what the model wrote.
 *
 * @returns `conflict`: it was judged before; `misfit`: the verdict names a sentence or a text that is not there.
 */
export function judgeInsight(
  insight: JudgedInsight,
  verdict: InsightVerdict,
  judge: Judge,
): JudgedInsight | 'conflict' | 'misfit' {
  const { sentences, reviewState } = insight;
  const { state, reason, sentence } = verdict;
  if (reviewState !== 'DRAFT') return 'conflict';
  if (!fits(insight, verdict)) return 'misfit';
  if (sentence !== null && sentences[sentence]?.state !== 'DRAFT') return 'conflict';
  const edited = Object.keys(verdict.texts).map(Number);
  if (edited.some((index) => sentences[index]?.state !== 'DRAFT')) return 'conflict';

  const judged = sentences.map((one, index) => {
    const isMeant = one.state === 'DRAFT' && (sentence === null || sentence === index);
    return isMeant ? judgeSentence(one, state, verdict.texts[index] ?? null) : one;
  });
  const { reviewer, at, mark } = judge;
  return Object.freeze({
    ...insight,
    sentences: Object.freeze(judged),
    reviewState: stateOfAll(judged, state),
    reviewer,
    reviewReason: reason,
    reviewedAt: at,
    verdicts: Object.freeze([
      ...insight.verdicts,
      Object.freeze({ state, reason, sentence, reviewer, at, mark }),
    ]),
  });
}

/** Sentences that are there; texts for an edit and for nothing else, of the sentence that is meant. */
function fits({ sentences }: StoredInsight, { state, sentence, texts }: InsightVerdict): boolean {
  const isThere = (index: number) => Number.isInteger(index) && index >= 0 && index < sentences.length;
  const edited = Object.keys(texts).map(Number);
  if (sentence !== null && !isThere(sentence)) return false;
  if ((state === 'EDITED') !== edited.length > 0) return false;
  return edited.every((index) => isThere(index) && (sentence === null || sentence === index));
}

/** What an edit leaves as it was is confirmed. */
function judgeSentence(
  sentence: StoredSentence,
  state: InsightVerdict['state'],
  text: string | null,
): StoredSentence {
  if (state !== 'EDITED') return Object.freeze({ ...sentence, state });
  if (text === null || text === sentence.text) return Object.freeze({ ...sentence, state: 'CONFIRMED' });
  return Object.freeze({ ...sentence, state, text, original: sentence.text });
}

function stateOfAll(
  sentences: readonly StoredSentence[],
  verdict: InsightVerdict['state'],
): InsightReviewState {
  const [first, ...others] = new Set(sentences.map(({ state }) => state));
  if (first === undefined) return verdict;
  if (first === 'DRAFT' || others.includes('DRAFT')) return 'DRAFT';
  return others.length === 0 ? first : 'EDITED';
}
