import { extract } from '../../../src/bedrock-local/engine/extract.ts';
import type { EngineEvidence } from '../../../src/bedrock-local/engine-input.ts';
import type { UseCaseName } from '../../../src/insight/use-case.ts';

const DAY = /\d{4}-\d{2}-\d{2}/;

/** Items by kind and text, numbered by place. */
export function evidenceOf(
  ...lines: readonly (readonly [kind: string, text: string])[]
): readonly EngineEvidence[] {
  return lines.map(([resourceType, text], at) => ({
    number: at + 1,
    resourceType,
    date: DAY.exec(text)?.[0] ?? null,
    text,
  }));
}

export interface Extracted {
  readonly text: string;
  readonly citations: readonly { readonly item: number; readonly quote: string }[];
  readonly section?: string;
  readonly code?: string;
  readonly status?: string;
}

/** What the engine says; empty: it is out of scope. */
export function extracted(
  useCase: UseCaseName,
  evidence: readonly EngineEvidence[],
  more: { readonly query?: string; readonly reference?: readonly string[] } = {},
): readonly Extracted[] {
  const input = { useCase, instructions: '', reference: [], query: '', evidence, ...more };
  const answer: { sentences: readonly Extracted[]; outOfScope?: true } = JSON.parse(extract(input));
  if (answer.sentences.length === 0 && answer.outOfScope !== true)
    throw new Error('silent without saying so');
  return answer.sentences;
}

export function texts(sentences: readonly Extracted[]): readonly string[] {
  return sentences.map(({ text }) => text);
}
