import type { BedrockOptions } from '../../../datasources/bedrock/bedrock-options.ts';
import { type BedrockModel, createBedrockModel } from '../../../datasources/bedrock/create-bedrock-model.ts';
import type { ModelFailure, ModelRequest, ModelSettings } from '../../../src/insight/insight-model.ts';
import { ModelUnavailable } from '../../../src/insight/insight-model.ts';

export const SETTINGS: ModelSettings = Object.freeze({
  model: 'phield-extractive',
  region: 'local',
  guardrail: { id: 'phield-local', version: '1' },
  tokensPerHour: { tenant: 1_000_000, actor: 1_000_000 },
  concurrency: 8,
});

export function modelRequest(
  change: Partial<ModelRequest> = {},
  settings: Partial<ModelSettings> = {},
): ModelRequest {
  return {
    instructions: 'Use case: PRE_VISIT_SUMMARY\nQuote the record.',
    reference: [],
    query: 'What matters before this visit?',
    evidence: [
      { number: 1, text: '[1] Condition 2010-03-02: Asthma; clinical status active' },
      { number: 2, text: '[2] Observation undated: HbA1c; 7.2 %' },
    ],
    schema: { name: 'summary', body: { type: 'object', required: ['sentences'] } },
    outputTokens: 800,
    metadata: { request: 'req-1', useCase: 'PRE_VISIT_SUMMARY' },
    settings: { ...SETTINGS, ...settings },
    tenant: 'riverside',
    actor: 'dr-a',
    signal: AbortSignal.timeout(20_000),
    ...change,
  };
}

/** Fast where the product is patient; a test changes what it is about. */
export function openModel(url: string | null, change: Partial<BedrockOptions> = {}): BedrockModel {
  return createBedrockModel({
    localEndpoint: url === null ? null : async () => url,
    clock: Date.now,
    random: () => 0.5,
    ...change,
    limits: { retryBase: 4, retryCap: 8, breakerPatience: 0, ...change.limits },
  });
}

/** The failure a call ends with; anything else is a finding. */
export async function failureOf(asked: Promise<unknown>): Promise<ModelFailure | string> {
  try {
    await asked;
  } catch (error) {
    return error instanceof ModelUnavailable ? error.failure : `threw ${String(error)}`;
  }
  return 'answered';
}
