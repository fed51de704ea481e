import type { ConstDirectiveNode, GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { Grant } from '../src/access/access-model.ts';
import { MASKS, RELATIONSHIPS } from '../src/access/access-model.ts';
import type { Marked } from './directive-arguments.ts';
import { directiveArguments, usesOf } from './directive-arguments.ts';
import { placeOf } from './place-of.ts';

/**
 * `@minimumNecessary`: one grant, who (roles) × why (purposes) × tied how (relationship) → how much (mask);
 * 45 CFR 164.502(b), 164.514(d). On a PHI field, a `@subject` type or a category; the nearest level that
 * has any grant replaces the farther ones as a whole. Nothing is granted by leaving something out: an
 * empty list matches nobody, and NONE is no relationship.
 */
export const MINIMUM_NECESSARY_DEFINITION =
  'directive @minimumNecessary(roles: [Role!]!, purposes: [PurposeOfUse!]!, relationship: [Relationship!]!, ' +
  'mask: Mask = NONE, sensitivity: [Sensitivity!] = [], breakGlass: Boolean = false) ' +
  'repeatable on FIELD_DEFINITION | OBJECT | ENUM_VALUE';

const Arguments = z.object({
  roles: z.array(z.string()),
  purposes: z.array(z.string()),
  relationship: z.array(z.enum([...RELATIONSHIPS, 'NONE'])),
  mask: z.enum(MASKS).default('NONE'),
  sensitivity: z
    .array(z.string())
    .nullish()
    .transform((labels) => labels ?? []),
  breakGlass: z.boolean().default(false),
});

/** What one use says, NONE and empty lists included. */
export type GrantArguments = z.infer<typeof Arguments>;

/** @throws SchemaRefusedError on a value that does not fit. */
export function readGrantArguments(schema: GraphQLSchema, use: ConstDirectiveNode): GrantArguments {
  return directiveArguments(schema, use, Arguments);
}

/**
 * The grants that stand on one definition, in order.
 * @param owner what they stand on: `PhiCategory.LAB`, `Patient` or `Patient.ssn`.
 * @throws SchemaRefusedError on a value that does not fit.
 */
export function readGrants(
  schema: GraphQLSchema,
  node: Marked | null | undefined,
  owner: string,
): readonly Grant[] {
  return Object.freeze(
    usesOf('minimumNecessary', node).map((use, position) => {
      const values = readGrantArguments(schema, use);
      return Object.freeze({
        id: `${owner}#${position + 1}`,
        roles: Object.freeze(values.roles),
        purposes: Object.freeze(values.purposes),
        relationships: Object.freeze(RELATIONSHIPS.filter((one) => values.relationship.includes(one))),
        mask: values.mask,
        sensitivity: Object.freeze(values.sensitivity),
        breakGlass: values.breakGlass,
        place: placeOf(use),
      });
    }),
  );
}
