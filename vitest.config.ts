import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { COMPILE_CACHE } from './src/compile-cache.ts';

// Workers, and what they start, compile what they load once.
process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;

export default defineConfig({
  resolve: {
    // Node and the bundler's resolver pick different builds of graphql, and types of one are strangers to the other.
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/demo-folder.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Gateways and stores are processes of their own: with one worker a machine of two cores waits.
    maxWorkers: '100%',
  },
});
