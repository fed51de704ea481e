/** For commands, which load no more of the gateway than they need. */
export { SCHEMA_FOLDER } from '../schema-folder.ts';
