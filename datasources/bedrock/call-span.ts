import { SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { ModelCall } from './bedrock-options.ts';

/** A span of one call, told at its end how it went. */
export interface CallSpan {
  end(call: ModelCall): void;
}

/**
 * Spans bear one constant name, and ids, codes and counts by OpenTelemetry's names for generative models. Nothing that
 * was said: no content events, no messages of errors.
 */
export function startCallSpan(tracer: Tracer | undefined, model: string, region: string): CallSpan {
  if (tracer === undefined) return { end() {} };
  const span = tracer.startSpan('phield.insight.model', {
    kind: SpanKind.CLIENT,
    attributes: {
      'gen_ai.provider.name': 'aws.bedrock',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': model,
      'cloud.region': region,
    },
  });
  return {
    end({ tenant, outcome, inputTokens, outputTokens, attempts }) {
      span.setAttributes({
        'phield.tenant': tenant,
        'phield.insight.outcome': outcome,
        'phield.insight.attempts': attempts,
        'gen_ai.usage.input_tokens': inputTokens,
        'gen_ai.usage.output_tokens': outputTokens,
      });
      if (outcome !== 'ANSWERED' && outcome !== 'INTERVENED') {
        span.setAttribute('error.type', outcome);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}
