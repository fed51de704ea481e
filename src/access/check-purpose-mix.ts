import type { AccessModel } from './access-model.ts';
import { isKnownRole } from './check-narrowing.ts';
import type { OverlayFile } from './overlay-file.ts';
import type { OverlayProblem } from './overlay-source.ts';

/** A role or purpose that nobody has would never be found outside its mix. */
export function checkPurposeMix(overlay: OverlayFile, model: AccessModel): readonly OverlayProblem[] {
  return Object.entries(overlay.purposeMix ?? {}).flatMap(([role, shares]) => {
    const path = ['purposeMix', role];
    if (!isKnownRole(role, overlay, model)) return [{ path, message: `unknown role ${role}` }];
    return Object.keys(shares)
      .filter((purpose) => !Object.hasOwn(model.purposeAncestors, purpose))
      .map((purpose) => ({ path: [...path, purpose], message: `unknown purpose ${purpose}` }));
  });
}
