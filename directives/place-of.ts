import type { ASTNode, GraphQLError } from 'graphql';
import { getLocation } from 'graphql';
import type { Place } from '../src/access/access-model.ts';

const NOWHERE: Place = Object.freeze({ file: '(no file)', line: 1 });

/** Where a node stands: the line of its name, since a definition itself begins at its description. */
export function placeOf(node: ASTNode | null | undefined): Place {
  const location = (node && 'name' in node && node.name?.loc) || node?.loc;
  if (!location) return NOWHERE;
  const { line } = getLocation(location.source, location.start);
  return Object.freeze({ file: location.source.name, line });
}

/** Where graphql-js says an error is: of two like definitions, the later one. */
export function placeOfError(error: GraphQLError): Place {
  const node = error.nodes?.at(-1);
  if (node) return placeOf(node);
  const line = error.locations?.[0]?.line;
  if (error.source && line !== undefined) return Object.freeze({ file: error.source.name, line });
  return NOWHERE;
}
