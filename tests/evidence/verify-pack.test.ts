import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyPack } from '../../src/evidence/verify-pack.ts';
import { madePack, makeKey, trustIn } from './made-pack.ts';

const LISTED = ['README.md', 'access/matrix.csv', 'ledger/trust.json'];
const SIGNED = ['manifest.json', 'manifest.note'];

describe('a pack', () => {
  const key = makeKey();
  const trust = trustIn(key);

  it('is whole as it was made, by the reader’s keys or by its own', async () => {
    const pack = await madePack(key);
    expect(await verifyPack(pack, trust)).toMatchObject({ ok: true, pinned: true, files: 3, firstBad: null });
    expect(await verifyPack(pack, null)).toMatchObject({
      ok: true,
      pinned: false,
      pack: { tenant: 'north' },
    });
  });

  it.each([...LISTED, ...SIGNED])(
    'shows that %s was changed, even where its size is the same',
    async (path) => {
      for (const given of [trust, null]) {
        const pack = await madePack(key);
        const bytes = await readFile(join(pack, path));
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
        await writeFile(join(pack, path), bytes);
        const { ok, firstBad } = await verifyPack(pack, given);
        expect({ ok, path: firstBad?.path }).toEqual({ ok: false, path });
      }
    },
  );

  it.each([...LISTED, ...SIGNED])('shows that %s is missing', async (path) => {
    for (const given of [trust, null]) {
      const pack = await madePack(key);
      await rm(join(pack, path));
      expect((await verifyPack(pack, given)).firstBad).toEqual({ code: 'MISSING', path });
    }
  });

  it.each(['extra.txt', 'access/extra', '.hidden', 'access/.DS_Store'])(
    'shows that %s was added',
    async (path) => {
      const pack = await madePack(key);
      await writeFile(join(pack, path), '');
      expect((await verifyPack(pack, trust)).faults).toEqual([{ code: 'ADDED', path }]);
    },
  );

  it('shows a folder that was added, and a link in the place of a file', async () => {
    const pack = await madePack(key);
    await mkdir(join(pack, 'more'));
    await rename(join(pack, 'README.md'), join(pack, '..', 'elsewhere'));
    await symlink('../elsewhere', join(pack, 'README.md'));
    expect((await verifyPack(pack, trust)).faults).toEqual([
      { code: 'CHANGED', path: 'README.md' },
      { code: 'ADDED', path: 'more' },
    ]);
  });

  it('names the first of several by path', async () => {
    const pack = await madePack(key);
    await appendFile(join(pack, 'ledger/trust.json'), ' ');
    await rm(join(pack, 'access/matrix.csv'));
    expect((await verifyPack(pack, trust)).firstBad).toEqual({ code: 'MISSING', path: 'access/matrix.csv' });
  });

  it('signed by a stranger is found by who has the keys, and by nobody else', async () => {
    const pack = await madePack(makeKey());
    expect((await verifyPack(pack, trust)).firstBad).toEqual({ code: 'UNSIGNED', path: 'manifest.note' });
    expect((await verifyPack(pack, null)).ok).toBe(true);
  });

  it('signed by a key that was given up since is not taken', async () => {
    const pack = await madePack(key);
    const { firstBad } = await verifyPack(pack, trustIn(key, 10));
    expect(firstBad).toEqual({ code: 'RETIRED', path: 'manifest.note' });
  });

  it('shows a file that was changed together with what the manifest says of it', async () => {
    const pack = await madePack(key);
    const [file, manifest] = [join(pack, 'README.md'), join(pack, 'manifest.json')];
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    const before = sha256(await readFile(file));
    await writeFile(file, 'read ME');
    const text = await readFile(manifest, 'utf8');
    await writeFile(manifest, text.replace(before, sha256(await readFile(file))));
    for (const given of [trust, null])
      expect((await verifyPack(pack, given)).faults).toEqual([{ code: 'CHANGED', path: 'manifest.json' }]);
  });

  it('of another log is not taken', async () => {
    const pack = await madePack(key);
    expect((await verifyPack(pack, { ...trust, origin: 'phield.test/other' })).firstBad?.path).toBe(
      'manifest.json',
    );
  });

  it('is nothing where there is nothing', async () => {
    const pack = await madePack(key);
    await rm(pack, { recursive: true });
    expect((await verifyPack(pack, trust)).faults.map(({ path }) => path)).toEqual(SIGNED);
  });
});
