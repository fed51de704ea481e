import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { Marked } from './directive-arguments.ts';
import { directiveArguments, usesOf } from './directive-arguments.ts';

/**
 * `@phi`: the field holds, or the argument filters by, protected health information (45 CFR 160.103).
 * `category` finds the grants; omitted, the row's own categories do. `identifier` (45 CFR 164.514(b)(2)(i))
 * tells what a mask has to do with the value. Inside a `@value` type only `identifier` is read.
 */
export interface Phi {
  readonly category: string | null;
  readonly identifier: string | null;
  readonly sensitivity: readonly string[];
  /** FHIR element path, such as `Patient.birthDate`. */
  readonly element: string | null;
}

export const PHI_DEFINITION =
  'directive @phi(category: PhiCategory, identifier: HipaaIdentifier, sensitivity: [Sensitivity!] = [], ' +
  'element: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION';

const Arguments = z.object({
  category: z.string().nullable().default(null),
  identifier: z.string().nullable().default(null),
  sensitivity: z
    .array(z.string())
    .nullish()
    .transform((labels) => labels ?? []),
  element: z.string().min(1).nullable().default(null),
});

/** @returns `null` where there is no mark. @throws SchemaRefusedError on a value that does not fit. */
export function readPhi(schema: GraphQLSchema, node: Marked | null | undefined): Phi | null {
  const [use] = usesOf('phi', node);
  if (!use) return null;
  const values = directiveArguments(schema, use, Arguments);
  return Object.freeze({ ...values, sensitivity: Object.freeze(values.sensitivity) });
}
