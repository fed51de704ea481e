import type { AccessModel, Grant } from './access-model.ts';
import type { Circumstances } from './circumstances.ts';
import type { AccessClass, Decidable, FieldDecision, Step } from './decide.ts';
import { decide, STEPS, strictness } from './decide.ts';

/** Which grants one step left over. */
export interface ExplainedStep {
  readonly step: Step;
  readonly left: readonly Grant[];
}

export interface ExplainedDecision {
  readonly steps: readonly ExplainedStep[];
  /** What the steps as told come to. It MUST be what was decided; a property test compares them. */
  readonly outcome: FieldDecision;
}

/** A decision as `decide` takes it, with what each of its steps left. */
export function explainDecision(
  model: AccessModel,
  actor: AccessClass,
  field: Decidable,
  category: string,
  circumstances: Circumstances,
  rowCategories: readonly string[] | null = [category],
): ExplainedDecision {
  const told = new Map<Step, readonly Grant[]>();
  decide(model, actor, field, category, circumstances, rowCategories, (step, left) => told.set(step, left));
  const isOpen = (told.get('LABEL') ?? []).length > 0;
  const taken = STEPS.filter((step) => step !== 'BREAK_GLASS' || !isOpen);
  const steps = taken.map((step) => ({ step, left: told.get(step) ?? [] }));
  const waived = circumstances.glass && (told.get('TENANT') ?? []).some(({ breakGlass }) => breakGlass);
  return Object.freeze({ steps, outcome: outcomeOf(steps, waived) });
}

/**
 * The first step that left nothing denies, unless a glass opens what it took. Where a glass waives relationship and
 * consent, it is labels that do.
 */
function outcomeOf(steps: readonly ExplainedStep[], waived: boolean): FieldDecision {
  const last = steps.at(-1);
  const best = (last?.left ?? []).toSorted((a, b) => strictness(a.mask) - strictness(b.mask))[0];
  if (last === undefined || best === undefined) {
    const emptied = steps.find(({ left }) => left.length === 0)?.step ?? 'ERROR';
    const reason = waived || emptied === 'BREAK_GLASS' ? 'LABEL' : emptied;
    return { decision: 'DENY', mask: 'REDACT', reason, grant: null };
  }
  const reason = last.step === 'BREAK_GLASS' ? 'BREAK_GLASS' : 'GRANT';
  return { decision: best.mask === 'NONE' ? 'PERMIT' : 'MASK', mask: best.mask, reason, grant: best.id };
}
