import type { DiagnosisCode } from '../src/insight/code-set.ts';

/**
 * Billable codes whose description says the same as a condition's text: the same words, but for what leaves open
 * (`unspecified`) and the tag of a SNOMED CT name. It shares nothing with the search that is measured by it.
 */
export function sameByDescription(
  codes: readonly DiagnosisCode[],
): (conditionText: string) => ReadonlySet<string> {
  const byWords = new Map<string, Set<string>>();
  for (const { code, billable, description } of codes) {
    if (!billable) continue;
    const words = wordsOf(description);
    byWords.set(words, (byWords.get(words) ?? new Set()).add(code));
  }
  return (text) => byWords.get(wordsOf(text)) ?? new Set();
}

function wordsOf(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ')
    .replace(/,? ?(not elsewhere classified|initial encounter|site not specified|unspecified)/g, ' ')
    .replace(/\b(without (complications?|foreign body)|uncomplicated|due to|of|the|and|with|type)\b/g, ' ');
  return [...new Set(plain.match(/[a-z0-9]+/g) ?? [])].sort().join(' ');
}
