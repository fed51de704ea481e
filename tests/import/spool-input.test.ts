import { readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spoolInput } from '../../src/import/spool-input.ts';
import { inputOf } from './inputs.ts';

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

const spools = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('phield-import-'));

describe('spoolInput', () => {
  it('can be read twice, is unreadable on disk, and leaves nothing behind', async () => {
    const text = 'Canary Patient '.repeat(10_000);
    const before = await spools();
    const spooled = await spoolInput('-', inputOf('-', text, 999).read());
    expect(await textOf(spooled.read())).toBe(text);
    expect(await textOf(spooled.read())).toBe(text);
    const [folder] = (await spools()).filter((name) => !before.includes(name));
    const file = join(tmpdir(), folder ?? '', 'spool');
    expect(await readFile(file, 'latin1')).not.toContain('Canary');
    expect((await stat(file)).mode & 0o077).toBe(0);
    await spooled.dispose();
    expect(await spools()).not.toContain(folder);
  });

  it('leaves nothing behind when its stream fails', async () => {
    const before = await spools();
    async function* failing() {
      yield Buffer.from('x');
      throw new Error('gone');
    }
    await expect(spoolInput('-', failing())).rejects.toThrow('gone');
    expect(await spools()).toEqual(before);
  });
});
