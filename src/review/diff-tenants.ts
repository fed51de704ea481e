import type { InsightSettings } from '../access/insight-settings.ts';
import { PSEUDONYMS } from '../access/ledger-block.ts';
import { revealSeconds } from '../access/reveal-seconds.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';
import { tenantRolesOf } from '../access/tenant-roles-of.ts';
import type { TenantAccessSettings } from '../access/tenant-settings.ts';
import { mapTokenRoles } from '../identity/map-roles.ts';
import { type AccessChange, type ChangeKind, wholeChange } from './access-change.ts';
import type { DiffSide } from './diff-side.ts';

/** Whether `to` lets more people in, or lets them in for longer, than `from`. */
type IsWider<Value> = (from: Value, to: Value) => boolean;
type Settings = TenantAccessSettings;
type LedgerBlock = Required<Pick<TenantOverlay, 'pseudonyms'>>;
type Named<Value> = { readonly [Name in keyof Value]?: IsWider<Value[Name]> };

/** From the strictest (docs/consent.md). */
const CONSENT = Object.freeze(['deny', 'break-glass-only', 'basic-normal', 'all-normal']);
const longer: IsWider<number> = (from, to) => to > from;
const other: IsWider<unknown> = () => true;

/** Every setting, so that one that is added to the type is not passed over. */
const SETTINGS: Readonly<{ [Name in keyof Settings]: IsWider<Settings[Name]> }> = Object.freeze({
  treatingDays: longer,
  // Ages at which a proxy sees less: each that is left out is one at which it sees all.
  proxyLimited: (from, to) => to.from > from.from || to.to < from.to,
  adultAge: longer,
  implicitConsent: (from, to) => CONSENT.indexOf(to) > CONSENT.indexOf(from),
  researchStudies: (_, to) => to === 'optional',
  breakGlassMinutes: longer,
  multiFactorRoles: (from, to) => from.some((role) => !to.includes(role)),
});

/** From names to none: who reads the ledger reads whom it is about. */
const LEDGER: Readonly<{ [Name in keyof LedgerBlock]: IsWider<LedgerBlock[Name]> }> = Object.freeze({
  pseudonyms: (from, to) => PSEUDONYMS.indexOf(to) < PSEUDONYMS.indexOf(from),
});

/** What a patient's record is given to. What is not named here gives nobody anything: limits, and a payer's words. */
const INSIGHTS: Named<InsightSettings> = Object.freeze({
  model: other,
  region: other,
  guardrail: other,
  audienceGuardrails: other,
  agreement: other,
  consent: (_, to) => to === 'unlessRefused',
  support: (_, to) => to === 'scored',
  useCases: (from, to) => to.some((name) => !from.includes(name)),
});

/**
 * What tenants set beside removals and masks, which cells tell of; and tenants that came or went. Where nothing was said
 * of tenants before, each of them has come; where nothing is said any more, `leavesTenantsOut`.
 */
export function compareTenants(old: DiffSide, now: DiffSide): readonly AccessChange[] {
  if (now.tenants === null) return [];
  const names = [...new Set([...(old.tenants?.keys() ?? []), ...now.tenants.keys()])].toSorted();
  return names.flatMap((tenant) => {
    const [before, after] = [old.tenants?.get(tenant)?.overlay, now.tenants?.get(tenant)?.overlay];
    if (before !== undefined && after !== undefined) {
      return compareOverlays({ overlay: before, model: old.model }, { overlay: after, model: now.model });
    }
    const kind = before === undefined ? 'NEW' : 'REMOVED';
    const [from, to] = before === undefined ? ['ABSENT', 'SERVED'] : ['SERVED', 'ABSENT'];
    return [
      wholeChange({ kind, coordinate: `tenant ${tenant}`, from, to, tenant, ...placesOf(before, after) }),
    ];
  });
}

/** What cannot be compared MUST NOT pass: the next change would bring them back as anything. */
export function leavesTenantsOut(old: DiffSide, now: DiffSide): boolean {
  return now.tenants === null && old.tenants !== null && old.tenants.size > 0;
}

interface Asked {
  readonly overlay: TenantOverlay;
  readonly model: DiffSide['model'];
}

