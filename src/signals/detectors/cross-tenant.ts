import { BoundedMap, entriesOf } from '../../bounded-map.ts';
import type { Detector, Watch } from '../detector.ts';
import { RecentKeys, SavedKeys } from '../recent-keys.ts';

const DAY_MS = 86_400_000;
const MOST_ACTORS = 20_000;

/**
 * Ids that are not there for the actor, and that another tenant's patients have. Nothing was given: to the actor they
 * are nobody's. But nobody guesses them, so somebody carries a list.
 */
export const crossTenant: Detector = Object.freeze({
  name: 'cross-tenant',
  rule: '45 CFR 164.308(a)(1)(ii)(D), 164.308(a)(4)(ii)(A)',
  startsClocks: false,
  begin: ({ settings, isElsewhere }, saved) => {
    const known = saved === null ? [] : entriesOf(SavedKeys).parse(saved);
    const actors = new BoundedMap<RecentKeys>(
      MOST_ACTORS,
      known.map(([actor, keys]) => [actor, new RecentKeys(DAY_MS, keys)] as const),
    );
    const allowed = settings.strangersPerDay - 1;
    return Object.freeze({
      observe({ actor, strangers, time }) {
        if (actor === null || strangers.length === 0) return null;
        const elsewhere = strangers.filter(isElsewhere);
        if (elsewhere.length === 0) return null;
        const recent = actors.get(actor) ?? new RecentKeys(DAY_MS);
        actors.set(actor, recent);
        const measured = recent.add(elsewhere, time);
        if (measured <= allowed) return null;
        const since = recent.oldest(time);
        return {
          detector: 'cross-tenant',
          severity: 'HIGH',
          actor,
          subject: null,
          measured,
          allowed,
          since,
        } as const;
      },
      toJSON: () => actors.toJSON(),
    } satisfies Watch);
  },
} satisfies Detector);
