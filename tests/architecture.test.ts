import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Which part may import which. A part is a top folder, or a folder of src/. `src` stands for the files
 * directly in src/ that are shared words (errors, clock, config, log, metrics).
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  directives: ['src/access'],
  resolvers: [
    'datasources',
    'src/access',
    'src/documents',
    'src/generated',
    'src/identity',
    'src/insight',
    'src/review',
    'src/signals',
    'words',
  ],
  datasources: [
    'src/access',
    'src/documents',
    'src/identity',
    'src/insight',
    'src/ledger',
    'src/signals',
    'words',
  ],
  'src/bedrock-local': ['src/insight', 'words'],
  'src/access': ['src/identity', 'words'],
  'src/identity': ['words'],
  'src/documents': ['src/access', 'words'],
  'src/ledger': ['src/access', 'src/identity', 'words'],
  'src/console': ['directives', 'src/documents', 'src/explore', 'src/identity', 'words'],
  'src/evidence': ['directives', 'src/access', 'src/ledger', 'src/review', 'src/signals', 'words'],
  'src/explore': ['src/identity', 'words'],
  'src/review': ['directives', 'src/access', 'src/documents', 'src/identity', 'src/ledger', 'words'],
  'src/signals': ['src/access', 'src/ledger', 'words'],
  'src/http': ['line', 'words'],
  'src/fhir': ['datasources', 'src/access', 'words'],
  'src/import': ['datasources', 'src/fhir', 'src/access', 'words'],
  'src/synthetic': ['datasources', 'src/fhir', 'src/identity', 'src/import', 'words'],
  'src/generated': ['datasources', 'resolvers'],
  'src/insight': ['directives', 'src/access', 'src/fhir', 'src/identity', 'src/ledger', 'words'],
  line: ['src/access', 'src/documents', 'src/identity', 'src/insight', 'src/ledger', 'words'],
};

/** Modules that everything may use: they know nothing of any part. */
const WORDS = new Set([
  'src/allowed-origins.ts',
  'src/clock.ts',
  'src/compile-cache.ts',
  'src/config.ts',
  'src/console-settings.ts',
  'src/errors.ts',
  'src/fhir-id.ts',
  'src/bounded-map.ts',
  'src/is-json.ts',
  'src/is-loopback-name.ts',
  'src/keyed-hash.ts',
  'src/ledger-settings.ts',
  'src/signals-settings.ts',
  'src/log.ts',
  'src/metrics.ts',
  'src/plain-json.ts',
  'src/read-if-there.ts',
  'src/session-limits.ts',
  'src/share-answer.ts',
  'src/whole-number.ts',
]);
/** Only these assemble (design: the composition root, the public API, the command line). */
const ASSEMBLE = [
  'src/main.ts',
  'src/assemble-console.ts',
  'src/assemble-insights.ts',
  'src/assemble-ledger.ts',
  'src/assemble-review.ts',
  'src/assemble-sequencer.ts',
  'src/assemble-signals.ts',
  'src/open-log-store.ts',
  'src/gateway.ts',
  'src/ledger-places/',
  'src/cli/',
];
/** Modules that only name types and hold no behaviour of their part: anybody may import their types. */
const CONTRACTS = new Set([
  'src/identity/actor.ts',
  'src/insight/insight-model.ts',
  'src/insight/use-case.ts',
  'src/ledger/desk/ledger-desk.ts',
  'src/ledger/index/tenant-ledger.ts',
  'src/review/access-review.ts',
  'datasources/health-data.ts',
  'src/ledger/desk/verification-outcome.ts',
  'src/ledger/event-id.ts',
]);

const SOURCES = ['directives', 'resolvers', 'datasources', 'src'];

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...SOURCES], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file.endsWith('.ts'));

function partOf(file: string): string {
  if (WORDS.has(file)) return 'words';
  if (!file.startsWith('src/')) return file.split('/')[0] ?? '';
  const [, folder, rest] = file.split('/');
  return rest === undefined ? 'line' : `src/${folder}`;
}

function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map(([, path]) =>
    normalize(join(dirname(file), path ?? '')),
  );
}

describe('the house', () => {
  it('has files to look at', () => {
    expect(files.length).toBeGreaterThan(100);
  });

  it('imports only in the directions drawn', () => {
    const strangers = files
      .filter((file) => !ASSEMBLE.some((prefix) => file.startsWith(prefix)))
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => partOf(target) !== partOf(file) && !CONTRACTS.has(target))
          .filter((target) => !(MAY_IMPORT[partOf(file)] ?? []).includes(partOf(target)))
          .map((target) => `${file} → ${target}`),
      );
    expect(strangers).toEqual([]);
  });

  it('keeps access pure: no input or output, no resolvers, no datasources', () => {
    const impure = files
      .filter((file) => file.startsWith('src/access/'))
      .filter((file) =>
        /from '(node:(fs|net|http|child_process)|@aws-sdk|fastify|@apollo)/.test(readFileSync(file, 'utf8')),
      );
    expect(impure).toEqual([]);
  });

  it('verifies the ledger with code of its own: nothing shared with the writer but the hash', () => {
    const shared = files
      .filter((file) => file.startsWith('src/ledger/verify/'))
      .flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/(?:\bfrom |\bimport ?\(?)'([^']+)'/g)]
          .map(([, name = '']) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name))
          .filter((name) => !name.startsWith('node:') && name !== 'zod' && name !== 'src/ledger/hash.ts')
          .filter((name) => !name.startsWith('src/ledger/verify/'))
          .map((name) => `${file} → ${name}`),
      );
    expect(shared).toEqual([]);
  });

  it('has no file over 300 lines and no nameless drawer', () => {
    const long = files
      .filter((file) => !file.startsWith('src/generated/'))
      .filter((file) => readFileSync(file, 'utf8').split('\n').length > 300);
    expect(long).toEqual([]);
    expect(files.filter((file) => /(^|\/)(utils|helpers|common)(\/|\.ts$)/.test(file))).toEqual([]);
  });

  it('lets only the composition root reach the store and the network', () => {
    const reaching = files
      .filter((file) => !ASSEMBLE.some((prefix) => file.startsWith(prefix)))
      .filter((file) => !file.startsWith('datasources/') && !file.startsWith('src/http/'))
      .filter((file) => !file.startsWith('src/explore/') && !file.startsWith('src/console/'))
      .filter((file) => /from '(@aws-sdk|fastify)/.test(readFileSync(file, 'utf8')));
    expect(reaching).toEqual([]);
  });
});
