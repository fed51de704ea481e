import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import { CheckpointFiles } from '../../../src/ledger/log/checkpoint-files.ts';
import { createDirectorySync } from '../../../src/ledger/log/directory-sync.ts';
import { openFolderStore } from '../../../src/ledger/log/folder-store.ts';
import { tempDirectory } from '../temp-directory.ts';
import { readLog } from './read-log.ts';
import { records, smallLedger } from './small-ledger.ts';

async function open() {
  const root = await tempDirectory();
  const places = { directory: join(root, 'ledger', 'log'), state: join(root, 'ledger-state', 'log') };
  return { root, ...places, store: await openFolderStore(places), again: () => openFolderStore(places) };
}

describe('the log in a folder', () => {
  it('creates once and never replaces', async () => {
    const { store, directory, state } = await open();
    const path = 'tile/0/x001/234.p/7';
    expect(await store.get(path)).toBeNull();
    expect(await store.create(path, Buffer.from('first'))).toBe('created');
    expect(await store.create(path, Buffer.from('second'))).toBe('exists');
    expect(String(await store.get(path))).toBe('first');
    expect(String(await readFile(join(directory, path)))).toBe('first');
    await store.remove(path);
    await store.remove(path);
    expect(await store.get(path)).toBeNull();
    expect((await readdir(state)).filter((name) => name.startsWith('draft'))).toEqual([]);
  });

  it('of many who create one object at once, one does', async () => {
    const { store } = await open();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => store.create('plan/7', Buffer.from(String(at)))),
    );
    expect(answers.filter((one) => one === 'created')).toHaveLength(1);
    expect(String(await store.get('plan/7'))).toBe(String(answers.indexOf('created')));
  });

  it('leads nowhere else', async () => {
    const { store } = await open();
    for (const path of [
      '../x',
      'plan/../../x',
      'plan/01',
      'plan/-1',
      'tile/0/1',
      'tile/0/000.p/256',
      'tile/0/000.p/0',
      'tile/64/000',
      'tile/00/000',
      'tile/0/x000/001',
      '/etc/passwd',
      '',
    ]) {
      await expect(store.get(path), path).rejects.toThrow(RangeError);
      await expect(store.create(path, Buffer.of(1)), path).rejects.toThrow(RangeError);
      await expect(store.remove(path), path).rejects.toThrow(RangeError);
    }
    await expect(store.create('checkpoint', Buffer.of(1))).rejects.toThrow(RangeError);
    await expect(store.remove('checkpoint')).rejects.toThrow(RangeError);
  });

  it('replaces the checkpoint only in the place of the one expected', async () => {
    const { store, again, directory } = await open();
    const [a, b, c] = ['a', 'b', 'c'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
    expect(await store.replaceCheckpoint(a, b)).toBe(false);
    expect(await store.replaceCheckpoint(a, null)).toBe(true);
    expect(await store.replaceCheckpoint(b, null)).toBe(false);
    expect(await store.replaceCheckpoint(b, a)).toBe(true);
    expect(await store.replaceCheckpoint(c, a)).toBe(false);
    expect(String(await (await again()).get('checkpoint'))).toBe('b');
    expect(String(await readFile(join(directory, 'checkpoint')))).toBe('b');
  });

  it('goes on with a copy that has only what readers see', async () => {
    const { store, state, directory } = await open();
    await store.replaceCheckpoint(Buffer.from('a'), null);
    await rm(state, { recursive: true });
    const copy = await openFolderStore({ directory, state });
    expect(await copy.replaceCheckpoint(Buffer.from('x'), null)).toBe(false);
    expect(await copy.replaceCheckpoint(Buffer.from('b'), Buffer.from('a'))).toBe(true);
    expect(String(await copy.get('checkpoint'))).toBe('b');
  });

  it('shows the checkpoint in force when a process died before it had shown it', async () => {
    const { store, directory, again } = await open();
    await store.replaceCheckpoint(Buffer.from('a'), null);
    await store.replaceCheckpoint(Buffer.from('b'), Buffer.from('a'));
    await writeFile(join(directory, 'checkpoint'), 'a');
    expect(String(await store.get('checkpoint'))).toBe('b');
    await again();
    expect(String(await readFile(join(directory, 'checkpoint')))).toBe('b');
  });

  it('keeps few of the checkpoints that were in force', async () => {
    const { store, state } = await open();
    let present: Buffer | null = null;
    for (let at = 0; at < 150; at += 1) {
      const next = Buffer.from(`checkpoint ${at}`);
      expect(await store.replaceCheckpoint(next, present)).toBe(true);
      present = next;
    }
    expect((await readdir(state)).length).toBeLessThan(80);
  });

  it('gives each of several processes only what it replaced itself', async () => {
    const { root } = await open();
    const script = join(import.meta.dirname, 'count-up.ts');
    const run = () => promisify(execFile)(process.execPath, [script, join(root, 'many'), '40']);
    const outputs = await Promise.all([run(), run(), run(), run()]);
    const won = outputs.flatMap(({ stdout }): number[] => JSON.parse(stdout));
    expect(won.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 160 }, (_, at) => at + 1));
    expect(String(await readFile(join(root, 'many', 'log', 'checkpoint')))).toBe('160');
  });

  it('tells of a folder it may not use by class, without its path', async () => {
    const { root } = await open();
    await chmod(root, 0o500);
    const made = openFolderStore({
      directory: join(root, 'file', 'log'),
      state: join(root, 'file', 'state'),
    });
    if (process.getuid?.() !== 0) await expect(made).rejects.toThrow(UpstreamUnavailableError);
    await made.catch(() => undefined);
    await chmod(root, 0o700);
    await writeFile(join(root, 'plain'), '');
    const error: unknown = await openFolderStore({
      directory: join(root, 'plain', 'log'),
      state: root,
    }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UpstreamUnavailableError);
    expect(JSON.stringify(error)).not.toContain(root);
  });

  it('holds a log that a sequencer wrote, and one that another goes on with', async () => {
    const { store, again, directory } = await open();
    const ledger = smallLedger();
    const chain = await ledger.installation.writer();
    ledger.source.put(chain.seal('open', [chain.certificate]), chain.seal('records', records(500)));
    await ledger.sequencer(store).step();
    ledger.source.put(chain.seal('records', records(300)), chain.seal('close', []));
    await ledger.sequencer(await again()).step();
    const names = (await readdir(directory, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
    const objects = new Map(
      await Promise.all(names.map(async (name) => [name, await readFile(join(directory, name))] as const)),
    );
    expect(readLog(objects, ledger.logVkey)).toHaveLength(805);
    expect(names.every((name) => /^(checkpoint|tile\/.+)$/.test(name))).toBe(true);
    expect(ledger.findings).toEqual([]);
  });
});

