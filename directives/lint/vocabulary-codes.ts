import type { GraphQLSchema } from 'graphql';
import { isEnumType } from 'graphql';
import { MASKS, RELATIONSHIPS } from '../../src/access/access-model.ts';
import type { Finding } from '../finding.ts';
import { KIND_OF_IDENTIFIER } from '../leaf-kind.ts';
import { placeOf } from '../place-of.ts';
import type { Sdl } from '../read-sdl.ts';

/** Codes that rules of ours give a meaning to; a schema may declare fewer of them, never others. */
const CODES: Readonly<Record<string, readonly string[]>> = Object.freeze({
  Mask: MASKS,
  Relationship: [...RELATIONSHIPS, 'NONE'],
  HipaaIdentifier: Object.keys(KIND_OF_IDENTIFIER),
});

/** A code that no rule knows would be declared, granted, and then mean nothing. */
export function vocabularyCodes({ schema }: Sdl): readonly Finding[] {
  return Object.entries(CODES).flatMap(([name, known]) =>
    valuesOf(schema, name)
      .filter((value) => !known.includes(value.name))
      .map((value) => ({
        rule: 'vocabulary',
        message: `${name}.${value.name} has no meaning here; known are ${known.join(', ')}.`,
        place: placeOf(value.astNode),
        coordinate: `${name}.${value.name}`,
      })),
  );
}

function valuesOf(schema: GraphQLSchema, name: string) {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues() : [];
}
