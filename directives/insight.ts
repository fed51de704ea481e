import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { Marked } from './directive-arguments.ts';
import { directiveArguments, usesOf } from './directive-arguments.ts';

/**
 * `@insight`: the value is written by a model. `sources` is a query on the `@subject` type the field stands
 * on, the field's arguments its variables; it runs under the reader's own access, and what it yields is the
 * only context. So the directive carries no policy.
 */
export interface Insight {
  readonly useCase: string;
  readonly sources: string;
  readonly audience: string;
  /** Whether a person must confirm the text before it counts. */
  readonly review: boolean;
}

export const INSIGHT_DEFINITION =
  'directive @insight(useCase: InsightUseCase!, sources: String!, audience: InsightAudience!, ' +
  'review: Boolean = true) on FIELD_DEFINITION';

const Arguments = z.object({
  useCase: z.string(),
  sources: z.string(),
  audience: z.string(),
  review: z.boolean().default(true),
});

/** @returns `null` where there is no mark. @throws SchemaRefusedError on a value that does not fit. */
export function readInsight(schema: GraphQLSchema, node: Marked | null | undefined): Insight | null {
  const [use] = usesOf('insight', node);
  return use ? Object.freeze(directiveArguments(schema, use, Arguments)) : null;
}
