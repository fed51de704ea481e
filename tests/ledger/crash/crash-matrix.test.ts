import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFileInstallation } from '../../../datasources/keys/open-ledger-keys.ts';
import { collectLedger } from '../collect-ledger.ts';
import { mutantBuild } from '../mutant-build.ts';
import { chainFaults } from '../support/chain-faults.ts';
import { verifySegments } from '../support/verify-segments.ts';
import { tempDirectory } from '../temp-directory.ts';
import { CAN_TRACE, FILE_CALLS, type FileCallName, type Injection, tracedRun } from './traced-run.ts';

if (!CAN_TRACE) {
  process.stdout.write(
    'crash matrix: strace is absent or not permitted; file-ledger-faults.test.ts injects alone\n',
  );
}

/** A data directory whose installation key is there already, so that a run's calls are the ledger's alone. */
async function dataDirectory(): Promise<string> {
  const dataDir = await tempDirectory();
  await openFileInstallation(dataDir);
  return dataDir;
}

/** @returns what is wrong after a run; nothing where it is as promised. */
async function wrongAfter(dataDir: string, acknowledged: readonly string[]): Promise<readonly string[]> {
  const directory = join(dataDir, 'ledger');
  // A run that was killed before its first call left nothing, and acknowledged nothing.
  await mkdir(directory, { recursive: true });
  const { ids, findings } = await collectLedger(directory);
  const installation = await openFileInstallation(dataDir);
  const { faults } = await chainFaults(directory, installation);
  const verification = await verifySegments(directory, installation);
  return [
    ...acknowledged.filter((id) => !ids.includes(id)).map((id) => `${id} is missing`),
    ...findings.map(({ code, file, offset }) => `${code} ${file} at ${offset}`),
    ...faults,
    ...verification.findings.map(({ code, where }) => `verify: ${code} ${where}`),
    ...(new Set(ids).size === ids.length ? [] : ['a record stands twice']),
  ];
}

function countsOf(calls: readonly string[]): ReadonlyMap<FileCallName, number> {
  return new Map(FILE_CALLS.map((name) => [name, calls.filter((call) => call === name).length]));
}

async function inPairs<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const one = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  await Promise.all([one(), one()]);
}

const FAULTS = ['signal=SIGKILL', 'error=EIO', 'error=ENOSPC'] as const;

interface Tally {
  runs: number;
  refusing: number;
  acknowledged: number;
  readonly wrong: string[];
}

/** Runs a writer for each injection, with those of `always` besides. */
async function runAll(injections: readonly Injection[], always: readonly Injection[] = []): Promise<Tally> {
  const tally: Tally = { runs: 0, refusing: 0, acknowledged: 0, wrong: [] };
  await inPairs(injections, async (injection) => {
    const dataDir = await dataDirectory();
    const { acknowledged, done } = await tracedRun(dataDir, [...always, injection]);
    const context = `${injection.what} at ${injection.call} ${injection.index}`;
    for (const one of await wrongAfter(dataDir, acknowledged)) tally.wrong.push(`${context}: ${one}`);
    const killed = injection.what === 'signal=SIGKILL';
    if (done === killed) tally.wrong.push(`${context}: ${done ? 'was not killed' : 'did not go on'}`);
    tally.runs += 1;
    tally.refusing += !killed && acknowledged.length < 8 ? 1 : 0;
    tally.acknowledged += acknowledged.length;
  });
  return tally;
}

function everyFault(call: FileCallName, count: number): readonly Injection[] {
  return FAULTS.flatMap((what) => Array.from({ length: count }, (_, n) => ({ call, index: n + 1, what })));
}

function told({ runs, refusing, acknowledged, wrong }: Tally): string {
  return `${runs} runs, ${refusing} refusing someone, ${acknowledged} acknowledged, ${wrong.length} wrong`;
}

test.runIf(CAN_TRACE)(
  'every file system call of a writer × {KILL, EIO, ENOSPC}: what was acknowledged is there, and all verifies',
  { timeout: 600_000 },
  async () => {
    const clean = await dataDirectory();
    const whole = await tracedRun(clean, []);
    expect({ done: whole.done, acknowledged: whole.acknowledged.length }).toEqual({
      done: true,
      acknowledged: 8,
    });
    expect(await wrongAfter(clean, whole.acknowledged)).toEqual([]);
    const counts = countsOf(whole.calls);
    expect(counts.get('fdatasync')).toBeGreaterThan(8);
    expect(counts.get('fsync')).toBeGreaterThan(1);
    const tally = await runAll([...counts].flatMap(([call, count]) => everyFault(call, count)));
    const calls = [...counts].map(([call, count]) => `${count} ${call}`).join(', ');
    process.stdout.write(`crash matrix by strace: ${calls}; ${told(tally)}\n`);
    expect(tally.wrong).toEqual([]);
    expect(tally.refusing).toBeGreaterThan(10);
  },
);

const SYNC_FAILS: Injection = { call: 'fdatasync', index: 4, what: 'error=EIO' };
const NAME_FAILS: Injection = { call: 'fsync', index: 2, what: 'error=EIO' };

test.runIf(CAN_TRACE).each<readonly [FileCallName, Injection]>([
  ['ftruncate', SYNC_FAILS],
  ['close', SYNC_FAILS],
  ['openat', SYNC_FAILS],
  ['unlink', NAME_FAILS],
])('cleaning up after a failure fails too, at %s', { timeout: 120_000 }, async (call, always) => {
  const { calls } = await tracedRun(await dataDirectory(), [always]);
  const count = countsOf(calls).get(call) ?? 0;
  expect(count).toBeGreaterThan(0);
  const tally = await runAll(everyFault(call, count), [always]);
  process.stdout.write(`crash matrix by strace, ${call} after a failure: ${told(tally)}\n`);
  expect(tally.wrong).toEqual([]);
});

test.runIf(CAN_TRACE)(
  'a build that acknowledges before it writes is caught by a kill',
  { timeout: 120_000 },
  async () => {
    const build = await mutantBuild(
      'commit/group-commit.ts',
      'const stall = setTimeout(',
      'for (const one of waiting) one.resolve();\n await setImmediate(); const stall = setTimeout(',
    );
    const { calls } = await tracedRun(await dataDirectory(), [], build);
    const kills = everyFault('write', countsOf(calls).get('write') ?? 0).filter(
      ({ what }) => what === 'signal=SIGKILL',
    );
    const wrong: string[] = [];
    await inPairs(kills, async (kill) => {
      const dataDir = await dataDirectory();
      const { acknowledged } = await tracedRun(dataDir, [kill], build);
      wrong.push(...(await wrongAfter(dataDir, acknowledged)));
    });
    expect(wrong.some((one) => one.endsWith('is missing'))).toBe(true);
  },
);
