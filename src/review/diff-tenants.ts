import type { InsightSettings } from '../access/insight-settings.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';
import type { TenantAccessSettings } from '../access/tenant-settings.ts';
import { type AccessChange, type ChangeKind, wholeChange } from './access-change.ts';
import type { DiffSide } from './diff-side.ts';

/** Whether `to` lets more people in, or lets them in for longer, than `from`. */
type IsWider<Value> = (from: Value, to: Value) => boolean;
type Settings = TenantAccessSettings;
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

/** What tenants set beside removals and masks, which cells tell of; and tenants that came or went. */
export function compareTenants(old: DiffSide, now: DiffSide): readonly AccessChange[] {
  if (old.tenants === null || now.tenants === null) return [];
  const names = [...new Set([...old.tenants.keys(), ...now.tenants.keys()])].toSorted();
  return names.flatMap((tenant) => {
    const [before, after] = [old.tenants?.get(tenant)?.overlay, now.tenants?.get(tenant)?.overlay];
    if (before !== undefined && after !== undefined) return compareOverlays(before, after);
    const kind = before === undefined ? 'NEW' : 'REMOVED';
    const [from, to] = before === undefined ? ['ABSENT', 'SERVED'] : ['SERVED', 'ABSENT'];
    return [
      wholeChange({ kind, coordinate: `tenant ${tenant}`, from, to, tenant, ...placesOf(before, after) }),
    ];
  });
}

function compareOverlays(before: TenantOverlay, after: TenantOverlay): readonly AccessChange[] {
  const { tenant } = after;
  const say = (coordinate: string, kind: ChangeKind, from: unknown, to: unknown) =>
    wholeChange({ tenant, kind, coordinate, from: wordOf(from), to: wordOf(to), ...placesOf(before, after) });
  const groups = [...new Set([...before.groups.keys(), ...after.groups.keys()])].flatMap((group) => {
    const [from, to] = [before.groups.get(group), after.groups.get(group)];
    return from === to ? [] : [say(`groups.${group}`, to === undefined ? 'NARROWED' : 'WIDENED', from, to)];
  });
  return [
    ...compareSettings('settings', SETTINGS, before.settings, after.settings, say),
    ...groups,
    ...compareModels(before.insights, after.insights, say),
    ...compareReveals(before, after, say),
  ];
}

type Say = (coordinate: string, kind: ChangeKind, from: unknown, to: unknown) => AccessChange;

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
function compareReveals(before: TenantOverlay, after: TenantOverlay, say: Say): readonly AccessChange[] {
  const coordinates = new Set(
    [...before.tightenings, ...after.tightenings].flatMap((entry) => entry.coordinates ?? []),
  );
  return [...coordinates].flatMap((coordinate) => {
    const [from, to] = [secondsOf(before, coordinate), secondsOf(after, coordinate)];
    if (from === null || to === null || from === to) return [];
    return [say(`${coordinate} reveal`, to > from ? 'WIDENED' : 'NARROWED', `${from} s`, `${to} s`)];
  });
}

function secondsOf({ tightenings }: TenantOverlay, coordinate: string): number | null {
  const seconds = tightenings.flatMap(({ coordinates, reveal }) =>
    reveal !== null && coordinates?.includes(coordinate) ? [reveal] : [],
  );
  return seconds.length === 0 ? null : Math.max(...seconds);
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
