import type { UseCaseRule } from '../../use-case.ts';
import { citedItems } from './cited-items.ts';

/** A sentence stands under a heading for the kinds of record it cites. Headings not named here take any kind. */
export function sectionKinds(kinds: Readonly<Record<string, readonly string[]>>): UseCaseRule {
  return Object.freeze({
    name: 'section kinds',
    refuses: (sentence, { items }) => {
      const allowed = sentence.section === null ? undefined : kinds[sentence.section];
      const cited = citedItems(sentence, items);
      if (cited === null) return 'CITATION';
      return allowed === undefined || cited.every(({ resourceType }) => allowed.includes(resourceType))
        ? null
        : 'CITATION';
    },
  } satisfies UseCaseRule);
}
