import { assertLintClean, type CleanSchema } from '../../directives/lint-schema.ts';
import { loadSdl } from '../../directives/load-sdl.ts';

/** The schema of this repository, read and linted once for all gateways over it: none changes what it is given. */
export const SHIPPED_SCHEMA: CleanSchema = assertLintClean(await loadSdl('schema'));
