import type { DeclaredGrant, DeclaredExplanation as Told } from '../src/generated/resolver-types.ts';
import type { DeclaredExplanation, ExplainedGrant } from '../src/review/explain-declared.ts';
import type { ReviewedPolicy } from '../src/review/reviewed-policy.ts';
import { rootRefused } from '../src/review/root-refused.ts';
import { toPlace } from './to-access-review.ts';

/** An explanation as the schema has it, with what stands on each line it names. */
export function toDeclaredExplanation(policy: ReviewedPolicy, explained: DeclaredExplanation): Told {
  const { coordinate, place, policyVersion, roles, purpose, serves, relationship, rows } = explained;
  const grants = (all: readonly ExplainedGrant[]) => all.map((grant) => toGrant(policy, grant));
  return {
    __typename: 'DeclaredExplanation',
    ...{ coordinate, policyVersion, roles, purpose, serves, relationships: relationship },
    place: toPlace(policy, place),
    rootRefused: rootRefused(policy.policy, coordinate, roles, purpose),
    rows: rows.map(({ category, decision: { decision, mask, reason }, grant, categories }) => ({
      __typename: 'DeclaredRow',
      ...{ category, decision, mask, reason },
      grant: grant === null ? null : toPlace(policy, grant),
      categories: categories.map(({ category: one, declared, steps, overlay }) => ({
        __typename: 'DeclaredCategory',
        category: one,
        declared: grants(declared),
        steps: steps.map(({ step, left }) => ({ __typename: 'DeclaredStep', step, left: grants(left) })),
        narrowedBy: overlay.map((entry) => toPlace(policy, entry)),
      })),
    })),
  };
}

function toGrant(policy: ReviewedPolicy, { place, ...grant }: ExplainedGrant): DeclaredGrant {
  return { __typename: 'DeclaredGrant', ...grant, place: toPlace(policy, place) };
}
