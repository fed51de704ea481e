import { fhirInterval } from '../../src/access/fhir-interval.ts';
import { requiredText, textOf } from './item.ts';
import { isReference, type TenantItemKeys } from './item-keys.ts';
import { queryPages } from './query-pages.ts';
import type { StoreCalls } from './store-calls.ts';

/** Who the actor is, by what is stored. */
export interface ActorReferences {
  /** References that ties may name: itself, then what it holds now (roles, their locations, teams), sorted. */
  readonly anchors: readonly string[];
  /** Those that consents may name: the anchors, and whom its roles are held for. */
  readonly actors: readonly string[];
}

const NOBODY: ActorReferences = Object.freeze({ anchors: Object.freeze([]), actors: Object.freeze([]) });

/** One Query, whoever it is; no reference, no calls, nobody. */
export async function actorAnchors(
  store: StoreCalls,
  itemKeys: TenantItemKeys,
  fhirUser: string | null,
  now: number,
): Promise<ActorReferences> {
  if (fhirUser === null || !isReference(fhirUser)) return NOBODY;
  const held = new Set<string>();
  const organizations = new Set<string>();
  const throughRoles: { readonly anchor: string; readonly via: string }[] = [];
  for await (const page of queryPages(store, { pk: itemKeys.memberships(fhirUser), ConsistentRead: true })) {
    for (const item of page) {
      if (!holdsNow(textOf(item, 'start'), textOf(item, 'end'), now)) continue;
      const via = textOf(item, 'via');
      const anchor = requiredText(item, 'anchor');
      const organization = textOf(item, 'organization');
      if (organization !== null) organizations.add(organization);
      if (via === null) held.add(anchor);
      else throughRoles.push({ anchor, via });
    }
  }
  // A role that has ended takes along what was held through it, whatever still names it.
  for (const { anchor, via } of throughRoles) if (held.has(via)) held.add(anchor);
  held.delete(fhirUser);
  const anchors = [fhirUser, ...[...held].sort()];
  return { anchors, actors: [...new Set([...anchors, ...organizations])] };
}

/** A partial date counts whole; a date that cannot be read holds nothing. */
function holdsNow(start: string | null, end: string | null, now: number): boolean {
  const from = start === null ? Number.NEGATIVE_INFINITY : fhirInterval(start)?.earliest;
  const until = end === null ? Number.POSITIVE_INFINITY : fhirInterval(end)?.latest;
  return from !== undefined && until !== undefined && from <= now && now <= until;
}
