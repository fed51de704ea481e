import type { AccessModel, Grant, Mask, Relationship } from './access-model.ts';
import type { AccessClass } from './decide.ts';
import { strictestMask } from './mask-order.ts';
import type { Narrowing, TenantOverlay } from './tenant-overlay.ts';

type Rules = Pick<AccessClass, 'narrow' | 'grantsRole'>;
type Asked = Parameters<Rules['narrow']>[1];

/**
 * A tenant's overlay as the two functions a decision takes.
 *
 * `narrow` answers for each role of the actor that may use a grant: a removal or tightening written for one
 * role does not touch another, and what an actor's roles leave is their union. It MUST return only grants it
 * was given, or copies with fewer relationships, a stricter mask, or break-glass taken away.
 */
export function overlayGrants(
  overlay: TenantOverlay,
  model: Pick<AccessModel, 'purposeAncestors' | 'filters'>,
): Rules {
  const grantsRole: Rules['grantsRole'] = (role, grant, category) => {
    const derived = overlay.derivedRoles.get(role);
    if (derived === undefined) return grant.roles.includes(role);
    return derived.only.includes(category) && grant.roles.includes(derived.base);
  };

  const meant = (entry: Narrowing, role: string, asked: Asked, purposes: readonly string[]): boolean => {
    const base = overlay.derivedRoles.get(role)?.base;
    // To filter by a field is to read it: what narrows the field narrows its filters.
    const filtered = model.filters[asked.coordinate]?.fields ?? [];
    return (
      (entry.roles === null || entry.roles.some((named) => named === role || named === base)) &&
      (entry.categories === null || entry.categories.includes(asked.category)) &&
      (entry.coordinates === null ||
        entry.coordinates.some((named) => named === asked.coordinate || filtered.includes(named))) &&
      (entry.purposes === null || entry.purposes.some((purpose) => purposes.includes(purpose)))
    );
  };

  const narrowFor = (
    role: string,
    grant: Grant,
    asked: Asked,
    purposes: readonly string[],
  ): readonly Grant[] => {
    const removals = overlay.removals.filter((entry) => meant(entry, role, asked, purposes));
    const tightenings = overlay.tightenings.filter(
      (entry) => meant(entry, role, asked, purposes) && !(asked.revealed && entry.reveal !== null),
    );
    const breakGlass = grant.breakGlass && (overlay.derivedRoles.get(role)?.breakGlass ?? true);
    if (removals.length === 0 && tightenings.length === 0 && breakGlass === grant.breakGlass) return [grant];

    const left = new Map<Mask, Relationship[]>();
    for (const relationship of grant.relationships) {
      if (removals.some((entry) => covers(entry, relationship))) continue;
      const mask = tightenings
        .filter((entry) => covers(entry, relationship))
        .reduce<Mask>((strictest, entry) => strictestMask(strictest, entry.mask), grant.mask);
      left.set(mask, [...(left.get(mask) ?? []), relationship]);
    }
    return [...left].map(([mask, relationships]) =>
      Object.freeze({ ...grant, mask, relationships: Object.freeze(relationships), breakGlass }),
    );
  };

  return Object.freeze({
    grantsRole,
    narrow: (
      grants: readonly Grant[],
      asked: Asked,
      actor: Pick<AccessClass, 'roles' | 'purpose'>,
    ): readonly Grant[] => {
      const purposes = model.purposeAncestors[actor.purpose] ?? [];
      return grants.flatMap((grant) => {
        const perRole = actor.roles
          .filter((role) => grantsRole(role, grant, asked.category))
          .flatMap((role) => narrowFor(role, grant, asked, purposes));
        return perRole.includes(grant) ? [grant] : perRole;
      });
    },
  });
}

function covers(entry: Narrowing, relationship: Relationship): boolean {
  return entry.relationships === null || entry.relationships.includes(relationship);
}
