import type { AccessModel, Grant, Place } from './access-model.ts';
import type { Circumstances } from './circumstances.ts';
import type { AccessClass, Decidable } from './decide.ts';
import type { ExplainedStep } from './explain-decision.ts';
import { explainDecision } from './explain-decision.ts';
import type { TenantPolicy } from './tenant-policy.ts';

export interface CategoryExplanation {
  readonly category: string;
  readonly steps: readonly ExplainedStep[];
  /** Entries of the tenant's overlay that narrow. */
  readonly overlay: readonly Place[];
}

/** What decides, whatever the category. */
export interface ExplainedCase {
  readonly model: AccessModel;
  readonly policy: TenantPolicy;
  readonly accessClass: AccessClass;
  readonly circumstances: Circumstances;
}

/**
 * One category's decision by its steps, with what of the tenant's overlay took part.
 * @param scoped categories that scopes are asked for: those of the row, or the category alone where the field leads to rows.
 */
export function explainCategory(
  { model, policy, accessClass, circumstances }: ExplainedCase,
  decidable: Decidable,
  category: string,
  scoped: readonly string[],
): CategoryExplanation {
  const { steps } = explainDecision(model, accessClass, decidable, category, circumstances, scoped);
  const before: readonly Grant[] = steps.find(({ step }) => step === 'ASSURANCE')?.left ?? [];
  const { coordinate } = decidable;
  const asked = { coordinate, category, revealed: circumstances.revealed.includes(coordinate) };
  return { category, steps, overlay: policy.narrowedBy?.(before, asked, accessClass) ?? [] };
}
