import type { AccessModel, Grant, Mask, PhiField, Relationship } from './access-model.ts';
import { MASKS, RELATIONSHIPS } from './access-model.ts';
import { strictestMask } from './mask-order.ts';

/** Reasons that may be told to the caller; they follow from the access class and the relationship alone. */
export type PublicReason = 'ROLE' | 'PURPOSE' | 'SCOPE' | 'ASSURANCE' | 'TENANT' | 'RELATIONSHIP' | 'ERROR';

/** What one actor gets of one coordinate, for one category and one set of relationships. */
export interface FieldDecision {
  readonly decision: 'PERMIT' | 'MASK' | 'DENY';
  /** The mask in force; REDACT for a denial, so that nothing can be disclosed by mistake. */
  readonly mask: Mask;
  /** GRANT when permitted, else the step that left no grant. */
  readonly reason: 'GRANT' | PublicReason;
  /** Id of the deciding grant, or `null` when denied. */
  readonly grant: string | null;
}

/** Everything about an actor that decides without looking at a patient. */
export interface AccessClass {
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly purpose: string;
  readonly policyVersion: string;
  /** The tenant's narrowing: MUST return a subset of the grants, with masks as strict or stricter. */
  readonly narrow: (
    grants: readonly Grant[],
    field: { coordinate: string; category: string },
    actor: Pick<AccessClass, 'roles' | 'purpose'>,
  ) => readonly Grant[];
  /** Which grants each role of the class may use; a derived role uses its base's within its limits. */
  readonly grantsRole: (role: string, grant: Grant, category: string) => boolean;
}

/** A set of relationships: bit i stands for `RELATIONSHIPS[i]`. */
export type RelationshipSet = number;

export function relationshipBit(relationship: Relationship): RelationshipSet {
  return 1 << RELATIONSHIPS.indexOf(relationship);
}

const denied = (reason: PublicReason): FieldDecision =>
  Object.freeze({ decision: 'DENY', mask: 'REDACT', reason, grant: null });

/**
 * The decision for one coordinate and one category (design §4). The order is the contract: role, purpose,
 * (scope, assurance: to come), tenant overlay, relationship, (consent and labels, break-glass: to come).
 * Each step may only remove grants or tighten their masks; what is left over permits, the least mask wins,
 * and nothing left over denies with the step that emptied the list.
 */
export function decide(
  model: AccessModel,
  actor: AccessClass,
  field: Pick<PhiField, 'coordinate' | 'grants'>,
  category: string,
  relationships: RelationshipSet,
): FieldDecision {
  const declared = field.grants[category] ?? [];

  const byRole = declared.filter((grant) =>
    actor.roles.some((role) => actor.grantsRole(role, grant, category)),
  );
  if (byRole.length === 0) return denied('ROLE');

  const satisfied = model.purposeAncestors[actor.purpose] ?? [];
  const byPurpose = byRole.filter((grant) => grant.purposes.some((purpose) => satisfied.includes(purpose)));
  if (byPurpose.length === 0) return denied('PURPOSE');

  const byTenant = actor.narrow(byPurpose, { coordinate: field.coordinate, category }, actor);
  if (byTenant.length === 0) return denied('TENANT');

  const byRelationship = byTenant.filter((grant) =>
    grant.relationships.some((relationship) => (relationships & relationshipBit(relationship)) !== 0),
  );
  const [first, ...rest] = byRelationship;
  if (first === undefined) return denied('RELATIONSHIP');

  const least = rest.reduce(
    (best, grant) => (strictness(grant.mask) < strictness(best.mask) ? grant : best),
    first,
  );
  return Object.freeze({
    decision: least.mask === 'NONE' ? 'PERMIT' : 'MASK',
    mask: least.mask,
    reason: 'GRANT',
    grant: least.id,
  });
}

/** Several categories on one row: all must permit, and what any of their masks hides stays hidden (design §4). */
export function combine(decisions: readonly FieldDecision[]): FieldDecision {
  const [first, ...rest] = decisions;
  if (first === undefined) return denied('ERROR');
  return rest.reduce((strictest, next) => {
    if (strictest.decision === 'DENY') return strictest;
    if (next.decision === 'DENY') return next;
    const mask = strictestMask(strictest.mask, next.mask);
    if (mask === strictest.mask) return strictest;
    return mask === next.mask ? next : Object.freeze({ ...next, decision: 'MASK' as const, mask });
  }, first);
}

/** By how much is disclosed: the least mask is the one that tells most. */
export function strictness(mask: Mask): number {
  return MASKS.indexOf(mask);
}
