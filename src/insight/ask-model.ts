import type { InsightSettings } from '../access/insight-settings.ts';
import type { Composed } from './compose-request.ts';
import { evidenceBlock } from './compose-request.ts';
import type { InsightModel, ModelAnswer, ModelFailure } from './insight-model.ts';
import { ModelUnavailable } from './insight-model.ts';
import type { UseCase } from './use-case.ts';
import type { WithheldReason } from './withheld.ts';
import { InsightWithheld } from './withheld.ts';

const REASON: Readonly<Record<ModelFailure, WithheldReason>> = Object.freeze({
  BUDGET: 'BUDGET',
  BREAKER: 'UNAVAILABLE',
  DEADLINE: 'UNAVAILABLE',
  THROTTLED: 'UNAVAILABLE',
  GUARDRAIL_UNKNOWN: 'GUARDRAIL',
  REFUSED: 'UNAVAILABLE',
  UNAVAILABLE: 'UNAVAILABLE',
});

/** One call; what was composed is all that leaves. @throws InsightWithheld */
export async function askModel(
  model: InsightModel,
  useCase: UseCase,
  { items, query, reference }: Composed,
  call: {
    readonly settings: InsightSettings;
    readonly tenant: string;
    readonly actor: string;
    readonly metadata: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  },
): Promise<ModelAnswer> {
  try {
    return await model.ask({
      instructions: useCase.instructions,
      reference,
      query,
      evidence: items.map((item) => ({ number: item.number, text: evidenceBlock(item) })),
      schema: { name: useCase.name.toLowerCase(), body: useCase.outputSchema },
      outputTokens: useCase.outputTokens,
      ...call,
    });
  } catch (error) {
    if (!(error instanceof ModelUnavailable)) throw error;
    throw new InsightWithheld(REASON[error.failure], `the model gave no answer: ${error.failure}`);
  }
}
