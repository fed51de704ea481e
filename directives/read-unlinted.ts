import type { AccessModel } from '../src/access/access-model.ts';
import { readAccessModel } from './read-access-model.ts';
import { readSdl, type Sdl, type SdlFile } from './read-sdl.ts';

/** A schema as it was read, and what it says of access. */
export interface ReadSchema {
  readonly sdl: Sdl;
  readonly model: AccessModel;
}

/**
 * A schema that is looked at and MUST NOT be served: what the lint would find is not looked for.
 * @throws SchemaRefusedError when the text is no valid GraphQL schema, or its directives say nothing that can be read.
 */
export function readUnlinted(files: readonly SdlFile[]): ReadSchema {
  const sdl = readSdl(files);
  return Object.freeze({ sdl, model: readAccessModel(sdl) });
}
