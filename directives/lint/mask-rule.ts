import type { GraphQLSchema } from 'graphql';
import { getNamedType, isLeafType, isObjectType } from 'graphql';
import type { Grant, LeafKind, PhiField, ValueShape } from '../../src/access/access-model.ts';
import { hasKnownKind } from '../leaf-kind.ts';
import { readPhi } from '../phi.ts';
import type { OwnedField } from './declared-types.ts';
import { fieldsOf } from './declared-types.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * Every mask that a grant asks for has a rule for every kind of leaf it may meet (access-matrix, masks by
 * kind of field).
 *
 * Two things have none. An object behind a `@phi` field is there or not there: rows below it decide for
 * themselves. A scalar nobody knows here is taken for free text, which masks null. A mask that comes with
 * the category is fine for both; one written for that very field or its type promises what nobody does.
 */
export function maskRule(context: LintContext): readonly Complaint[] {
  return Object.values(context.model.types).flatMap((type) =>
    type.fields.flatMap((field) => {
      const grants = new Map(
        Object.values(field.grants)
          .flat()
          .map((grant) => [grant.id, grant]),
      );
      return [...grants.values()].flatMap((grant) => {
        const own = [type.name, field.coordinate].some((owner) => grant.id.startsWith(`${owner}#`));
        const what =
          withoutAnyRule(context, field, grant) ?? (own ? unmaskable(context, field, grant) : null);
        if (what === null) return [];
        const message = `${field.coordinate} ${what}, for which ${grant.mask} has no rule.`;
        return [{ place: grant.place, coordinate: field.coordinate, message }];
      });
    }),
  );
}

function withoutAnyRule({ maskTable }: LintContext, { value }: PhiField, { mask }: Grant): string | null {
  const kind = [...kindsOf(value)].find((one) => maskTable[one]?.[mask] === undefined);
  return kind === undefined ? null : `has a value of kind ${kind}`;
}

function unmaskable({ schema }: LintContext, field: PhiField, { mask }: Grant): string | null {
  if (mask === 'NONE' || mask === 'REDACT') return null;
  if (field.value.shape === 'object') return 'leads to an object';
  const owner = schema.getType(field.coordinate.split('.')[0] ?? '');
  const owned = isObjectType(owner)
    ? fieldsOf(owner).find((one) => one.field.name === field.name)
    : undefined;
  const scalar = owned && unknownScalar(schema, owned, []);
  return scalar === undefined ? null : `has a value of the unknown scalar ${scalar}`;
}

function kindsOf(shape: ValueShape): ReadonlySet<LeafKind> {
  if (shape.shape === 'object') return new Set();
  if (shape.shape === 'leaf') return new Set([shape.kind]);
  return new Set(Object.values(shape.fields).flatMap((inner) => [...kindsOf(inner)]));
}

function unknownScalar(
  schema: GraphQLSchema,
  { field }: OwnedField,
  path: readonly string[],
): string | undefined {
  const type = getNamedType(field.type);
  if (isLeafType(type)) {
    const identifier = readPhi(schema, field.astNode)?.identifier ?? null;
    return hasKnownKind({ type, identifier }) ? undefined : type.name;
  }
  if (!isObjectType(type) || path.includes(type.name)) return undefined;
  return fieldsOf(type)
    .map((part) => unknownScalar(schema, part, [...path, type.name]))
    .find((name) => name !== undefined);
}
