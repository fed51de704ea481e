import type { AccessModel, Grant } from './access-model.ts';
import type { Circumstances } from './circumstances.ts';
import type { AccessClass, Decidable, FieldDecision, RelationshipSet } from './decide.ts';
import { relationshipBit, strictness } from './decide.ts';
import { opensLabel } from './sensitivity.ts';

/** The steps of a decision in their order (docs/access-model.md). BREAK_GLASS is taken where LABEL left nothing. */
export const STEPS = Object.freeze([
  'ROLE',
  'PURPOSE',
  'SCOPE',
  'ASSURANCE',
  'TENANT',
  'RELATIONSHIP',
  'CONSENT',
  'LABEL',
  'BREAK_GLASS',
] as const);
export type Step = (typeof STEPS)[number];

/** Which grants one step left over. */
export interface ExplainedStep {
  readonly step: Step;
  readonly left: readonly Grant[];
}

export interface ExplainedDecision {
  readonly steps: readonly ExplainedStep[];
  readonly outcome: FieldDecision;
}

/**
 * The same decision as `decide`, told step by step: slower, and written apart, so that it can be held against it.
 * It MUST end as `decide` does; a property test compares them.
 */
export function explainDecision(
  model: AccessModel,
  actor: AccessClass,
  field: Decidable,
  category: string,
  circumstances: Circumstances,
  rowCategories: readonly string[] | null = [category],
): ExplainedDecision {
  const { coordinate } = field;
  const reached = (role: string) =>
    field.scopedActs.every((act) => actor.reaches(role, field.scopeType ?? '', act, rowCategories));
  const usable = (grant: Grant, roles: readonly string[]) =>
    roles.some((role) => actor.grantsRole(role, grant, category));
  const scoped = actor.roles.filter(reached);
  const assured = scoped.filter((role) => actor.isAssured(role));
  const purposes = new Set(model.purposeAncestors[actor.purpose] ?? []);
  const labels = [...field.sensitivity, ...circumstances.labels];
  const opensAll = (grant: Grant) => labels.every((label) => opensLabel(grant.sensitivity, label));
  const self = relationshipBit('SELF') & circumstances.relationships;

  const role = (field.grants[category] ?? []).filter((grant) => usable(grant, actor.roles));
  const purpose = role.filter((grant) => grant.purposes.some((one) => purposes.has(one)));
  const scope = purpose.filter((grant) => usable(grant, scoped));
  const assurance = scope.filter((grant) => usable(grant, assured));
  const revealed = circumstances.revealed.includes(coordinate);
  const tenant =
    assurance.length === 0
      ? []
      : actor.narrow(
          assurance,
          { coordinate, category, revealed },
          { roles: assured, purpose: actor.purpose },
        );
  const relationship = tenant.filter((grant) => ties(grant, circumstances.relationships));
  const consent = circumstances.consented ? relationship : relationship.filter((grant) => ties(grant, self));
  const label = consent.filter(opensAll);
  const glass = circumstances.glass ? tenant.filter((grant) => grant.breakGlass && opensAll(grant)) : [];

  const ordinary = { role, purpose, scope, assurance, tenant, relationship, consent, label };
  const lists = [...Object.values(ordinary), ...(label.length === 0 ? [glass] : [])];
  const steps = lists.map((left, index) => ({ step: STEPS[index] ?? 'ROLE', left }));
  return Object.freeze({ steps, outcome: outcomeOf(steps) });
}

/** What the steps come to: the first that left nothing denies, unless a glass opens what it took. */
export function outcomeOf(steps: readonly ExplainedStep[]): FieldDecision {
  const last = steps.at(-1);
  const best = (last?.left ?? []).toSorted((a, b) => strictness(a.mask) - strictness(b.mask))[0];
  if (last === undefined || best === undefined) {
    const emptied = steps.find(({ left }) => left.length === 0)?.step ?? 'ERROR';
    const reason = emptied === 'BREAK_GLASS' ? 'LABEL' : emptied;
    return { decision: 'DENY', mask: 'REDACT', reason, grant: null };
  }
  const reason = last.step === 'BREAK_GLASS' ? 'BREAK_GLASS' : 'GRANT';
  return { decision: best.mask === 'NONE' ? 'PERMIT' : 'MASK', mask: best.mask, reason, grant: best.id };
}

function ties(grant: Grant, relationships: RelationshipSet): boolean {
  return grant.relationships.some((one) => (relationshipBit(one) & relationships) !== 0);
}
