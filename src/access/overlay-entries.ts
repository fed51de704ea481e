import type { AccessModel, Grant, Place } from './access-model.ts';
import type { AccessClass } from './decide.ts';
import { overlayGrants } from './overlay-grants.ts';
import type { TenantOverlay } from './tenant-overlay.ts';

/** Where the entries stand that narrow these grants here: those that would by themselves. */
export type NarrowedBy = (...asked: Parameters<AccessClass['narrow']>) => readonly Place[];

export function overlayEntries(
  overlay: TenantOverlay,
  model: Pick<AccessModel, 'purposeAncestors' | 'filters'>,
): NarrowedBy {
  const none = { ...overlay, removals: [], tightenings: [] };
  const alone = [
    ...overlay.removals.map((entry) => ({ place: entry.place, overlay: { ...none, removals: [entry] } })),
    ...overlay.tightenings.map((entry) => ({
      place: entry.place,
      overlay: { ...none, tightenings: [entry] },
    })),
  ].map(({ place, overlay: one }) => ({ place, narrow: overlayGrants(one, model).narrow }));
  const before = overlayGrants(none, model).narrow;
  return (...asked) =>
    alone.filter(({ narrow }) => !isSame(narrow(...asked), before(...asked))).map(({ place }) => place);
}

function isSame(one: readonly Grant[], other: readonly Grant[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
