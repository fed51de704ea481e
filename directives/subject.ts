import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { Marked } from './directive-arguments.ts';
import { directiveArguments, usesOf } from './directive-arguments.ts';

/**
 * `@subject`: rows of this type are about one patient. `field` names the property of the stored record
 * (not of the GraphQL type) that holds the patient's logical id; `category` the property that holds the
 * row's categories, which fields with a bare `@phi` are decided by.
 */
export interface Subject {
  readonly field: string;
  readonly category: string | null;
  /** Categories a row may have; `null`: any. */
  readonly among: readonly string[] | null;
}

export const SUBJECT_DEFINITION =
  'directive @subject(field: String!, category: String, among: [PhiCategory!]) on OBJECT';

const Arguments = z.object({
  field: z.string().min(1),
  category: z.string().min(1).nullable().default(null),
  among: z.array(z.string()).min(1).readonly().nullable().default(null),
});

/** @returns `null` where there is no mark. @throws SchemaRefusedError on a value that does not fit. */
export function readSubject(schema: GraphQLSchema, node: Marked | null | undefined): Subject | null {
  const [use] = usesOf('subject', node);
  return use ? Object.freeze(directiveArguments(schema, use, Arguments)) : null;
}
