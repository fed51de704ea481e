import type { DocumentNode, GraphQLSchema } from 'graphql';
import { checkSdl } from './check-sdl.ts';
import { SchemaRefusedError } from './finding.ts';

/** One file of schema text. `name` is what findings and grants show, such as `schema/access.graphql`. */
export interface SdlFile {
  readonly name: string;
  readonly body: string;
}

/** All files together, valid as GraphQL: every node keeps its file and line. */
export interface Sdl {
  readonly files: readonly SdlFile[];
  readonly document: DocumentNode;
  readonly schema: GraphQLSchema;
}

/**
 * Reads all files as one document. Nothing is merged: a type declared twice is refused, since the later
 * `@phi` would win and grants would add up.
 * @throws SchemaRefusedError with file and line when the text is no valid GraphQL schema.
 */
export function readSdl(files: readonly SdlFile[]): Sdl {
  const checked = checkSdl(files);
  if (checked.sdl === null) throw new SchemaRefusedError(checked.findings);
  return checked.sdl;
}
