import { join } from 'node:path';

/** The shipped schema, wherever the command is run from. */
export const SCHEMA_FOLDER: string = join(import.meta.dirname, '..', '..', 'schema');
