import type { GuardrailTraceAssessment } from '@aws-sdk/client-bedrock-runtime';

/** What a guardrail's trace says, without a word of what it says it about. */
export interface GuardrailFindings {
  /** It blocked or changed something, in or out. */
  readonly intervened: boolean;
  /** 0 to 1, the lowest given; `null`: not said, or not sayable. */
  readonly grounding: number | null;
  readonly relevance: number | null;
}

/**
 * Reads a trace. It holds the matched texts and the model's own words before masking (`match`, `modelOutput`), which
 * are PHI: only numbers and one flag MUST leave this function.
 */
export function guardrailFindings(trace: GuardrailTraceAssessment | undefined): GuardrailFindings {
  return {
    intervened: anyAction([trace?.inputAssessment, trace?.outputAssessments]),
    grounding: lowestScore(trace, 'GROUNDING'),
    relevance: lowestScore(trace, 'RELEVANCE'),
  };
}

/** Every policy of a guardrail says `action` where it stands; an action that is not known counts as one. */
function anyAction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) =>
    name === 'action' && typeof inner === 'string' ? inner !== 'NONE' : anyAction(inner),
  );
}

function lowestScore(
  trace: GuardrailTraceAssessment | undefined,
  type: 'GROUNDING' | 'RELEVANCE',
): number | null {
  const scores = Object.values(trace?.outputAssessments ?? {})
    .flat()
    .flatMap((assessment) => assessment.contextualGroundingPolicy?.filters ?? [])
    .filter((filter) => filter.type === type)
    .map(({ score }) => (typeof score === 'number' && score >= 0 && score <= 1 ? score : null));
  return scores.reduce(
    (lowest, score) => (lowest === null || score === null ? null : Math.min(lowest, score)),
    scores[0] ?? null,
  );
}
