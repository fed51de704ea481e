import type { GraphQLSchema } from 'graphql';
import { isEnumType } from 'graphql';
import { z } from 'zod';
import { directiveArguments, usesOf } from './directive-arguments.ts';
import { frozenRecord } from './frozen-record.ts';

/**
 * `@isA`: the purpose that this purpose is a kind of (HL7 ActReason). A request for a purpose satisfies
 * grants for any of its ancestors, never for its descendants.
 */
export const IS_A_DEFINITION = 'directive @isA(parent: PurposeOfUse!) on ENUM_VALUE';

const Arguments = z.object({ parent: z.string() });

/** Each purpose with its direct parents. @throws SchemaRefusedError on a value that does not fit. */
export function readParents(schema: GraphQLSchema): ReadonlyMap<string, readonly string[]> {
  const type = schema.getType('PurposeOfUse');
  const values = isEnumType(type) ? type.getValues() : [];
  return new Map(
    values.map((value) => [
      value.name,
      usesOf('isA', value.astNode).map((use) => directiveArguments(schema, use, Arguments).parent),
    ]),
  );
}

/** Each purpose with itself first and everything it is-a, nearest first. A circle ends where it closes. */
export function purposeAncestors(schema: GraphQLSchema): Readonly<Record<string, readonly string[]>> {
  const parents = readParents(schema);
  const ancestorsOf = (purpose: string): readonly string[] => {
    const found = new Set([purpose]);
    for (const one of found) for (const parent of parents.get(one) ?? []) found.add(parent);
    return Object.freeze([...found]);
  };
  return frozenRecord([...parents.keys()].map((name) => [name, ancestorsOf(name)] as const));
}
