import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { getNamedType, isAbstractType, isInterfaceType, isLeafType, isObjectType } from 'graphql';
import { isNotPhi } from '../not-phi.ts';
import { objectRole, rowTypeOf } from '../object-role.ts';
import { isValue } from '../value.ts';
import type { OwnedField } from './declared-types.ts';
import { allFields } from './declared-types.ts';
import { judgeFields } from './judge-fields.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * A value is decided at a field of a `@subject` type, so no way may lead to one past such a field: not from
 * a root, and not through a type that is masked by its owner or not at all.
 */
export function unguardedPath({ schema }: LintContext): readonly Complaint[] {
  return judgeFields(allFields(schema, 'with'), (owned) => unguarded(schema, owned));
}

function unguarded(schema: GraphQLSchema, { owner, field }: OwnedField): string | null {
  const type = getNamedType(field.type);
  if (hidesValues(schema, type)) return 'is of an abstract type with @value members, which nobody masks.';
  if (isInterfaceType(owner)) return null;
  const role = objectRole(schema, owner);
  if (role === 'root' && isLeafType(type) && !isNotPhi(field.astNode)) {
    return 'is a value at the root, where nothing decides about it: return an object, or mark it @notPhi.';
  }
  if (role === 'edge' && field.name === 'node' && isLeafType(type)) return 'must lead to an object.';
  const target = isObjectType(type) ? objectRole(schema, type) : null;
  if (target === 'value' && (role === 'root' || role === 'edge')) {
    return 'leads to a @value that no classified field owns.';
  }
  if ((target === 'edge' || target === 'pageInfo') && role !== 'connection') {
    return 'leads into a list past its connection, which decides what is in it.';
  }
  if (role === 'value' && (isAbstractType(type) || rowTypeOf(schema, type) !== null)) {
    return 'leads from a @value, which is masked as a whole, to rows that have decisions of their own.';
  }
  const open = role === 'notPhi' || (role === 'subject' && isNotPhi(field.astNode));
  return open && leadsToRows(schema, type)
    ? 'leads to rows, and nothing there decides which of them exist: how many there are would be told.'
    : null;
}

function leadsToRows(schema: GraphQLSchema, type: GraphQLNamedType): boolean {
  const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  return types.some((one) => rowTypeOf(schema, one) !== null);
}

function hidesValues(schema: GraphQLSchema, type: GraphQLNamedType): boolean {
  return isAbstractType(type) && schema.getPossibleTypes(type).some((one) => isValue(one.astNode));
}
