import type { CheckMode } from '../../../src/insight/checks/check.ts';
import { openChecks } from '../../../src/insight/checks/check-sentence.ts';
import type { EvidenceItem } from '../../../src/insight/evidence.ts';
import type { OutputSentence } from '../../../src/insight/output.ts';

export function itemOf(
  number: number,
  resourceType: string,
  text: string,
  date: string | null = null,
): EvidenceItem {
  return { number, resourceType, resourceId: `r${number}`, date, parts: [], text };
}

export function sentenceOf(
  text: string,
  citations: readonly (readonly [item: number, quote: string])[],
  more: Partial<OutputSentence> = {},
): OutputSentence {
  const quoted = citations.map(([item, quote]) => ({ item, quote }));
  return { text, citations: quoted, section: null, code: null, status: null, ...more };
}

/** Name of the check that refuses, or `null`. A citation without a quote quotes its whole item. */
export function refusalOf(
  items: readonly EvidenceItem[],
  text: string,
  citations: readonly (readonly [item: number, quote?: string])[],
  mode: CheckMode = 'verbatim',
  more: Partial<OutputSentence> = {},
  incomplete: ReadonlySet<string> = new Set(),
): string | null {
  const whole = citations.map(
    ([number, quote]) => [number, quote ?? items.find((item) => item.number === number)?.text ?? ''] as const,
  );
  return openChecks({ items, mode, incomplete })(sentenceOf(text, whole, more))?.check ?? null;
}
