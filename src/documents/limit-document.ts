import type { ASTVisitor, FragmentDefinitionNode, SelectionSetNode, ValidationContext } from 'graphql';
import { GraphQLError, Kind } from 'graphql';
import { PhieldError } from '../errors.ts';

/** Fields below fields, fragments followed. */
export const MAX_DEPTH = 16;
/** Fields selected in all, fragments expanded wherever they are spread. */
export const MAX_FIELDS = 1000;
/**
 * Fields, fragments and spreads looked at in all. Spreads count by themselves: fragments that hold nothing but
 * spreads, of fragments missing or in a circle, double with every level and have no field to count.
 */
const MAX_SELECTIONS = 4 * MAX_FIELDS;

/**
 * A validation rule, so its verdict is cached with the document: bounds depth and expanded size, which
 * bounds aliases and nested fragments too (OWASP GraphQL cheat sheet).
 */
export function limitDocument(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      const size = { fields: 0, selections: 0 };
      if (!fits(context, node.selectionSet, 1, size, new Set())) {
        // Apollo gives validation errors a code of its own; the cause keeps ours.
        const originalError = new PhieldError('OPERATION_TOO_COMPLEX', 'depth or size of the document');
        context.reportError(new GraphQLError(originalError.message, { originalError }));
      }
    },
  };
}

function fits(
  context: ValidationContext,
  { selections }: SelectionSetNode,
  depth: number,
  size: { fields: number; selections: number },
  spreading: Set<FragmentDefinitionNode>,
): boolean {
  if (depth > MAX_DEPTH) return false;
  return selections.every((selection) => {
    size.selections += 1;
    if (size.selections > MAX_SELECTIONS) return false;
    if (selection.kind === Kind.FIELD) {
      size.fields += 1;
      if (size.fields > MAX_FIELDS) return false;
      return !selection.selectionSet || fits(context, selection.selectionSet, depth + 1, size, spreading);
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return fits(context, selection.selectionSet, depth, size, spreading);
    }
    const fragment = context.getFragment(selection.name.value);
    // Cycles are another rule's finding (NoFragmentCycles); here they only must not loop.
    if (!fragment || spreading.has(fragment)) return true;
    spreading.add(fragment);
    const fine = fits(context, fragment.selectionSet, depth, size, spreading);
    spreading.delete(fragment);
    return fine;
  });
}
