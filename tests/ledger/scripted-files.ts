import { onTestFinished } from 'vitest';
import type { FileLayer, LedgerFile } from '../../src/ledger/segments/file-layer.ts';
import { nodeFiles } from '../../src/ledger/segments/node-files.ts';

export type FileCall =
  | 'makeDirectory'
  | 'create'
  | 'write'
  | 'datasync'
  | 'truncate'
  | 'close'
  | 'syncDirectory'
  | 'remove';

/**
 * What happens instead of, or before, a call: nothing; an error after which nothing was done; for a write, only
 * some bytes taken (`short`), or some bytes written and an error all the same (`torn`).
 */
export type Fault =
  | undefined
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'short'; readonly bytes: number }
  | { readonly kind: 'torn'; readonly bytes: number; readonly code: string };

export type Script = (call: FileCall, index: number, path: string) => Fault | Promise<Fault>;

/**
 * The machine's files, with a script asked before each call; `index` counts the calls from 0. What a script
 * kept from being closed is closed when the test ends.
 */
export function scriptedFiles(script: Script): FileLayer {
  let calls = 0;
  const open = new Set<LedgerFile>();
  onTestFinished(async () => {
    await Promise.all([...open].map((file) => file.close()));
  });
  const ask = async (call: FileCall, path: string): Promise<Fault> => {
    const fault = await script(call, calls++, path);
    if (fault?.kind === 'error') throw systemError(fault.code);
    return fault;
  };
  return {
    async makeDirectory(path) {
      await ask('makeDirectory', path);
      await nodeFiles.makeDirectory(path);
    },
    async create(path) {
      await ask('create', path);
      const file = await nodeFiles.create(path);
      open.add(file);
      return {
        async write(bytes) {
          const fault = await ask('write', path);
          if (fault?.kind !== 'short' && fault?.kind !== 'torn') return file.write(bytes);
          const taken = await file.write(bytes.subarray(0, fault.bytes));
          if (fault.kind === 'torn') throw systemError(fault.code);
          return taken;
        },
        async datasync() {
          await ask('datasync', path);
          await file.datasync();
        },
        async truncate(length) {
          await ask('truncate', path);
          await file.truncate(length);
        },
        async close() {
          await ask('close', path);
          open.delete(file);
          await file.close();
        },
      };
    },
    async syncDirectory(path) {
      await ask('syncDirectory', path);
      await nodeFiles.syncDirectory(path);
    },
    async remove(path) {
      await ask('remove', path);
      await nodeFiles.remove(path);
    },
  };
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: scripted`), { code });
}
