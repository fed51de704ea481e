import type { DiffSide } from './diff-side.ts';

/** A side, and whether it was told by a running gateway, which tells of one tenant: the caller's. */
export interface NamedSide {
  readonly side: DiffSide;
  readonly running: boolean;
}

/** Both sides with the tenants that both may have: a tenant that a gateway does not tell of is not one that is gone. */
export function comparable(
  old: NamedSide,
  now: NamedSide,
): { readonly old: DiffSide; readonly now: DiffSide } {
  const told = [old, now].find(({ running }) => running);
  if (told === undefined) return { old: old.side, now: now.side };
  const names = new Set(told.side.tenants?.keys());
  const only = (side: DiffSide): DiffSide =>
    side.tenants === null
      ? side
      : { ...side, tenants: new Map([...side.tenants].filter(([tenant]) => names.has(tenant))) };
  return { old: only(old.side), now: only(now.side) };
}
