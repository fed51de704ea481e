import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDirectory } from '../ledger/temp-directory.ts';
import { eventually } from '../support/copy-demo.ts';

const MODULE = join(import.meta.dirname, '..', '..', 'src', 'cli', 'write-out-file.ts');

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s leaves what stood there, and nothing beside it',
  async (signal) => {
    const folder = await tempDirectory();
    const out = join(folder, 'out.csv');
    await writeFile(out, 'before');
    const script = `
    import { writeOutFile } from ${JSON.stringify(MODULE)};
    async function* pieces() {
      yield 'first';
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }
    await writeOutFile(${JSON.stringify(out)}, pieces());
  `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    await eventually(async () => (await readdir(folder)).length === 2, 'it does not begin');
    child.kill(signal);
    expect((await ended)[0]).toBe(130);
    expect(await readdir(folder)).toEqual(['out.csv']);
    expect(await readFile(out, 'utf8')).toBe('before');
  },
);
