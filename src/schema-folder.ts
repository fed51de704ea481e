import { join } from 'node:path';

/** The shipped schema, wherever the process was started. */
export const SCHEMA_FOLDER: string = join(import.meta.dirname, '..', 'schema');
