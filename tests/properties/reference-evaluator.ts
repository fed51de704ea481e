import type { AccessModel, Grant, Mask, PhiField, SubjectType } from '../../src/access/access-model.ts';
import { SCOPE_TOKENS } from '../../src/access/category-tokens.ts';
import type { SubjectFacts } from '../../src/access/facts.ts';
import type { Narrowing, TenantOverlay } from '../../src/access/tenant-overlay.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { referenceConsent } from './reference-consent.ts';
import { relationshipsOf } from './reference-relationships.ts';

/** docs/access-model.md once more, of types and tables alone: a mistake of the product is not made here again. */
export interface Asked {
  readonly model: AccessModel;
  readonly overlay: TenantOverlay;
  readonly actor: Actor;
  readonly facts: SubjectFacts;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly type: SubjectType;
  readonly record: Readonly<Record<string, unknown>>;
}

export interface Verdict {
  readonly decision: 'PERMIT' | 'MASK' | 'DENY';
  readonly mask: Mask;
  readonly reason: string;
  readonly grant: string | null;
}

interface Use {
  readonly grant: Grant;
  readonly role: string;
  readonly relationship: string;
  readonly mask: Mask;
  readonly breakGlass: boolean;
}

export const OUTSIDE_STAFF = ['PATIENT', 'PROXY', 'SYSTEM'];
const UNCONSENTED = ['BreakGlassReview', 'AccessExplanation', 'ConsentFinding'];
const SILENT = ['CONSENT', 'LABEL'];
const STRICTNESS = ['NONE', 'PARTIAL', 'GENERALIZE', 'PSEUDONYM', 'REDACT'];
const SUBSTANCE_USE = ['ETH', 'SUD', 'ETHUD', 'OPIOIDUD'];
export const LABEL_GROUPS = [SUBSTANCE_USE, ['CEL', 'VIP']];
export const LABELS_BELOW: Readonly<Record<string, readonly string[]>> = {
  SPI: ['BH', 'MH', 'PSY', ...SUBSTANCE_USE, 'COGN', 'DVD', 'EMOTDIS'],
  BH: ['COGN', 'DVD', 'EMOTDIS'],
};

/** Whether a row exists for the actor: at least one of its fields is not denied. */
export const exists = (asked: Asked): boolean =>
  asked.type.fields.some((field) => referenceDecision(asked, field).decision !== 'DENY');

export function referenceDecision(asked: Asked, field: PhiField): Verdict {
  const own = categoriesOf(asked);
  const isOfRow = field.category === null && asked.type.categoryField !== null;
  const category = field.category === null ? Object.keys(field.grants) : [field.category];
  const each = (isOfRow ? own.toSorted() : category).map((one) =>
    decideOne(asked, field, one, field.rowType === null ? own : [one]),
  );
  const open = each.filter(({ decision }) => decision !== 'DENY');
  const denials = each.filter(({ decision }) => decision === 'DENY');
  const denied = denials.find(({ reason }) => !SILENT.includes(reason)) ?? denials[0] ?? deny('ROLE');
  const byGrant = open.find(({ reason }) => reason === 'GRANT') ?? open[0];
  if (field.rowType !== null) {
    return byGrant === undefined ? denied : { ...byGrant, decision: 'PERMIT', mask: 'NONE' };
  }
  if (denials.length > 0 || open.length === 0) return denied;
  const narrowest = open.reduce((so, next) => {
    const mask = strictest(so.mask, next.mask);
    return mask === so.mask ? so : { ...next, mask };
  });
  const reason = open.some((one) => one.reason === 'BREAK_GLASS') ? 'BREAK_GLASS' : 'GRANT';
  return { ...narrowest, decision: narrowest.mask === 'NONE' ? 'PERMIT' : 'MASK', reason };
}

/** "None, or a code the schema does not know, counts as OTHER", once. */
function categoriesOf({ type, record }: Asked): readonly string[] {
  const stored = type.categoryField === null ? [] : [record[type.categoryField] ?? []].flat();
  const known = stored.map((code) => type.rowCategories.find((one) => one === code) ?? 'OTHER');
  return known.length === 0 ? ['OTHER'] : [...new Set(known)];
}

/** "The order of a decision", steps 1 to 9. */
function decideOne(asked: Asked, field: PhiField, category: string, scoped: readonly string[]): Verdict {
  const { overlay, actor, facts, record, now } = asked;
  const labels = [...field.sensitivity, ...textsOf(record.labels), ...facts.labels];
  const opensAll = ({ grant }: Use) => labels.every((label) => opens(grant.sensitivity, label));
  const rowType = field.rowType ?? asked.type.name;
  const acts = field.rowType === null ? ['r'] : ['s', 'r'];
  const declared = (Object.hasOwn(field.grants, category) ? field.grants[category] : undefined) ?? [];
  const uses = declared.flatMap((grant) =>
    actor.roles.flatMap((role) =>
      grant.relationships.map((relationship): Use => {
        const breakGlass = grant.breakGlass && overlay.derivedRoles.get(role)?.breakGlass !== false;
        return { grant, role, relationship, mask: grant.mask, breakGlass };
      }),
    ),
  );
  let left = uses.filter(({ grant, role }) => isUsable(overlay, grant, role, category));
  if (left.length === 0) return deny('ROLE');
  left = left.filter(({ grant }) => isA(asked, grant.purposes));
  if (left.length === 0) return deny('PURPOSE');
  left = left.filter(({ role }) => acts.every((act) => inScope(actor, role, rowType, act, scoped)));
  if (left.length === 0) return deny('SCOPE');
  left = left.filter(({ role }) => isAssured(asked, role));
  if (left.length === 0) return deny('ASSURANCE');
  left = left.flatMap((use) => narrow(asked, use, field.coordinate, category));
  if (left.length === 0) return deny('TENANT');
  const afterTenant = left;
  const holds = relationshipsOf(asked);
  const tied = left.filter(({ relationship }) => holds.includes(relationship));
  const isUnbound = ({ role, relationship }: Use) =>
    relationship === 'SELF' || (role === 'PRIVACY_OFFICER' && UNCONSENTED.includes(asked.type.name));
  const isConsented = tied.length > 0 && referenceConsent(asked).permit;
  const consented = tied.filter((use) => isConsented || isUnbound(use));
  left = consented.filter(opensAll);
  if (left.length > 0) return permit(left, 'GRANT');
  const isElsewhere = actor.patient !== null && actor.patient !== facts.subjectId;
  const isOpen = facts.glass !== null && facts.glass.openedAt <= now && now < facts.glass.expiresAt;
  const waived = isOpen && !isElsewhere ? afterTenant.filter((use) => use.breakGlass) : [];
  left = waived.filter(opensAll);
  if (left.length > 0) return permit(left, 'BREAK_GLASS');
  // Neither tie nor consent was asked of these: the labels are all that is left to deny them.
  if (waived.length > 0) return deny('LABEL');
  return deny(tied.length === 0 ? 'RELATIONSHIP' : consented.length === 0 ? 'CONSENT' : 'LABEL');
}

