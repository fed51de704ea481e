import type { EvidenceItem } from '../evidence.ts';
import type { OutputSentence } from '../output.ts';

export interface SettledCriteria {
  /** In the order of the criteria. */
  readonly sentences: readonly OutputSentence[];
  /** Criteria that have no sentence, or had several: `EvidenceItem.number` of each. */
  readonly open: readonly number[];
}

/**
 * Each criterion exactly once: a criterion that is answered twice is answered by neither, since the two may
 * disagree. For sentences that passed every rule, each of which names one criterion.
 */
export function settleCriteria(
  sentences: readonly OutputSentence[],
  items: readonly EvidenceItem[],
): SettledCriteria {
  const criteria = items.filter(({ resourceType }) => resourceType === 'Policy').map(({ number }) => number);
  const answers = criteria.map((criterion) => ({
    criterion,
    sentences: sentences.filter(({ citations }) => citations.some(({ item }) => item === criterion)),
  }));
  const once = answers.filter((answer) => answer.sentences.length === 1);
  return Object.freeze({
    sentences: Object.freeze(once.flatMap((answer) => answer.sentences)),
    open: Object.freeze(answers.filter((answer) => !once.includes(answer)).map(({ criterion }) => criterion)),
  });
}
