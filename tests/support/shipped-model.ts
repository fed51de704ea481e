import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import type { AccessModel } from '../../src/access/access-model.ts';

/** What the schema of this repository declares. */
export async function shippedModel(): Promise<AccessModel> {
  return readAccessModel(readSdl(await loadSdl('schema')));
}
