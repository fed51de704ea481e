import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { COMPILE_CACHE } from './src/compile-cache.ts';

// Workers, and what they start, compile what they load once.
process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;

/**
 * Pure ground: what is tested there keeps nothing in modules or in its process, so a worker loads it once and not
 * once a file. Whatever replaces modules, or weighs or times its process, stays alone.
 */
const PURE = [
  'tests/*.test.ts',
  'tests/{access,directives,documents,evidence,fhir,identity,import,resolvers,review,schema,signals}/**/*.test.ts',
  'tests/attacks/{catalogue,documents,door-introspection,filters,unadmitted-rows,values}.test.ts',
  'tests/requests/{asked-ledger,break-glass*,consents,consent-findings,documents,explain,findings}.test.ts',
  'tests/requests/{ledger-activity,ledger-desk,ledger-overdue,part2,reveal,who-saw-my-record}.test.ts',
  'tests/{eval,synthetic}/**/*.test.ts',
  'tests/bedrock-local/engine/**/*.test.ts',
  'tests/datasources/*.test.ts',
  'tests/insight/*.test.ts',
  'tests/insight/{checks,codes,use-cases}/**/*.test.ts',
  'tests/ledger/{chain,export,index,keep,segments,uses,verify}/**/*.test.ts',
];

/** Gateways, servers and sequencers, each ended by the file that starts it: only the code is shared, and warm. */
const SERVED = [
  'tests/{bedrock-local,http}/*.test.ts',
  'tests/datasources/{keys,s3}/*.test.ts',
  'tests/ledger/{desk,log,sinks}/*.test.ts',
  'tests/attacks/{claims,imports,insights,payloads,prototype-names,row-filters,search*,two-worlds}.test.ts',
  'tests/requests/{bad-*,bound-tokens,cursors,door,emergency,existence,labels,own-scanning,scopes,step-up}.test.ts',
  'tests/requests/{documents-under-policy,ledger-front-door,ledger-names,publish-to-run}.test.ts',
  'tests/requests/{row-filters,running-documents}.test.ts',
  'tests/requests/tenant-reload.test.ts',
  'tests/requests/insights/*.test.ts',
];

export default defineConfig({
  resolve: {
    // Node and the bundler's resolver pick different builds of graphql, and types of one are strangers to the other.
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
  },
  test: {
    globalSetup: ['tests/support/demo-folder.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Gateways and stores are processes of their own, on which a worker waits: one more than processors fills them.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        extends: true,
        test: { name: 'alone', include: ['tests/**/*.test.ts'], exclude: [...PURE, ...SERVED] },
      },
      { extends: true, test: { name: 'served', include: SERVED, isolate: false } },
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
    ],
  },
});
