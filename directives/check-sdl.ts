import type { DocumentNode, GraphQLSchema } from 'graphql';
import {
  buildASTSchema,
  concatAST,
  GraphQLError,
  parse,
  Source,
  ValuesOfCorrectTypeRule,
  validate,
  validateSchema,
  valueFromAST,
} from 'graphql';
import { specifiedSDLRules } from 'graphql/validation/specifiedRules.js';
import { validateSDL } from 'graphql/validation/validate.js';
import type { Finding } from './finding.ts';
import { inputSlots } from './input-slots.ts';
import { placeOf, placeOfError } from './place-of.ts';
import type { Sdl, SdlFile } from './read-sdl.ts';

const OTHER = 'graphql';

/** What the rules of graphql-js are about, by the names it gives them. */
const NAMES: Readonly<Record<string, string>> = Object.freeze({
  UniqueTypeNamesRule: 'declared-twice',
  UniqueEnumValueNamesRule: 'declared-twice',
  UniqueFieldDefinitionNamesRule: 'declared-twice',
  UniqueArgumentDefinitionNamesRule: 'declared-twice',
  UniqueDirectiveNamesRule: 'declared-twice',
  UniqueOperationTypesRule: 'declared-twice',
  KnownDirectivesRule: 'unknown-directive',
  KnownArgumentNamesOnDirectivesRule: 'directive-argument',
  UniqueArgumentNamesRule: 'directive-argument',
  UniqueDirectivesPerLocationRule: 'directive-argument',
  ProvidedRequiredArgumentsOnDirectivesRule: 'directive-argument',
});

export type CheckedSdl =
  | { readonly sdl: Sdl; readonly findings: readonly [] }
  | { readonly sdl: null; readonly findings: readonly Finding[] };

/**
 * What GraphQL itself demands, in the order in which each step needs the one before: syntax; names known
 * and declared once (spec §3.13 and the SDL rules); the type system (spec §3); argument values of
 * directives, which graphql-js does not check when it builds a schema, so that a misspelt role would build.
 */
export function checkSdl(files: readonly SdlFile[]): CheckedSdl {
  const parsed = files.map(parseFile);
  const documents = parsed.flatMap((one) => (one instanceof GraphQLError ? [] : [one]));
  const syntax = parsed.filter((one) => one instanceof GraphQLError);
  if (syntax.length > 0) return refused('syntax', syntax);

  const document = concatAST(documents);
  const names = sdlFindings(document);
  if (names.length > 0) return { sdl: null, findings: names };

  const schema = build(document);
  if (schema instanceof GraphQLError) return refused('graphql', [schema]);
  const types = validateSchema(schema);
  if (types.length > 0) return refused('graphql', types);

  const values = validate(schema, document, [ValuesOfCorrectTypeRule]);
  if (values.length > 0) return refused('argument-value', values);
  const defaults = wrongDefaults(schema);
  if (defaults.length > 0) return { sdl: null, findings: defaults };

  return { sdl: Object.freeze({ files: Object.freeze([...files]), document, schema }), findings: [] };
}

/** The SDL rules one by one, so that each finding bears the name of what it is about. */
function sdlFindings(document: DocumentNode): readonly Finding[] {
  // All rules together take one walk; only where something is found is it asked which rule found it.
  if (validateSDL(document).length === 0) return [];
  return specifiedSDLRules.flatMap((rule) => {
    const name = Object.hasOwn(NAMES, rule.name) ? (NAMES[rule.name] ?? OTHER) : OTHER;
    return validateSDL(document, null, [rule]).map((error) => toFinding(name, error));
  });
}

/** Default values are built without a word even when they do not fit, and then are no default. */
function wrongDefaults(schema: GraphQLSchema): readonly Finding[] {
  return inputSlots(schema).flatMap(({ coordinate, definition }) => {
    const value = definition.astNode?.defaultValue;
    if (!value || valueFromAST(value, definition.type) !== undefined) return [];
    const message = `${coordinate} has a default that is not of type ${definition.type}.`;
    return [Object.freeze({ rule: 'default-value', message, place: placeOf(value), coordinate })];
  });
}

function parseFile(file: SdlFile): DocumentNode | GraphQLError {
  try {
    return parse(new Source(file.body, file.name));
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function build(document: DocumentNode): GraphQLSchema | GraphQLError {
  try {
    return buildASTSchema(document, { assumeValidSDL: true });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    return new GraphQLError(error instanceof Error ? error.message : 'The schema cannot be built.');
  }
}

function refused(rule: string, errors: readonly GraphQLError[]): CheckedSdl {
  return { sdl: null, findings: Object.freeze(errors.map((error) => toFinding(rule, error))) };
}

function toFinding(rule: string, error: GraphQLError): Finding {
  const others = (error.nodes ?? []).slice(0, -1).map((node) => {
    const place = placeOf(node);
    return `${place.file}:${place.line}`;
  });
  const also = others.length > 0 ? ` (see also ${others.join(', ')})` : '';
  return Object.freeze({
    rule,
    message: `${error.message}${also}`,
    place: placeOfError(error),
    coordinate: null,
  });
}
