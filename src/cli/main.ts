import { enableCompileCache } from 'node:module';
import { COMPILE_CACHE } from '../compile-cache.ts';

enableCompileCache(COMPILE_CACHE);
// Threads begin with what their process has here.
process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;

await import('./run-program.ts');
