import { estimateTokens } from '../../src/insight/estimate-tokens.ts';
import type { ModelRequest } from '../../src/insight/insight-model.ts';

/** Tokens of one request's input, near enough to set them aside. */
export function estimateInput({ instructions, reference, query, evidence, schema }: ModelRequest): number {
  const texts = [instructions, ...reference, query, ...evidence.map(({ text }) => text)];
  return [...texts, JSON.stringify(schema.body)].reduce((sum, text) => sum + estimateTokens(text), 0);
}
