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
} from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';
import type { Finding } from './finding.ts';
import { placeOf, placeOfError } from './place-of.ts';
import type { Sdl, SdlFile } from './read-sdl.ts';

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
  const names = validateSDL(document);
  if (names.length > 0) return refused('graphql', names);

  const schema = build(document);
  if (schema instanceof GraphQLError) return refused('graphql', [schema]);
  const types = validateSchema(schema);
  if (types.length > 0) return refused('graphql', types);

  const values = validate(schema, document, [ValuesOfCorrectTypeRule]);
  if (values.length > 0) return refused('argument-value', values);

  return { sdl: Object.freeze({ files: Object.freeze([...files]), document, schema }), findings: [] };
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
