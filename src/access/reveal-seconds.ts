import type { TenantOverlay } from './tenant-overlay.ts';

/** Seconds for which a recorded reason reveals a field to who has these roles, the fewest of all entries; `null`: never. */
export function revealSeconds(
  { tightenings, derivedRoles }: Pick<TenantOverlay, 'tightenings' | 'derivedRoles'>,
  coordinate: string,
  roles: readonly string[],
): number | null {
  const names = roles.flatMap((role) => [role, derivedRoles.get(role)?.base ?? role]);
  const seconds = tightenings.flatMap((entry) => {
    const isMeant =
      (entry.coordinates?.includes(coordinate) ?? false) &&
      (entry.roles?.some((role) => names.includes(role)) ?? true);
    return isMeant && entry.reveal !== null ? [entry.reveal] : [];
  });
  return seconds.length === 0 ? null : Math.min(...seconds);
}
