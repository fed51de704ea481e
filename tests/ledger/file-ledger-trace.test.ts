import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mutantBuild } from './mutant-build.ts';
import { spawnWriter } from './spawn-writer.ts';
import { tempDirectory } from './temp-directory.ts';

const traceable = spawnSync('strace', ['-qq', 'true']).status === 0;
if (!traceable) process.stdout.write('system call order not checked: strace is absent or not permitted\n');

interface Call {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Calls with their begin and end, from `strace -f -y -ttt -T` lines; interrupted ones are joined. */
function parseTrace(trace: string): readonly Call[] {
  const begun = new Map<string, { text: string; from: number }>();
  const calls: Call[] = [];
  for (const line of trace.split('\n')) {
    const match = /^(\d+)\s+(\d+\.\d+) (.*)$/.exec(line);
    if (match === null) continue;
    const [, thread = '', at = '', rest = ''] = match;
    if (rest.endsWith('<unfinished ...>')) {
      begun.set(thread, { text: rest, from: Number(at) });
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>/.test(rest) ? begun.get(thread) : undefined;
    const text = `${resumed?.text ?? ''}${rest}`;
    const head = /^(\w+)\(\d+<([^>]*)>/.exec(text);
    const took = /<(\d+\.\d+)>$/.exec(text);
    if (head === null || took === null) continue;
    const from = resumed?.from ?? Number(at);
    calls.push({ name: head[1] ?? '', file: head[2] ?? '', text, from, to: from + Number(took[1]) });
  }
  return calls;
}

/** Traces a writer of sixty records. @returns how many were acknowledged, and how many of them not written and synced before. */
async function traceWriter(build: readonly string[]) {
  const directory = await tempDirectory();
  const trace = join(directory, 'trace.txt');
  const ledger = join(directory, 'ledger');
  const filter = 'trace=write,writev,pwrite64,pwritev,pwritev2,fdatasync';
  const writer = spawnWriter(
    [ledger, '4', '60', '20', ...build],
    ['strace', '-f', '-y', '-ttt', '-T', '-s', '2000000', '-e', filter, '-o', trace],
  );
  expect(await writer.ended).toBe(0);
  const calls = parseTrace(await readFile(trace, 'utf8'));
  const writes = calls.filter(({ name, file }) => name !== 'fdatasync' && file.startsWith(ledger));
  const syncs = calls.filter(({ name, file }) => name === 'fdatasync' && file.startsWith(ledger));
  const acknowledgements = calls.flatMap((call) => {
    const id = /"ack ([0-9A-Z]{26})\\n"/.exec(call.text)?.[1];
    return id === undefined ? [] : [{ id, at: call.from }];
  });
  const early = acknowledgements.filter(({ id, at }) => {
    const write = writes.find(({ text }) => text.includes(id));
    if (write === undefined) return true;
    return !syncs.some(({ file, from, to }) => file === write.file && from >= write.to && to <= at);
  });
  return { acknowledged: acknowledgements.length, early: early.length };
}

test.runIf(traceable)(
  'system calls: record written, then fdatasync returned, then the acknowledgement',
  { timeout: 60_000 },
  async () => {
    expect(await traceWriter([])).toEqual({ acknowledged: 60, early: 0 });
  },
);

test.runIf(traceable).each([
  ['does not sync', 'segments/segment-writer.ts', 'await file.datasync();', ''],
  [
    'does not wait for the sync',
    'segments/segment-writer.ts',
    'await datasync(this.#file);',
    'void datasync(this.#file);',
  ],
  [
    'acknowledges before the write',
    'commit/group-commit.ts',
    'const stall = setTimeout(',
    'for (const one of waiting) one.resolve();\n const stall = setTimeout(',
  ],
])('the order of system calls shows a build that %s', { timeout: 60_000 }, async (_, file, code, instead) => {
  const { acknowledged, early } = await traceWriter([await mutantBuild(file, code, instead)]);
  expect(acknowledged).toBe(60);
  expect(early).toBeGreaterThan(0);
});
