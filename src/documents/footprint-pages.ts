import type { FieldNode, GraphQLField } from 'graphql';
import { getNullableType, isListType, Kind } from 'graphql';
import { MAX_PAGE } from '../access/page-arguments.ts';

/** Lists without page arguments, with the most that their resolvers give (access matrix, exception 1). */
const LISTS: Readonly<Record<string, number>> = Object.freeze({ 'Query.findPatient': 5 });

/**
 * The most rows that one call of a field gives: `first` as it is written, or else by default; a variable may be
 * anything that is not refused, up to the largest page. One for a field that is no list.
 * @param coordinate `Type.field`
 */
export function footprintPage(
  coordinate: string,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): number {
  const first = field.args.find(({ name }) => name === 'first');
  if (first === undefined) {
    return isListType(getNullableType(field.type)) ? (LISTS[coordinate] ?? MAX_PAGE) : 1;
  }
  const given = node.arguments?.find(({ name }) => name.value === 'first')?.value;
  if (given?.kind === Kind.INT) return clamp(Number(given.value));
  return given === undefined && typeof first.defaultValue === 'number' ? clamp(first.defaultValue) : MAX_PAGE;
}

function clamp(size: number): number {
  return Math.min(Math.max(size, 0), MAX_PAGE);
}
