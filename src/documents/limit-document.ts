import type {
  ASTVisitor,
  DirectiveNode,
  DocumentNode,
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

/**
 * Whether each operation of a document, though it need not be valid, is within `DOCUMENT_LIMITS` as far as its text
 * alone tells.
 */
export function isWithinLimits({ definitions }: DocumentNode): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return definitions.every(
    (definition) => definition.kind !== Kind.OPERATION_DEFINITION || isWithin(fragments, definition),
  );
}

/** The same as a validation rule, for documents that are looked at before they run. */
export function limitDocument(context: ValidationContext): ASTVisitor {
  return {
    Document(node) {
      if (isWithinLimits(node)) return;
      // Whoever runs validation gives its errors a code of their own; the cause keeps ours.
      const originalError = new PhieldError('OPERATION_TOO_COMPLEX', 'depth or size of the document');
      context.reportError(new GraphQLError(originalError.message, { originalError }));
    },
  };
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function isWithin(fragments: Fragments, operation: OperationDefinitionNode): boolean {
  const size: Size = { fields: 0, selections: 0, aliases: 0, directives: 0 };
  const ofVariables = (operation.variableDefinitions ?? []).every(({ directives }) =>
    count(directives, size),
  );
  return (
    ofVariables &&
    count(operation.directives, size) &&
    fits(fragments, operation.selectionSet, 1, { fields: 0 }, size, new Set())
  );
}

function fits(
  fragments: Fragments,
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
      return !selectionSet || fits(fragments, selectionSet, depth + 1, { fields: 0 }, size, spreading);
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return fits(fragments, selection.selectionSet, depth, breadth, size, spreading);
    }
    const fragment = fragments.get(selection.name.value);
    // Cycles are another rule's finding (NoFragmentCycles); here they only must not loop.
    if (!fragment || spreading.has(fragment)) return true;
    spreading.add(fragment);
    const fine =
      count(fragment.directives, size) &&
      fits(fragments, fragment.selectionSet, depth, breadth, size, spreading);
    spreading.delete(fragment);
    return fine;
  });
}

function count(directives: readonly DirectiveNode[] | undefined, size: Size): boolean {
  const here = directives?.length ?? 0;
  size.directives += here;
  return here <= DOCUMENT_LIMITS.directivesAtOnce && size.directives <= DOCUMENT_LIMITS.directives;
}
