import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPackPath } from '../../src/evidence/evidence-file.ts';
import { PackPlaceError, writePack } from '../../src/evidence/write-pack.ts';
import { tempDirectory } from '../ledger/temp-directory.ts';
import { textFile } from './made-pack.ts';

const nothing = () => undefined;

describe('a pack is written', () => {
  it('whole, and for its owner alone', async () => {
    const folder = await tempDirectory();
    const out = join(folder, 'pack');
    await writePack(out, randomBytes, nothing, async (put) => {
      expect(await put(textFile('a/b.txt', 'text'))).toMatchObject({ path: 'a/b.txt', size: 4 });
      // Until then nothing stands at its place.
      await expect(stat(out)).rejects.toThrow();
    });
    expect(await readFile(join(out, 'a/b.txt'), 'utf8')).toBe('text');
    expect(await readdir(folder)).toEqual(['pack']);
    expect([(await stat(out)).mode & 0o777, (await stat(join(out, 'a/b.txt'))).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
  });

  it('where who asks is told before anything is there', async () => {
    const folder = await tempDirectory();
    const told: unknown[] = [];
    const beginAt = (temporary: string) => void told.push(dirname(temporary), readdirSync(folder));
    await writePack(join(folder, 'pack'), randomBytes, beginAt, async () => undefined);
    expect(told).toEqual([folder, []]);
  });

  it('into an empty folder that is there', async () => {
    const out = await tempDirectory();
    await writePack(out, randomBytes, nothing, async (put) => {
      await put(textFile('a.txt', ''));
    });
    expect(await readdir(out)).toEqual(['a.txt']);
  });

  it('or not at all', async () => {
    const folder = await tempDirectory();
    const filling = writePack(join(folder, 'pack'), randomBytes, nothing, async (put) => {
      await put(textFile('a/b.txt', 'text'));
      throw new Error('no space left');
    });
    await expect(filling).rejects.toThrow('no space left');
    expect(await readdir(folder)).toEqual([]);
  });

  it('not over what came meanwhile', async () => {
    const folder = await tempDirectory();
    const out = join(folder, 'pack');
    const filling = writePack(out, randomBytes, nothing, async (put) => {
      await put(textFile('a.txt', ''));
      await mkdir(out);
      await writeFile(join(out, 'own.txt'), 'mine');
    });
    await expect(filling).rejects.toThrow(PackPlaceError);
    expect([await readdir(folder), await readdir(out)]).toEqual([['pack'], ['own.txt']]);
  });

  it.each(['taken/file', 'taken', 'missing/pack', 'taken/file/pack'])('not at %s', async (path) => {
    const folder = await tempDirectory();
    await mkdir(join(folder, 'taken'));
    await writeFile(join(folder, 'taken', 'file'), '');
    const fill = async () => {
      throw new Error('was begun');
    };
    await expect(writePack(join(folder, path), randomBytes, nothing, fill)).rejects.toThrow(PackPlaceError);
  });

  it('within its folder', async () => {
    const out = join(await tempDirectory(), 'pack');
    const filling = writePack(out, randomBytes, nothing, async (put) => {
      await put(textFile('../b.txt', ''));
    });
    await expect(filling).rejects.toThrow(RangeError);
    expect(['a/../b', '/a', 'a//b', '.a', 'a/', 'a\\b', 'a\nb', ''].filter(isPackPath)).toEqual([]);
  });
});