describe('a process that slept', () => {
  it('has not replaced anything when its number was given, replaced and tidied away meanwhile', async () => {
    const { state, store } = await open();
    await store.replaceCheckpoint(Buffer.from('0'), null);
    let slept = false;
    const sleeper = new CheckpointFiles({
      directory: state,
      createFile: async (path, bytes) => {
        for (let at = 0; at < 100; at += 1) {
          await store.replaceCheckpoint(Buffer.from(String(at + 1)), Buffer.from(String(at)));
        }
        slept = true;
        await writeFile(path, bytes, { flag: 'wx' });
        return 'created';
      },
      publish: async () => undefined,
      published: async () => null,
    });
    expect(await sleeper.replace(Buffer.from('late'), Buffer.from('0'))).toBe(false);
    expect(slept).toBe(true);
    expect(String(await store.get('checkpoint'))).toBe('100');
  });

  it('that shows an old checkpoint at last, shows the one in force right after', async () => {
    const { state, store } = await open();
    await store.replaceCheckpoint(Buffer.from('0'), null);
    const shown: string[] = [];
    const sleeper = new CheckpointFiles({
      directory: state,
      createFile: async (path, bytes) => {
        await writeFile(path, bytes, { flag: 'wx' });
        return 'created';
      },
      publish: async (bytes) => {
        if (shown.length === 0) await store.replaceCheckpoint(Buffer.from('2'), Buffer.from('1'));
        shown.push(String(bytes));
      },
      published: async () => null,
    });
    await sleeper.replace(Buffer.from('1'), Buffer.from('0'));
    expect(shown).toEqual(['1', '2']);
  });
});

describe('directory syncs', () => {
  it('serve only those who asked before they began', async () => {
    const begun: (() => void)[] = [];
    const sync = createDirectorySync(() => new Promise<void>((end) => begun.push(end)));
    const done: string[] = [];
    const ask = (name: string) => sync('d').then(() => done.push(name));
    const first = ask('first');
    const late = [ask('second'), ask('third')];
    expect(begun).toHaveLength(1);
    begun[0]?.();
    await first;
    await new Promise((next) => setImmediate(next));
    expect(done).toEqual(['first']);
    expect(begun).toHaveLength(2);
    begun[1]?.();
    await Promise.all(late);
    expect(done).toEqual(['first', 'second', 'third']);
  });
});
