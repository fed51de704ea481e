import type { GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import type { AccessModel, ValueShape } from './access-model.ts';

/**
 * A `@value` is decided, masked and recorded at the field that owns it, before its own fields are read. So
 * these MUST be plain: a resolver there runs after the mask and could fetch what the mask took away.
 * @throws TypeError naming the field: the gateway does not start.
 */
export function assertPlainValues(schema: GraphQLSchema, model: AccessModel): void {
  const shapes = Object.values(model.types).flatMap((type) => type.fields.map((field) => field.value));
  for (const name of new Set(shapes.flatMap(valueTypes))) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve === undefined) continue;
      throw new TypeError(`${name}.${field.name} has a resolver: resolve a @value at the field that owns it`);
    }
  }
}

function valueTypes(shape: ValueShape): readonly string[] {
  if (shape.shape !== 'value') return [];
  return [shape.type, ...Object.values(shape.fields).flatMap(valueTypes)];
}
