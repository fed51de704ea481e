import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { Marked } from './directive-arguments.ts';
import { directiveArguments, usesOf } from './directive-arguments.ts';

/**
 * `@filters`: the PHI field, as `Type.field`, that an argument or input field filters or sorts by, where its
 * own name does not say so. Filtering discloses, so whoever uses it needs that field whole.
 */
export const FILTERS_DEFINITION =
  'directive @filters(field: String!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION';

const Arguments = z.object({ field: z.string().min(1) });

/** @returns the coordinate, or `null` where there is no mark. @throws SchemaRefusedError on a bad value. */
export function readFilteredCoordinate(
  schema: GraphQLSchema,
  node: Marked | null | undefined,
): string | null {
  const [use] = usesOf('filters', node);
  return use ? directiveArguments(schema, use, Arguments).field : null;
}