function isUsable({ derivedRoles }: TenantOverlay, grant: Grant, role: string, category: string): boolean {
  const derived = derivedRoles.get(role);
  if (derived === undefined) return grant.roles.includes(role);
  return grant.roles.includes(derived.base) && derived.only.includes(category);
}

export function isA({ model, actor }: Asked, purposes: readonly string[]): boolean {
  const { purposeAncestors: all } = model;
  const ancestors = Object.hasOwn(all, actor.purpose) ? all[actor.purpose] : [];
  return purposes.some((purpose) => ancestors?.includes(purpose));
}

const SHOWN: Readonly<Record<string, string>> = {
  PatientMatch: 'Patient',
  PatientInsights: 'Patient',
  Insight: 'DocumentReference',
};
/** "Scopes". */
function inScope({ scopes, patient }: Actor, role: string, on: string, act: string, row: readonly string[]) {
  if (scopes === null) return role !== 'SYSTEM';
  const type = SHOWN[on] ?? on;
  return scopes.some((scope) => {
    const [, context, of, acts, query] = /^(\w+)\/(\*|\w+)\.(\w+)\??(.*)$/.exec(scope) ?? [];
    const isOwn = role === 'SYSTEM' ? context === 'system' : context === 'user' || context === 'patient';
    if (!isOwn || (context === 'patient' && patient === null)) return false;
    const named = [...new URLSearchParams(query).values()];
    const means = named.map((token) => SCOPE_TOKENS.get(type)?.[token]);
    return (
      (of === '*' || of === type) &&
      acts?.includes(act) === true &&
      means.every((category) => category !== undefined && row.includes(category))
    );
  });
}

/** "Sign-in". */
function isAssured({ actor, overlay }: Asked, role: string): boolean {
  const needsMore = !OUTSIDE_STAFF.includes(role) || overlay.settings.multiFactorRoles.includes(role);
  return actor.multiFactor || !needsMore;
}

/** "Tenant overlays" and "Reveal": nothing, or the same use with the strictest mask that is asked for. */
function narrow(asked: Asked, use: Use, coordinate: string, category: string): readonly Use[] {
  const { overlay, facts, type, record, now } = asked;
  const base = overlay.derivedRoles.get(use.role)?.base;
  const covers = (entry: Narrowing) =>
    (entry.roles?.some((role) => role === use.role || role === base) ?? true) &&
    (entry.categories?.includes(category) ?? true) &&
    (entry.coordinates?.includes(coordinate) ?? true) &&
    (entry.purposes === null || isA(asked, entry.purposes)) &&
    (entry.relationships?.some((one) => one === use.relationship) ?? true);
  if (overlay.removals.some(covers)) return [];
  const row = `${type.name}/${String(record.id)}`;
  const isRevealed = facts.reveals.some(
    (one) => one.coordinate === coordinate && one.resource === row && now < one.expiresAt,
  );
  const masks = overlay.tightenings.filter((one) => covers(one) && !(one.reveal !== null && isRevealed));
  return [{ ...use, mask: masks.map(({ mask }) => mask).reduce(strictest, use.mask) }];
}

/** "Labels". */
export function opens(open: readonly string[], label: string): boolean {
  const alike = LABEL_GROUPS.find((group) => group.includes(label)) ?? [label];
  return open.some((one) => alike.includes(one) || LABELS_BELOW[one]?.some((below) => alike.includes(below)));
}

/** The strictest of two masks; "neither narrows the other: REDACT". */
function strictest(one: Mask, other: Mask): Mask {
  const [less, more] = STRICTNESS.indexOf(one) <= STRICTNESS.indexOf(other) ? [one, other] : [other, one];
  return more === 'PSEUDONYM' && less !== more && less !== 'NONE' ? 'REDACT' : more;
}

function permit(left: readonly Use[], reason: string): Verdict {
  const rank = ({ mask }: Use) => STRICTNESS.indexOf(mask);
  const [best] = left.toSorted((one, other) => rank(one) - rank(other));
  if (best === undefined) return deny('ERROR');
  const { mask, grant } = best;
  return { decision: mask === 'NONE' ? 'PERMIT' : 'MASK', mask, reason, grant: grant.id };
}

const deny = (reason: string): Verdict => ({ decision: 'DENY', mask: 'REDACT', reason, grant: null });
export const textsOf = (value: unknown): readonly string[] => [value ?? []].flat().map(String);
