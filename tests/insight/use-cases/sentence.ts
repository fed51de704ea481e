import type { EvidenceItem } from '../../../src/insight/evidence.ts';
import type { OutputSentence } from '../../../src/insight/output.ts';
import type { RuleContext, UseCaseRule } from '../../../src/insight/use-case.ts';

/** An item by kind and text; its number is its place. */
export function items(...lines: readonly (readonly [kind: string, text: string])[]): readonly EvidenceItem[] {
  return lines.map(([resourceType, text], at) => ({
    number: at + 1,
    resourceType,
    resourceId: `r${at + 1}`,
    date: null,
    parts: [{ coordinate: `${resourceType}.text`, text }],
    text,
  }));
}

export function sentence(
  text: string,
  citations: readonly (readonly [item: number, quote: string])[],
  marks: Partial<Pick<OutputSentence, 'section' | 'code' | 'status'>> = {},
): OutputSentence {
  return {
    text,
    citations: citations.map(([item, quote]) => ({ item, quote })),
    section: null,
    code: null,
    status: null,
    ...marks,
  };
}

export function refusal(rule: UseCaseRule, said: OutputSentence, context: Partial<RuleContext> = {}) {
  return rule.refuses(said, { items: [], question: '', codes: null, ...context });
}
