import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFileInstallation } from '../../datasources/keys/open-ledger-keys.ts';
import { assembleSequencer } from '../../src/assemble-sequencer.ts';
import { loadConfig } from '../../src/config.ts';
import { openTestLedger } from '../ledger/open-test-ledger.ts';
import { sampleRecord } from '../ledger/sample-record.ts';

let dataDir: string;
let close: () => Promise<void>;

function phield(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  return new Promise<{ code: number; out: string; errors: string }>((done) => {
    const options = { env: { ...process.env, ...env } };
    execFile(process.execPath, ['src/cli/main.ts', ...args], options, (error, out, errors) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, errors });
    });
  });
}

const query = async (...args: readonly string[]) => {
  const env = { PHIELD_DATA_DIR: dataDir, PHIELD_TENANTS_DIR: join(dataDir, 'tenants') };
  const { code, out, errors } = await phield(env, 'ledger', 'query', '--json', ...args);
  const events = out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { code, errors, events, ids: events.map(({ id }) => id) };
};

const operations = ['--kind', 'operation'];
const index = () => join(dataDir, 'index', 'ledger.sqlite');

/** Two records in the log, two behind it, of a writer that runs on. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'phield-query-'));
  const directory = join(dataDir, 'ledger');
  const ledger = await openTestLedger(directory, { installation: await openFileInstallation(dataDir) });
  const { sequencer, close: end } = await assembleSequencer(
    { config: loadConfig({ PHIELD_DATA_DIR: dataDir }), trust: null },
    { report: () => undefined, recordLost: async () => undefined },
  );
  await ledger.append(sampleRecord({ id: 'r1' }));
  await ledger.append(sampleRecord({ id: 'r2', client: 'app', purpose: 'HPAYMT' }));
  await sequencer.step();
  await end();
  await ledger.append(sampleRecord({ id: 'r3' }));
  await ledger.append(sampleRecord({ id: 'r4', client: 'app' }));
  close = () => ledger.close();
});
afterAll(async () => {
  await close();
  await rm(dataDir, { recursive: true, force: true });
});

test('what is in the log and what is not yet are one answer, and the index is there for the next', async () => {
  const { code, errors, ids } = await query('--patient', 'p1', '--decision', 'MASK');
  expect({ code, errors, ids }).toEqual({ code: 0, errors: '', ids: ['r1.2', 'r2.2', 'r3.2', 'r4.2'] });
  expect((await stat(index())).size).toBeGreaterThan(0);
});

test.each([
  [
    ['--client', 'app', '--coordinate', 'Observation.value'],
    ['r2.2', 'r4.2'],
  ],
  [
    ['--category', 'LAB'],
    ['r1.2', 'r2.2', 'r3.2', 'r4.2'],
  ],
  [
    ['--purpose', 'HPAYMT', '--patient', 'p2'],
    ['r2.3', 'r2.4'],
  ],
  [
    ['--limit', '3'],
    ['r1.0', 'r1.1', 'r1.2'],
  ],
  [['--limit', '1', '--client', 'app'], ['r2.0']],
])('%j', async (args, expected) => {
  expect((await query(...operations, ...args)).ids).toEqual(expected);
});

test.each([['0'], ['many'], ['1.5']])('--limit %s is wrong usage', async (limit) => {
  const { code, errors } = await query('--limit', limit);
  expect(code).toBe(2);
  expect(errors).toContain('--limit');
});

test('an index that is damaged is built anew and said so; one that is gone is simply built', async () => {
  await writeFile(index(), 'no database');
  const damaged = await query(...operations, '--coordinate', 'Observation.value');
  expect(damaged.ids).toEqual(['r1.2', 'r2.2', 'r3.2', 'r4.2']);
  expect(damaged).toMatchObject({ code: 0, errors: expect.stringContaining('built anew: damaged') });
  await rm(join(dataDir, 'index'), { recursive: true });
  const built = await query(...operations, '--coordinate', 'Observation.value');
  expect(built).toMatchObject({ code: 0, errors: '', ids: damaged.ids });
});

test('a log that cannot be read is said, and the segments are read', async () => {
  const path = join(dataDir, 'ledger', 'log', 'checkpoint');
  const checkpoint = await readFile(path);
  // The log did not sign that it is so short.
  const forged = String(checkpoint).replace(/\n\d+\n/, '\n2\n');
  for (const text of ['no checkpoint', forged]) {
    await writeFile(path, text);
    const { code, errors, ids } = await query(...operations, '--coordinate', 'Observation.value');
    expect({ code, ids }).toEqual({ code: 1, ids: ['r1.2', 'r2.2', 'r3.2', 'r4.2'] });
    expect(errors).toContain('reading segments');
  }
  await writeFile(path, checkpoint);
});

test('each reading is in the next one, and not in its own', async () => {
  const before = await query('--kind', 'privileged');
  const after = await query('--kind', 'privileged');
  expect(after.ids).toHaveLength(before.ids.length + 1);
  expect(after.events.at(-1)).toMatchObject({ operation: 'ledger_query', client: 'phield-cli' });
});
