import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { segmentName } from '../../../src/ledger/segments/segment-format.ts';
import { steadyWriter } from './steady.ts';

export const CAN_TRACE = spawnSync('strace', ['-qq', 'true']).status === 0;

/** What the ledger asks of the file system. */
export const FILE_CALLS = Object.freeze([
  'mkdir',
  'openat',
  'write',
  'fdatasync',
  'fsync',
  'ftruncate',
  'close',
  'unlink',
] as const);
export type FileCallName = (typeof FILE_CALLS)[number];

/** At which call what is done: `signal=SIGKILL`, `error=EIO`. */
export interface Injection {
  readonly call: FileCallName;
  /** From 1, of this name, on the ledger's own files. */
  readonly index: number;
  readonly what: string;
}

export interface TracedRun {
  readonly acknowledged: readonly string[];
  readonly done: boolean;
  /** Calls on the ledger's own files, in order: from the trace. */
  readonly calls: readonly string[];
}

const LEDGER = join(import.meta.dirname, '..', '..', '..', 'src', 'ledger', 'file-ledger.ts');
/** More than a run ever begins. */
const SEGMENTS = 12;

/**
 * Runs `write-segments.ts` under strace, which sees and fails calls on the ledger's files alone. One thread does all of
 * them, so the n-th call is the same each time.
 */
export async function tracedRun(
  dataDir: string,
  injections: readonly Injection[],
  build = LEDGER,
): Promise<TracedRun> {
  const ledger = join(dataDir, 'ledger');
  const trace = join(dataDir, 'trace.txt');
  const segments = Array.from({ length: SEGMENTS }, (_, n) =>
    join(ledger, segmentName(steadyWriter(), n + 1)),
  );
  const args = [
    '-f',
    '-qq',
    ...[ledger, ...segments].flatMap((path) => ['-P', path]),
    '-e',
    `trace=${FILE_CALLS.join(',')}`,
    ...injections.flatMap(({ call, what, index }) => ['-e', `inject=${call}:${what}:when=${index}`]),
    '-o',
    trace,
    process.execPath,
    join(import.meta.dirname, 'write-segments.ts'),
    build,
    dataDir,
  ];
  const child = spawn('strace', args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
    detached: true,
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const overdue = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), 20_000);
  await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(overdue);
  const lines = text.split('\n').filter(Boolean);
  const calls = (await readFile(trace, 'utf8')).matchAll(/^\d+\s+(\w+)\(/gm);
  return {
    acknowledged: lines.filter((line) => line.startsWith('ack ')).map((line) => line.slice(4)),
    done: lines.at(-1) === 'done',
    calls: [...calls].map(([, name]) => name ?? ''),
  };
}
