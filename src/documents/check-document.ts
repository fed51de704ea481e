import type { DocumentNode, GraphQLSchema, OperationDefinitionNode, ValidationRule } from 'graphql';
import { GraphQLError, Kind, OperationTypeNode, parse, Source, specifiedRules, validate } from 'graphql';
import { checkDocumentId, sha256Of } from './check-document-id.ts';
import type { DocumentFinding, ManifestEntry } from './manifest-entry.ts';
import { PUBLISH_LIMITS } from './publish-limits.ts';
import type { RegisteredDocument } from './registered-document.ts';
import { withoutSuggestion } from './without-suggestion.ts';

/** A document that may be proposed. */
export interface CheckedDocument
  extends Pick<RegisteredDocument, 'id' | 'name' | 'text' | 'sha256' | 'kind'> {
  readonly document: DocumentNode;
}

export interface DocumentRules {
  readonly schema: GraphQLSchema;
  /** Beside those of the specification: the ones that documents are held to when they run. */
  readonly rules: readonly ValidationRule[];
  /** Lexical tokens that a document may have when it runs. */
  readonly maxTokens: number;
}

/** Controls but for line ends and tab, marks of direction, and what else a reviewer does not see: it could show another text. A return alone lets a terminal write one line over another. */
const UNSEEN = /\r(?!\n)|(?![\n\r\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

const KINDS: ReadonlyMap<OperationTypeNode, 'query' | 'mutation'> = new Map([
  [OperationTypeNode.QUERY, 'query'],
  [OperationTypeNode.MUTATION, 'mutation'],
]);

/** That it is fit, or everything that is wrong with it. */
export type DocumentCheck =
  | { readonly checked: CheckedDocument }
  | { readonly findings: readonly DocumentFinding[] };

/**
 * What is approved must be able to run, and run as one thing: one operation, with a name to review it by, that fits
 * schema and limits, under an id that does not claim to be the hash of another text.
 */
export function checkDocument(
  entry: ManifestEntry,
  { schema, rules, maxTokens }: DocumentRules,
): DocumentCheck {
  const result = checkText(entry, maxTokens);
  if ('findings' in result) return result;
  // Limits first: what is beyond them takes long to validate.
  for (const some of [rules, specifiedRules]) {
    const errors = validate(schema, result.checked.document, some, { maxErrors: 10 });
    if (errors.length > 0) return refusal(entry, errors.map(describe));
  }
  return result;
}

/** The same as far as its text and the manifest alone tell, whatever the schema. */
export function checkText(entry: ManifestEntry, maxTokens: number): DocumentCheck {
  const { id, text } = entry;
  const refuse = (message: string) => refusal(entry, [message]);
  if (Buffer.byteLength(text) > PUBLISH_LIMITS.textBytes) {
    return refuse(`larger than ${PUBLISH_LIMITS.textBytes} bytes`);
  }
  if (UNSEEN.test(text)) return refuse('it holds characters that nobody sees, such as marks of direction');
  const wrongId = checkDocumentId(id, text);
  if (wrongId !== null) return refuse(wrongId);
  const document = parseText(text, maxTokens);
  if (document instanceof GraphQLError) return refuse(describe(document));
  const operation = oneOperation(document);
  if (typeof operation === 'string') return refuse(operation);
  const name = operation.name?.value ?? null;
  const kind = KINDS.get(operation.operation);
  if (kind === undefined) return refuse('subscriptions are not served');
  if (name === null) return refuse('the operation has no name to review it by');
  const { says } = entry;
  if (says !== undefined && says.name !== name)
    return refuse(`the manifest gives it another name than ${name}`);
  if (says !== undefined && says.type !== kind)
    return refuse(`the manifest says it is a ${says.type}, and it is a ${kind}`);
  return { checked: Object.freeze({ id, name, text, sha256: sha256Of(text), kind, document }) };
}

function refusal({ id, place }: ManifestEntry, messages: readonly string[]): DocumentCheck {
  return { findings: messages.map((message) => Object.freeze({ id, place, message })) };
}

function oneOperation(document: DocumentNode): OperationDefinitionNode | string {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operation === undefined) return 'no operation';
  if (operations.length > 1) return `${operations.length} operations; expected one in each document`;
  return operation;
}

function parseText(text: string, maxTokens: number): DocumentNode | GraphQLError {
  try {
    return parse(new Source(text), { maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** With its place in the document. */
function describe({ message, locations }: GraphQLError): string {
  const [at] = locations ?? [];
  const said = withoutSuggestion(message);
  return at === undefined ? said : `${said} (${at.line}:${at.column})`;
}
