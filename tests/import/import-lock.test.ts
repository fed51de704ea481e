import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImportUnderWayError, lockImport } from '../../src/import/import-lock.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('lockImport', () => {
  it('holds one tenant until it is released', async () => {
    const lock = await lockImport(folder, 'riverside');
    await expect(lockImport(folder, 'riverside')).rejects.toBeInstanceOf(ImportUnderWayError);
    await (await lockImport(folder, 'lakeside')).release();
    await lock.release();
    await (await lockImport(folder, 'riverside')).release();
  });

  it.each(['4711\n', '', 'nonsense'])(
    'takes over what a process left behind that is gone (%j)',
    async (content) => {
      await writeFile(join(folder, 'import-riverside.lock'), content);
      const lock = await lockImport(folder, 'riverside', () => false);
      await lock.release();
    },
  );

  it('leaves alone what a living process holds', async () => {
    await writeFile(join(folder, 'import-riverside.lock'), '4711\n');
    await expect(lockImport(folder, 'riverside', () => true)).rejects.toMatchObject({ pid: 4711 });
  });
});
