import type { ConstDirectiveNode, GraphQLSchema } from 'graphql';
import { GraphQLError, getArgumentValues } from 'graphql';
import type { z } from 'zod';
import { SchemaRefusedError } from './finding.ts';
import { placeOf } from './place-of.ts';

/** A definition that directives can stand on. */
export interface Marked {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** Every use of a directive on a definition, in order. */
export function usesOf(name: string, node: Marked | null | undefined): readonly ConstDirectiveNode[] {
  return (node?.directives ?? []).filter((directive) => directive.name.value === name);
}

/**
 * The arguments of one use, defaults filled in, coerced to the directive's own types and then to ours.
 * @throws SchemaRefusedError when the directive is not declared or a value does not fit.
 */
export function directiveArguments<T>(
  schema: GraphQLSchema,
  node: ConstDirectiveNode,
  shape: z.ZodType<T>,
): T {
  const coordinate = `@${node.name.value}`;
  const refuse = (message: string): never => {
    throw new SchemaRefusedError([{ rule: 'argument-value', message, place: placeOf(node), coordinate }]);
  };
  const definition = schema.getDirective(node.name.value);
  if (!definition) return refuse(`${coordinate} is not declared.`);
  try {
    const parsed = shape.safeParse(getArgumentValues(definition, node));
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    return refuse(`${coordinate} has an argument that is not acceptable: ${where}.`);
  } catch (error) {
    if (error instanceof GraphQLError) return refuse(error.message);
    throw error;
  }
}
