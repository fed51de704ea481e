import type { AccessModel, Grant, Mask, PhiField, Relationship } from './access-model.ts';
import { MASKS, RELATIONSHIPS } from './access-model.ts';
import type { Circumstances } from './circumstances.ts';
import { strictestMask } from './mask-order.ts';
import type { ScopePermission } from './scopes.ts';
import { opensLabel } from './sensitivity.ts';

/** Reasons that may be told to the caller; they follow from the access class and the relationship alone. */
export type PublicReason = 'ROLE' | 'PURPOSE' | 'SCOPE' | 'ASSURANCE' | 'TENANT' | 'RELATIONSHIP' | 'ERROR';
/** Reasons that tell of what is stored: for the ledger and for explanations, never for the caller. */
export type SilentReason = 'CONSENT' | 'LABEL';

/** What one actor gets of one coordinate, for one category and under the row's circumstances. */
export interface FieldDecision {
  readonly decision: 'PERMIT' | 'MASK' | 'DENY';
  /** The mask in force; REDACT for a denial, so that nothing can be disclosed by mistake. */
  readonly mask: Mask;
  /** GRANT, or BREAK_GLASS where nothing but an opened glass permits; else the step that left no grant. */
  readonly reason: 'GRANT' | 'BREAK_GLASS' | PublicReason | SilentReason;
  /** Id of the deciding grant, or `null` when denied. */
  readonly grant: string | null;
}

/** Everything about an actor that decides without looking at a patient. */
export interface AccessClass {
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly purpose: string;
  readonly policyVersion: string;
  /** Whether scopes reach rows of a type with these categories, for one role; `null`: whether they reach any. */
  readonly reaches: (
    role: string,
    type: string,
    act: ScopePermission,
    rowCategories: readonly string[] | null,
  ) => boolean;
  /** Whether the sign-in is as strong as a role demands. */
  readonly isAssured: (role: string) => boolean;
  /**
   * The tenant's narrowing: MUST return a subset of the grants, with masks as strict or stricter. Tightenings
   * that a reveal lifts are left out for a field that is revealed.
   */
  readonly narrow: (
    grants: readonly Grant[],
    field: { coordinate: string; category: string; revealed: boolean },
    actor: Pick<AccessClass, 'roles' | 'purpose'>,
  ) => readonly Grant[];
  /** Which grants each role of the class may use; a derived role uses its base's within its limits. */
  readonly grantsRole: (role: string, grant: Grant, category: string) => boolean;
}

/** What is decided: a field, or a filter by one. */
export interface Decidable extends Pick<PhiField, 'coordinate' | 'grants' | 'sensitivity'> {
  /** Type of the rows that are read, for scopes; `null`: none can be told, so a token with scopes has none. */
  readonly scopeType: string | null;
  /** All are needed. */
  readonly scopedActs: readonly ScopePermission[];
}

/** A set of relationships: bit i stands for `RELATIONSHIPS[i]`. */
export type RelationshipSet = number;

export function relationshipBit(relationship: Relationship): RelationshipSet {
  return 1 << RELATIONSHIPS.indexOf(relationship);
}

const SELF = relationshipBit('SELF');

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

const untold = () => {};

const denied = (reason: PublicReason | SilentReason): FieldDecision =>
  Object.freeze({ decision: 'DENY', mask: 'REDACT', reason, grant: null });

/**
 * The decision for one coordinate and one category (design §4). The order is the contract: role, purpose,
 * scope, assurance, tenant overlay, relationship, consent, labels, break-glass. Each step but the last may
 * only remove grants or tighten their masks; what is left over permits, the least mask wins, and nothing left
 * over denies with the step that emptied the list. An opened glass then waives relationship and consent for
 * grants that say so, and never labels.
 *
 * @param rowCategories those of the row that is read, for granular scopes; `null`: of any row.
 * @param tell hears what each step that is taken leaves: for explanations.
 */
