import type { Grant, LeafKind, PhiField, ValueShape } from '../../src/access/access-model.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * Every mask that a grant asks for has a rule for every kind of leaf it may meet (access-matrix, masks by
 * kind of field).
 *
 * An object behind a `@phi` field is there or not there: rows decide for themselves below it, so a mask
 * that comes with the category is fine. A mask between whole and REDACT written for that field or its type
 * promises something nobody does, and is refused.
 */
export function maskRule(context: LintContext): readonly Complaint[] {
  return Object.values(context.model.types).flatMap((type) =>
    type.fields.flatMap((field) => complaintsOf(context, type.name, field)),
  );
}

function complaintsOf(context: LintContext, type: string, field: PhiField): readonly Complaint[] {
  const grants = new Map(
    Object.values(field.grants)
      .flat()
      .map((grant) => [grant.id, grant]),
  );
  return [...grants.values()].flatMap((grant) => {
    const own = [type, field.coordinate].find((owner) => grant.id.startsWith(`${owner}#`));
    const message = withoutRule(context, field, grant, own !== undefined);
    if (message === null) return [];
    return [{ place: grant.place, coordinate: field.coordinate, message }];
  });
}

function withoutRule(
  { maskTable }: LintContext,
  { coordinate, value }: PhiField,
  { mask }: Grant,
  own: boolean,
): string | null {
  if (value.shape === 'object') {
    const partial = mask !== 'NONE' && mask !== 'REDACT';
    return own && partial ? `${coordinate} leads to an object, for which ${mask} has no rule.` : null;
  }
  const kind = [...kindsOf(value)].find((one) => maskTable[one]?.[mask] === undefined);
  return kind === undefined
    ? null
    : `${coordinate} has a value of kind ${kind}, for which ${mask} has no rule.`;
}

function kindsOf(shape: ValueShape): ReadonlySet<LeafKind> {
  if (shape.shape === 'object') return new Set();
  if (shape.shape === 'leaf') return new Set([shape.kind]);
  return new Set(Object.values(shape.fields).flatMap((inner) => [...kindsOf(inner)]));
}
