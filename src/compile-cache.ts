import { join } from 'node:path';

/**
 * Where Node keeps what it compiled, for every process of ours: beside the code that it is compiled from, whose
 * owner alone can write there. Where nobody can, nothing is kept.
 */
export const COMPILE_CACHE = join(import.meta.dirname, '..', 'node_modules', '.cache', 'phield');
