import type { ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { estimateTokens } from '../../src/insight/estimate-tokens.ts';
import type { ModelAnswer } from '../../src/insight/insight-model.ts';
import { guardrailFindings } from './guardrail-findings.ts';

/** Bedrock answered with something that is no answer. */
export class NoAnswerError extends Error {}

/**
 * Bedrock's answer in our words. What a guardrail changed or blocked is not passed on: its text is empty.
 * @param asked tokens of input by our own estimate, for an answer that does not count them
 * @throws NoAnswerError
 */
export function converseAnswer(
  output: Pick<ConverseCommandOutput, 'output' | 'stopReason' | 'usage' | 'trace'>,
  model: string,
  asked: number,
): Omit<ModelAnswer, 'milliseconds'> {
  const { stopReason, usage } = output;
  const content = output.output?.message?.content;
  if (typeof stopReason !== 'string' || !Array.isArray(content)) throw new NoAnswerError();
  const text = content.map((block) => (typeof block.text === 'string' ? block.text : '')).join('');
  const findings = guardrailFindings(output.trace?.guardrail);
  const intervened = findings.intervened || stopReason === 'guardrail_intervened';
  return {
    text: intervened ? '' : text,
    stopReason,
    model,
    intervened,
    grounding: findings.grounding,
    relevance: findings.relevance,
    tokens: {
      input:
        count(usage?.inputTokens, asked) +
        count(usage?.cacheReadInputTokens, 0) +
        count(usage?.cacheWriteInputTokens, 0),
      output: count(usage?.outputTokens, estimateTokens(text)),
    },
  };
}

function count(tokens: unknown, otherwise: number): number {
  return typeof tokens === 'number' && Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : otherwise;
}