export function decide(
  model: AccessModel,
  actor: AccessClass,
  field: Decidable,
  category: string,
  circumstances: Circumstances,
  rowCategories: readonly string[] | null = [category],
  tell: (step: Step, left: readonly Grant[]) => void = untold,
): FieldDecision {
  const declared = field.grants[category] ?? [];
  const usableBy = (roles: readonly string[]) => (grant: Grant) =>
    roles.some((role) => actor.grantsRole(role, grant, category));

  const byRole = declared.filter(usableBy(actor.roles));
  tell('ROLE', byRole);
  if (byRole.length === 0) return denied('ROLE');

  const satisfied = model.purposeAncestors[actor.purpose] ?? [];
  const byPurpose = byRole.filter((grant) => grant.purposes.some((purpose) => satisfied.includes(purpose)));
  tell('PURPOSE', byPurpose);
  if (byPurpose.length === 0) return denied('PURPOSE');

  const { scopeType, scopedActs } = field;
  const scopedRoles = actor.roles.filter((role) =>
    scopedActs.every((act) => actor.reaches(role, scopeType ?? '', act, rowCategories)),
  );
  const byScope = byPurpose.filter(usableBy(scopedRoles));
  tell('SCOPE', byScope);
  if (byScope.length === 0) return denied('SCOPE');

  const roles = scopedRoles.filter((role) => actor.isAssured(role));
  const byAssurance = byScope.filter(usableBy(roles));
  tell('ASSURANCE', byAssurance);
  if (byAssurance.length === 0) return denied('ASSURANCE');

  const { coordinate } = field;
  const revealed = circumstances.revealed.includes(coordinate);
  const byTenant = actor.narrow(
    byAssurance,
    { coordinate, category, revealed },
    { roles, purpose: actor.purpose },
  );
  tell('TENANT', byTenant);
  if (byTenant.length === 0) return denied('TENANT');

  const byTie = byTenant.filter((grant) => isTied(grant, circumstances.relationships));
  const byConsent = byTie.filter(
    (grant) => circumstances.consented || isTied(grant, circumstances.relationships & SELF),
  );
  const opensAll = (grant: Grant) =>
    [...field.sensitivity, ...circumstances.labels].every((label) => opensLabel(grant.sensitivity, label));
  const byLabel = byConsent.filter(opensAll);
  tell('RELATIONSHIP', byTie);
  tell('CONSENT', byConsent);
  tell('LABEL', byLabel);
  if (byLabel.length > 0) return permitted(byLabel, 'GRANT');

  const behindGlass = circumstances.glass ? byTenant.filter((grant) => grant.breakGlass) : [];
  const byGlass = behindGlass.filter(opensAll);
  tell('BREAK_GLASS', byGlass);
  if (byGlass.length > 0) return permitted(byGlass, 'BREAK_GLASS');

  // Where the glass waives the rest, a label alone withholds: that leaves an event and tells the caller nothing.
  if (behindGlass.length > 0) return denied('LABEL');
  if (byTie.length === 0) return denied('RELATIONSHIP');
  return denied(byConsent.length === 0 ? 'CONSENT' : 'LABEL');
}

function isTied(grant: Grant, relationships: RelationshipSet): boolean {
  return grant.relationships.some((relationship) => (relationships & relationshipBit(relationship)) !== 0);
}

/** The grant that tells most decides; of equals the first declared. */
function permitted(grants: readonly Grant[], reason: 'GRANT' | 'BREAK_GLASS'): FieldDecision {
  const [first, ...rest] = grants;
  if (first === undefined) return denied('ERROR');
  const least = rest.reduce(
    (best, grant) => (strictness(grant.mask) < strictness(best.mask) ? grant : best),
    first,
  );
  return Object.freeze({
    decision: least.mask === 'NONE' ? 'PERMIT' : 'MASK',
    mask: least.mask,
    reason,
    grant: least.id,
  });
}

/**
 * Several categories on one row: all must permit, and what any of their masks hides stays hidden (design §4).
 * A denial that may be told goes before a silent one, which would differ from the answer without it.
 */
export function combine(decisions: readonly FieldDecision[]): FieldDecision {
  const [first, ...rest] = decisions;
  if (first === undefined) return denied('ERROR');
  const denials = decisions.filter(({ decision }) => decision === 'DENY');
  const denial = denials.find(({ reason }) => !isSilent(reason)) ?? denials[0];
  if (denial !== undefined) return denial;
  const strictest = rest.reduce((so, next) => {
    const mask = strictestMask(so.mask, next.mask);
    if (mask === so.mask) return so;
    return mask === next.mask ? next : Object.freeze({ ...next, decision: 'MASK' as const, mask });
  }, first);
  const byGlass = decisions.some(({ reason }) => reason === 'BREAK_GLASS');
  return byGlass ? Object.freeze({ ...strictest, reason: 'BREAK_GLASS' as const }) : strictest;
}

export function isSilent(reason: FieldDecision['reason']): reason is SilentReason {
  return reason === 'CONSENT' || reason === 'LABEL';
}

/** By how much is disclosed: the least mask is the one that tells most. */
export function strictness(mask: Mask): number {
  return MASKS.indexOf(mask);
}
