import { BedrockRuntimeClient, type ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Engine } from '../../src/bedrock-local/engine-input.ts';

/** The SDK as it comes (HTTP/2), and with its HTTP/1 handler. One attempt each. */
export function sdkClient(endpoint: string, protocol: 'HTTP/2' | 'HTTP/1.1'): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    ...(protocol === 'HTTP/1.1' && { requestHandler: new NodeHttpHandler() }),
  });
}

export const EVIDENCE = Object.freeze([
  '[1] Condition 2010-03-02: Type 2 diabetes mellitus; clinical status active; onset 2010-03-02',
  '[2] MedicationRequest 2019-05-01: Metformin 500 MG Oral Tablet; status active; authored 2019-05-01',
  '[3] Observation 2020-05-01: Hemoglobin A1c; 7.2 %; effective 2020-05-01; status final',
]);

/** Says each evidence item back, citing it: faithful by construction. */
export const quoting: Engine = ({ evidence }) =>
  JSON.stringify({
    sentences: evidence.map(({ number, text }) => ({ text, citations: [{ item: number, quote: text }] })),
  });

export function converseInput({
  modelId = 'phield-extractive',
  evidence = EVIDENCE as readonly string[],
  query = 'What are the active conditions and medications?',
  guardrail = { id: 'phield', version: '1' } as { id: string; version: string } | null,
  qualifiers = ['query'] as ('query' | 'guard_content')[],
  maxTokens = 4_000,
} = {}): ConverseCommandInput {
  return {
    modelId,
    system: [{ text: 'Use case: PRE_VISIT_SUMMARY\nQuote only.' }, { text: 'E11.9 Type 2 diabetes' }],
    messages: [
      {
        role: 'user',
        content: [
          ...evidence.map((text) => ({
            guardContent: { text: { text, qualifiers: ['grounding_source' as const] } },
          })),
          { guardContent: { text: { text: query, qualifiers } } },
        ],
      },
    ],
    inferenceConfig: { maxTokens, temperature: 0 },
    ...(guardrail !== null && {
      guardrailConfig: {
        guardrailIdentifier: guardrail.id,
        guardrailVersion: guardrail.version,
        trace: 'enabled' as const,
      },
    }),
    outputConfig: {
      textFormat: {
        type: 'json_schema',
        structure: { jsonSchema: { name: 'answer', schema: '{"type":"object"}' } },
      },
    },
    requestMetadata: { tenant: 'riverside' },
  };
}
