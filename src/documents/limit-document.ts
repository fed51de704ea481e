import type {
  ASTVisitor,
  DirectiveNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
  ValidationContext,
} from 'graphql';
import { GraphQLError, Kind } from 'graphql';
import { PhieldError } from '../errors.ts';
import { DOCUMENT_LIMITS } from './document-limits.ts';

/** What one operation has so far, fragments expanded wherever they are spread. */
interface Size {
  fields: number;
  selections: number;
  aliases: number;
  directives: number;
}

/** A validation rule, so its verdict is cached with the document: `DOCUMENT_LIMITS`, as far as the text alone tells. */
export function limitDocument(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (isWithin(context, node)) return;
      // Apollo gives validation errors a code of its own; the cause keeps ours.
      const originalError = new PhieldError('OPERATION_TOO_COMPLEX', 'depth or size of the document');
      context.reportError(new GraphQLError(originalError.message, { originalError }));
    },
  };
}

function isWithin(context: ValidationContext, operation: OperationDefinitionNode): boolean {
  const size: Size = { fields: 0, selections: 0, aliases: 0, directives: 0 };
  const ofVariables = (operation.variableDefinitions ?? []).every(({ directives }) =>
    count(directives, size),
  );
  return (
    ofVariables &&
    count(operation.directives, size) &&
    fits(context, operation.selectionSet, 1, { fields: 0 }, size, new Set())
  );
}

function fits(
  context: ValidationContext,
  { selections }: SelectionSetNode,
  depth: number,
  breadth: { fields: number },
  size: Size,
  spreading: Set<FragmentDefinitionNode>,
): boolean {
  if (depth > DOCUMENT_LIMITS.depth) return false;
  return selections.every((selection) => {
    size.selections += 1;
    if (size.selections > DOCUMENT_LIMITS.selections) return false;
    if (!count(selection.directives, size)) return false;
    if (selection.kind === Kind.FIELD) {
      size.fields += 1;
      if (size.fields > DOCUMENT_LIMITS.fields) return false;
      breadth.fields += 1;
      if (breadth.fields > DOCUMENT_LIMITS.breadth) return false;
      if (selection.alias !== undefined) size.aliases += 1;
      if (size.aliases > DOCUMENT_LIMITS.aliases) return false;
      const { selectionSet } = selection;
      return !selectionSet || fits(context, selectionSet, depth + 1, { fields: 0 }, size, spreading);
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return fits(context, selection.selectionSet, depth, breadth, size, spreading);
    }
    const fragment = context.getFragment(selection.name.value);
    // Cycles are another rule's finding (NoFragmentCycles); here they only must not loop.
    if (!fragment || spreading.has(fragment)) return true;
    spreading.add(fragment);
    const fine =
      count(fragment.directives, size) &&
      fits(context, fragment.selectionSet, depth, breadth, size, spreading);
    spreading.delete(fragment);
    return fine;
  });
}

function count(directives: readonly DirectiveNode[] | undefined, size: Size): boolean {
  const here = directives?.length ?? 0;
  size.directives += here;
  return here <= DOCUMENT_LIMITS.directivesAtOnce && size.directives <= DOCUMENT_LIMITS.directives;
}
