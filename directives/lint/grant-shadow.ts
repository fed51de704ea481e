import type { AccessModel, Grant } from '../../src/access/access-model.ts';
import { MASKS } from '../../src/access/access-model.ts';
import type { DeclaredGrant } from './declared-grants.ts';
import { declaredGrants } from './declared-grants.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * Of the grants that match, the least mask wins. One that another on the same definition covers in every
 * respect never decides anything, so whoever wrote it believes the schema says something it does not.
 */
export function grantShadow(context: LintContext): readonly Complaint[] {
  return [...declaredGrants(context).values()].flatMap((declared) =>
    declared.flatMap((one, position) => {
      const by = declared.find((other, index) =>
        covers(context.model, other.grant, one.grant, index < position),
      );
      return by === undefined ? [] : [complaint(one, by)];
    }),
  );
}

function complaint({ grant, coordinate }: DeclaredGrant, by: DeclaredGrant): Complaint {
  const other = `${by.grant.place.file}:${by.grant.place.line}`;
  return {
    place: grant.place,
    coordinate,
    message: `A grant on ${coordinate} can never decide: the one at ${other} gives as much or more.`,
  };
}

/** @param earlier of two equal grants only the later is covered. */
function covers(model: AccessModel, other: Grant, one: Grant, earlier: boolean): boolean {
  if (other === one) return false;
  return givesAsMuch(model, other, one) && (earlier || !givesAsMuch(model, one, other));
}

function givesAsMuch(model: AccessModel, wide: Grant, narrow: Grant): boolean {
  const includes = (more: readonly string[], fewer: readonly string[]) =>
    fewer.every((item) => more.includes(item));
  return (
    MASKS.indexOf(wide.mask) <= MASKS.indexOf(narrow.mask) &&
    (wide.breakGlass || !narrow.breakGlass) &&
    includes(wide.roles, narrow.roles) &&
    includes(wide.relationships, narrow.relationships) &&
    includes(wide.sensitivity, narrow.sensitivity) &&
    narrow.purposes.every((purpose) =>
      model.purposeAncestors[purpose]?.some((ancestor) => wide.purposes.includes(ancestor)),
    )
  );
}
