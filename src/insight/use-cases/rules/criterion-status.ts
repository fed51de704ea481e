import type { UseCaseRule } from '../../use-case.ts';
import { citedItems } from './cited-items.ts';

/**
 * A sentence is about one criterion. MET and NOT_MET rest on a record of the patient besides the policy;
 * NOT_IN_RECORD has none to rest on.
 */
export const criterionStatus: UseCaseRule = Object.freeze({
  name: 'criterion status',
  refuses: (sentence, { items }) => {
    const cited = citedItems(sentence, items);
    if (cited === null) return 'CITATION';
    const criteria = cited.filter(({ resourceType }) => resourceType === 'Policy').length;
    const records = cited.length - criteria;
    if (criteria !== 1) return 'CITATION';
    return (sentence.status === 'NOT_IN_RECORD') === (records === 0) ? null : 'CITATION';
  },
} satisfies UseCaseRule);
