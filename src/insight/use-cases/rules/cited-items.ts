import type { EvidenceItem } from '../../evidence.ts';
import type { OutputSentence } from '../../output.ts';

/** The items a sentence cites, each once; `null` when it cites none, or one that is not there. */
export function citedItems(
  sentence: OutputSentence,
  items: readonly EvidenceItem[],
): readonly EvidenceItem[] | null {
  const numbers = [...new Set(sentence.citations.map(({ item }) => item))];
  const cited = numbers.flatMap((number) => items.find((item) => item.number === number) ?? []);
  return cited.length === 0 || cited.length < numbers.length ? null : cited;
}
