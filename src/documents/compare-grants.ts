import { maskNarrows } from '../access/mask-order.ts';
import type { FootprintGrant, RoleFootprint } from './footprint.ts';

/**
 * Whether everything a role now gets of a coordinate it got before: by the same purpose and relationship, in the same
 * category, past the same labels, under a mask that hid no more.
 */
export function coversRole(
  before: RoleFootprint | undefined,
  after: RoleFootprint | undefined,
  coordinate: string,
): boolean {
  const known = grantsOf(before, coordinate);
  return grantsOf(after, coordinate).every((grant) => covers(known, grant));
}

function grantsOf(role: RoleFootprint | undefined, coordinate: string): readonly FootprintGrant[] {
  return role?.grants.filter(({ coordinates }) => coordinates.includes(coordinate)) ?? [];
}

function covers(known: readonly FootprintGrant[], grant: FootprintGrant): boolean {
  const able = known.filter((one) => isAsWide(one, grant));
  return grant.categories.every((category) => {
    const ofCategory = able.filter(({ categories }) => categories.includes(category));
    return grant.purposes.every((purpose) => {
      const ofPurpose = ofCategory.filter(({ purposes }) => purposes.includes(purpose));
      return grant.relationships.every((tie) =>
        ofPurpose.some(({ relationships }) => relationships.includes(tie)),
      );
    });
  });
}

/** Apart from whom it is for. */
function isAsWide(one: FootprintGrant, grant: FootprintGrant): boolean {
  return (
    maskNarrows(one.mask, grant.mask) &&
    grant.sensitivity.every((label) => one.sensitivity.includes(label)) &&
    (one.breakGlass || !grant.breakGlass)
  );
}
