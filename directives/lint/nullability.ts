import type { GraphQLSchema } from 'graphql';
import { getNamedType, getNullableType, isInterfaceType, isListType, isNonNullType } from 'graphql';
import { objectRole, rowTypeOf } from '../object-role.ts';
import { readPhi } from '../phi.ts';
import type { OwnedField } from './declared-types.ts';
import { allFields } from './declared-types.ts';
import { judgeFields } from './judge-fields.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * What may be withheld is nullable. A null in a non-null place takes its parent with it, so one hidden field
 * would hide, and thereby tell of, others. Items of a list may be non-null: hidden ones leave the list.
 */
export function nullability({ schema }: LintContext): readonly Complaint[] {
  return judgeFields(allFields(schema, 'with'), (owned) => cannotBeNull(schema, owned));
}

function cannotBeNull(schema: GraphQLSchema, { owner, field }: OwnedField): string | null {
  const nested = isListType(getNullableType(itemOf(field.type)));
  if (readPhi(schema, field.astNode) !== null && nested)
    return 'is a list of lists, which no mask can reach.';
  if (!isNonNullType(field.type)) return null;
  if (readPhi(schema, field.astNode) !== null) return 'is @phi and non-null.';
  if (isInterfaceType(owner)) return null;
  const role = objectRole(schema, owner);
  if (role === 'value') return 'is part of a @value and non-null: a mask may null it.';
  const row = isListType(getNullableType(field.type)) ? null : rowTypeOf(schema, getNamedType(field.type));
  if (row !== null && role !== 'edge')
    return `is non-null, and ${row.name} rows may not exist for the actor.`;
  return null;
}

function itemOf(type: OwnedField['field']['type']): OwnedField['field']['type'] {
  const nullable = getNullableType(type);
  return isListType(nullable) ? nullable.ofType : nullable;
}
