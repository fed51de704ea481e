import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { tempDirectory } from '../temp-directory.ts';

const traceable = spawnSync('strace', ['-qq', 'true']).status === 0;
if (!traceable) process.stdout.write('system call order not checked: strace is absent or not permitted\n');

/** Calls in the order in which they ended; the program makes one at a time. */
function ended(trace: string): readonly string[] {
  const begun = new Map<string, string>();
  return trace.split('\n').flatMap((line) => {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (rest.endsWith('<unfinished ...>')) {
      begun.set(thread, rest.slice(0, -'<unfinished ...>'.length));
      return [];
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    return [resumed === undefined ? rest : `${begun.get(thread) ?? ''}${resumed}`];
  });
}

test.runIf(traceable)(
  'an object is synced before it has its name, and the name before it is told',
  async () => {
    const directory = await tempDirectory();
    const trace = join(directory, 'trace.txt');
    const root = join(directory, 'objects');
    const script = join(import.meta.dirname, 'create-objects.ts');
    const calls = 'trace=write,fsync,link,linkat,mkdir';
    await promisify(execFile)('strace', [
      '-f',
      '-y',
      '-e',
      calls,
      '-o',
      trace,
      process.execPath,
      script,
      root,
    ]);
    const lines = ended(await readFile(trace, 'utf8'));
    let names = 0;
    for (const [index, line] of lines.entries()) {
      const [, draft = '', target = ''] = /^link(?:at)?\(.*?"([^"]+)".*?"([^"]+)"/.exec(line) ?? [];
      if (target === '' || !target.startsWith(root)) continue;
      names += 1;
      const before = lines.slice(0, index);
      expect(
        before.some((one) => one.startsWith('fsync(') && one.includes(`<${draft}>`)),
        target,
      ).toBe(true);
      const told = lines.findIndex((one) => one.startsWith('write(1') && one.includes(target.slice(-19)));
      expect(told, target).toBeGreaterThan(index);
      const folder = target.slice(0, target.lastIndexOf('/'));
      const between = lines.slice(index, told);
      expect(
        between.some((one) => one.startsWith('fsync(') && one.includes(`<${folder}>`)),
        target,
      ).toBe(true);
    }
    expect(names).toBe(10);
    // A directory is an entry of its parent.
    for (const line of lines) {
      const [, made = ''] = /^mkdir\("([^"]+)".* = 0$/.exec(line) ?? [];
      if (!made.startsWith(root)) continue;
      const parent = made.slice(0, made.lastIndexOf('/'));
      expect(
        lines.some((one) => one.startsWith('fsync(') && one.includes(`<${parent}>`)),
        made,
      ).toBe(true);
    }
  },
);
