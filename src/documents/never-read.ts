import type { DocumentNode, GraphQLSchema } from 'graphql';
import { Kind } from 'graphql';
import type { AccessModel, Mask, PhiField, ValueShape } from '../access/access-model.ts';
import { MASK_TABLE } from '../access/mask-table.ts';
import { computeFootprint } from './compute-footprint.ts';
import type { FootprintPolicy } from './footprint-roles.ts';
import { FootprintWalk } from './footprint-walk.ts';

/** A field, or a filter, that an operation asks for in vain. */
export interface NeverRead {
  /** `Type.field`; `Type.field(arg:)` or `Input.field` for a filter. */
  readonly coordinate: string;
  /** NULL: permitted under masks alone that leave nothing of such a value. */
  readonly why: 'DENIED' | 'NULL';
}

/**
 * What of an operation somebody with these roles can never read, whatever purpose, patient or relationship. What insights
 * read on the reader's behalf is not asked for by the operation, so it does not count.
 * @param document valid for the schema.
 */
export function neverRead(
  schema: GraphQLSchema,
  model: AccessModel,
  document: DocumentNode,
  policy: FootprintPolicy,
  roles: readonly string[],
): readonly NeverRead[] {
  const walk = new FootprintWalk(schema, model, new Map());
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk.operation(document, definition);
  }
  const { byRole } = computeFootprint(schema, model, document, { ...policy, roles });
  const grants = Object.values(byRole).flatMap((role) => role.grants);
  const fields = new Map(
    Object.values(model.types).flatMap((type) => type.fields.map((field) => [field.coordinate, field])),
  );
  // A filter that stands for no field, such as whose ledger is asked for, reads none.
  const filters = [...walk.filters].filter(({ fields }) => fields.length > 0);
  const asked = [...walk.coordinates, ...filters.map(({ coordinate }) => coordinate)];
  return [...new Set(asked)].toSorted().flatMap((coordinate): readonly NeverRead[] => {
    const masks = grants.filter((grant) => grant.coordinates.includes(coordinate)).map(({ mask }) => mask);
    if (masks.length === 0) return [Object.freeze({ coordinate, why: 'DENIED' })];
    const field = fields.get(coordinate);
    const tells = field === undefined || masks.some((mask) => leavesSomething(field, mask));
    return tells ? [] : [Object.freeze({ coordinate, why: 'NULL' })];
  });
}

function leavesSomething({ rowType, value }: PhiField, mask: Mask): boolean {
  return mask === 'NONE' || (rowType === null && isLeft(value, mask));
}

/** Whether anything of a value of this shape can be left under a mask (docs/access-model.md, "Masks"). */
function isLeft(shape: ValueShape, mask: Mask): boolean {
  if (shape.shape === 'leaf') return MASK_TABLE[shape.kind][mask] !== 'null';
  if (shape.shape === 'value') return Object.values(shape.fields).some((inner) => isLeft(inner, mask));
  return mask === 'PARTIAL';
}
