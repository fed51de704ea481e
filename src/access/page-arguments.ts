import type { GraphQLField } from 'graphql';
import { BadUserInputError } from '../errors.ts';
import type { PhiFilter } from './access-model.ts';
import type { GuardContext } from './guard-context.ts';
import type { Row } from './row.ts';

/** The most rows a page may have. */
export const MAX_PAGE = 200;

type Args = Record<string, unknown>;

/** A field's arguments with its cursor opened, and the context that cursors of this list are sealed under. */
export interface OpenedArguments {
  readonly args: Args;
  readonly sealContext: readonly string[];
  /** PHI filters in use: a row is admitted only if each is open for it. */
  readonly filters: readonly PhiFilter[];
}

/**
 * Bounds `first` and opens `after` (Relay Cursor Connections). A cursor counts only for the same tenant,
 * actor, access class, coordinate, patient and other arguments, so one taken from another query opens nothing.
 * @throws BadUserInputError
 */
export function pageArguments(
  coordinate: string,
  field: GraphQLField<unknown, GuardContext>,
): (args: Args, context: GuardContext, parent: Row | null) => OpenedArguments {
  const names = new Set(field.args.map((argument) => argument.name));
  if (!names.has('first') || !names.has('after')) return (args) => ({ args, sealContext: [], filters: [] });
  return (args, context, parent) => {
    const { first, after, ...others } = args;
    if (typeof first !== 'number' || first < 0 || first > MAX_PAGE) {
      throw new BadUserInputError(`${coordinate}: first is not between 0 and ${MAX_PAGE}`);
    }
    const sealContext = [
      context.access.actor.tenant,
      context.access.actor.issuer,
      context.access.actor.id,
      context.accessClass,
      coordinate,
      parent === null ? '' : `${parent.table.type.name}/${parent.id}`,
      canonical(others),
    ];
    if (after === undefined || after === null)
      return { args: { ...args, after: null }, sealContext, filters: [] };
    if (typeof after !== 'string') throw new BadUserInputError(`${coordinate}: after is not a cursor`);
    const position = context.cursors.open(after, sealContext);
    return { args: { ...args, after: position }, sealContext, filters: [] };
  };
}

/** JSON with object keys sorted, so that argument order does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
