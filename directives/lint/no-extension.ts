import type { GraphQLSchema } from 'graphql';
import { isTypeExtensionNode } from 'graphql';
import { placeOf } from '../place-of.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * An extension adds fields, values and grants to a type from some other place. A reader of the declaration
 * must see all of it, so only roots, which bear no policy, may be extended.
 */
export function noExtension({ sdl, schema }: LintContext): readonly Complaint[] {
  const roots = rootNames(schema);
  return sdl.document.definitions
    .filter(isTypeExtensionNode)
    .filter((node) => !roots.has(node.name.value))
    .map((node) => ({
      place: placeOf(node),
      coordinate: node.name.value,
      message: `${node.name.value} is extended; what a type declares stands in one place.`,
    }));
}

function rootNames(schema: GraphQLSchema): ReadonlySet<string> {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return new Set(roots.flatMap((root) => root?.name ?? []));
}