function compareOverlays(old: Asked, now: Asked): readonly AccessChange[] {
  const [before, after] = [old.overlay, now.overlay];
  const say: Say = (coordinate, kind, from, to, role) =>
    wholeChange({
      ...{ tenant: after.tenant, kind, coordinate, from: wordOf(from), to: wordOf(to) },
      ...placesOf(before, after),
      ...(role === undefined ? {} : { role }),
    });
  return [
    ...compareSettings('settings', SETTINGS, before.settings, after.settings, say),
    ...compareSettings('ledger', LEDGER, ledgerOf(before), ledgerOf(after), say),
    ...compareGroups(old, now, say),
    ...compareModels(before.insights, after.insights, say),
    ...compareReveals(old, now, say),
  ];
}

function ledgerOf({ pseudonyms = 'none' }: TenantOverlay): LedgerBlock {
  return { pseudonyms };
}

/**
 * The roles that the holder of each group gets, as the gateway reads a token: where no issuer has a map of its own a name
 * that is no group counts as a role's. Names that no file has as a group give the role of that name, of which cells tell.
 */
function compareGroups(old: Asked, now: Asked, say: Say): readonly AccessChange[] {
  const rolesOf = ({ overlay, model }: Asked, group: string) =>
    mapTokenRoles([group], undefined, tenantRolesOf(overlay, model)).roles;
  const groups = [...new Set([...old.overlay.groups.keys(), ...now.overlay.groups.keys()])];
  return groups.flatMap((group) => {
    const [from, to] = [rolesOf(old, group), rolesOf(now, group)];
    if (wordOf(from) === wordOf(to)) return [];
    const isWider = to.some((role) => !from.includes(role));
    return [say(`groups.${group}`, isWider ? 'WIDENED' : 'NARROWED', namesOf(from), namesOf(to))];
  });
}

function namesOf(roles: readonly string[]): string | null {
  return roles.length === 0 ? null : roles.join(', ');
}

/** Of one role, or of all. */
type Say = (coordinate: string, kind: ChangeKind, from: unknown, to: unknown, role?: string) => AccessChange;

function compareSettings<Value extends object>(
  block: string,
  rules: Named<Value>,
  before: Value,
  after: Value,
  say: Say,
): readonly AccessChange[] {
  return keysOf(rules).flatMap((name) => {
    const [from, to] = [before[name], after[name]];
    if (wordOf(from) === wordOf(to)) return [];
    const wider = rules[name]?.(from, to) ?? true;
    return [say(`${block}.${String(name)}`, wider ? 'WIDENED' : 'NARROWED', from, to)];
  });
}

function compareModels(
  before: InsightSettings | null,
  after: InsightSettings | null,
  say: Say,
): readonly AccessChange[] {
  if (before !== null && after !== null) return compareSettings('insights', INSIGHTS, before, after, say);
  if (before === null && after === null) return [];
  return [say('insights', before === null ? 'WIDENED' : 'NARROWED', before?.model, after?.model)];
}

/** Seconds alone: that a field may be revealed, and what is seen then, cells tell. */
function compareReveals(old: Asked, now: Asked, say: Say): readonly AccessChange[] {
  const tightenings = [...old.overlay.tightenings, ...now.overlay.tightenings];
  const coordinates = new Set(tightenings.flatMap((entry) => entry.coordinates ?? []));
  const known = tenantRolesOf(old.overlay, old.model).known;
  const roles = [...tenantRolesOf(now.overlay, now.model).known].filter((role) => known.has(role));
  return [...coordinates].flatMap((coordinate) =>
    roles.flatMap((role) => {
      const [from, to] = [old, now].map(({ overlay }) => revealSeconds(overlay, coordinate, [role]));
      if (from === undefined || to === undefined || from === null || to === null || from === to) return [];
      const kind = to > from ? 'WIDENED' : 'NARROWED';
      return [say(`${coordinate} reveal`, kind, `${from} s`, `${to} s`, role)];
    }),
  );
}

function placesOf(before: TenantOverlay | undefined, after: TenantOverlay | undefined) {
  const at = (overlay: TenantOverlay | undefined) =>
    overlay === undefined ? null : { file: overlay.file, line: 1 };
  return { old: at(before), new: at(after) };
}

function wordOf(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function keysOf<Value extends object>(value: Value): readonly (keyof Value)[] {
  const known: readonly PropertyKey[] = Object.keys(value);
  return known.filter((name): name is keyof Value & string => Object.hasOwn(value, name));
}
