import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime';
import type { ModelRequest } from '../../src/insight/insight-model.ts';
import { requestMetadata } from './request-metadata.ts';

/**
 * What goes over the wire for one request, and nothing besides. Evidence is a block of its own for each item, as given
 * (`[1] Condition 2010-03-02: …`), never part of the system text: the guardrail scores the answer against exactly
 * these blocks, and instructions inside them are data. No tools: guardrails do not look at their input.
 */
export function converseInput(request: ModelRequest): ConverseCommandInput {
  const { settings, reference, evidence, schema } = request;
  return {
    modelId: settings.model,
    system: [
      { text: request.instructions },
      ...(reference.length === 0 ? [] : [{ text: reference.join('\n') }]),
    ],
    messages: [
      {
        role: 'user',
        content: [
          ...evidence.map(({ text }) => guarded(text, 'grounding_source')),
          guarded(request.query, 'query', 'guard_content'),
        ],
      },
    ],
    inferenceConfig: { maxTokens: request.outputTokens, temperature: 0 },
    guardrailConfig: {
      guardrailIdentifier: settings.guardrail.id,
      guardrailVersion: settings.guardrail.version,
      // Scores stand in the trace alone. Its `match` texts are PHI and end in guardrail-findings.ts.
      trace: 'enabled',
    },
    outputConfig: {
      textFormat: {
        type: 'json_schema',
        structure: { jsonSchema: { name: schema.name, schema: JSON.stringify(schema.body) } },
      },
    },
    requestMetadata: requestMetadata(request.metadata),
  };
}

/** A block with no `guard_content` is looked at for grounding alone: what a caller asks is looked at by every policy. */
function guarded(text: string, ...qualifiers: ('grounding_source' | 'query' | 'guard_content')[]) {
  return { guardContent: { text: { text, qualifiers } } };
}
