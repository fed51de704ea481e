import type { EvidenceItem } from '../../evidence.ts';
import type { OutputCitation } from '../../output.ts';
import type { UseCaseRule } from '../../use-case.ts';
import { doubtsOf } from '../../verification.ts';
import { citedItems } from './cited-items.ts';

/** Words of a criterion that ask for nothing by themselves. */
const SAYS_LITTLE: ReadonlySet<string> = new Set(
  'about above according after all also and another any are been below best both but can criteria criterion current day days diagnosed diagnosis document documented documentation does doing done each evidence exact exactly for from had has have her him his how include included information into last least list medical met month months more most must not note notes one only other over patient per please provide provided reason record recorded records report reported request requested response result results since some six such than that the their then there these they this those three time took twelve two under use used using want was week weeks were what when where which while who why will with within without year years you your'.split(
    ' ',
  ),
);
const WORD = /[\p{L}\p{N}]{3,}/gu;
/** Records whose text runs on; every other kind is one line about one thing. */
const RUNNING: readonly string[] = Object.freeze(['DocumentReference', 'DiagnosticReport']);

/**
 * MET and NOT_MET rest on words that speak of what the criterion asks: each passage of the record shares a telling word
 * with it, and one of a note is one sentence. Otherwise anything that stands in a record, an instruction among it, could
 * be told as what meets a criterion. A condition that is not confirmed decides none.
 */
export const bearsOnCriterion: UseCaseRule = Object.freeze({
  name: 'bears on the criterion',
  refuses: (sentence, { items }) => {
    if (sentence.status === 'NOT_IN_RECORD') return null;
    const cited = citedItems(sentence, items);
    if (cited === null || cited.some((item) => doubtsOf(item).length > 0)) return 'CITATION';
    const asked = new Set(
      cited.filter(({ resourceType }) => resourceType === 'Policy').flatMap(({ text }) => tellingWords(text)),
    );
    const bears = ({ item: number, quote }: OutputCitation) => {
      const item = cited.find((one) => one.number === number);
      if (item === undefined || item.resourceType === 'Policy') return item !== undefined;
      return isOneThing(item, quote) && wordsOf(item, quote).some((word) => asked.has(word));
    };
    return sentence.citations.every(bears) ? null : 'CITATION';
  },
} satisfies UseCaseRule);

/** The kind of a record says something too: `An encounter took place …`. */
function wordsOf({ resourceType }: EvidenceItem, quote: string): readonly string[] {
  return tellingWords(`${resourceType.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')} ${quote}`);
}

function isOneThing({ resourceType }: EvidenceItem, quote: string): boolean {
  if (!RUNNING.includes(resourceType)) return true;
  return (
    quote
      .split('\n')
      .flatMap((line) =>
        [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(line)].filter(({ segment }) =>
          /[\p{L}\p{N}]/u.test(segment),
        ),
      ).length === 1
  );
}

/** Each in one spelling, singular, lower case. */
function tellingWords(text: string): readonly string[] {
  return (text.toLowerCase().match(WORD) ?? [])
    .filter((word) => !SAYS_LITTLE.has(word))
    .map((word) => word.replace(/haem/, 'hem').replace(/anaem/, 'anem').replace(/oedem/, 'edem'))
    .map((word) => (/[^sui]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word));
}
