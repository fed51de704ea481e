import { z } from 'zod';
import type { LocalGuardrail } from './find-guardrail.ts';
import { applyPolicy } from './guardrail/apply-policy.ts';
import type { Assessment, GuardrailCoverage, GuardrailUsage } from './guardrail/assessment.ts';
import { WireError } from './wire-error.ts';

const Request = z.object({
  source: z.enum(['INPUT', 'OUTPUT']),
  content: z
    .array(
      z.strictObject({
        text: z.object({
          text: z.string(),
          qualifiers: z.array(z.enum(['grounding_source', 'query', 'guard_content'])).default([]),
        }),
      }),
    )
    .min(1),
  outputScope: z.enum(['INTERVENTIONS', 'FULL']).default('INTERVENTIONS'),
});

/** Bedrock's ApplyGuardrailResponse. */
export interface ApplyGuardrailAnswer {
  readonly usage: GuardrailUsage;
  readonly action: 'GUARDRAIL_INTERVENED' | 'NONE';
  readonly actionReason: string;
  readonly outputs: readonly { readonly text: string }[];
  readonly assessments: readonly Assessment[];
  readonly guardrailCoverage: GuardrailCoverage;
}

/** A guardrail by itself, over texts that no model is asked about. @throws WireError ValidationException */
export function applyGuardrail(body: unknown, { policy, audience }: LocalGuardrail): ApplyGuardrailAnswer {
  const parsed = Request.safeParse(body);
  if (!parsed.success)
    throw new WireError('ValidationException', 'The request is not one that can be assessed.');
  const content = parsed.data.content.map(({ text }) => text);
  const withQualifier = (name: 'grounding_source' | 'query') =>
    content.filter(({ qualifiers }) => qualifiers.includes(name)).map(({ text }) => text);
  const { action, texts, assessment, usage } = applyPolicy(policy, audience, {
    side: parsed.data.source === 'INPUT' ? 'input' : 'output',
    texts: content
      .filter(({ qualifiers }) => qualifiers.length === 0 || qualifiers.includes('guard_content'))
      .map(({ text }) => text),
    sources: withQualifier('grounding_source'),
    query: withQualifier('query').join('\n'),
    total: content.reduce((sum, { text }) => sum + text.length, 0),
  });
  const intervened = action !== 'NONE';
  return {
    usage,
    action: intervened ? 'GUARDRAIL_INTERVENED' : 'NONE',
    actionReason:
      action === 'BLOCKED' ? 'Guardrail blocked.' : intervened ? 'Guardrail masked.' : 'No action.',
    outputs: intervened ? texts.map((text) => ({ text })) : [],
    assessments: [assessment],
    guardrailCoverage: assessment.invocationMetrics.guardrailCoverage,
  };
}
