import { constants } from 'node:fs';
import { mkdir, open, unlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { FileLayer } from './file-layer.ts';

const CREATE = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL;

/** The file layer over the machine's own file system. */
export const nodeFiles: FileLayer = Object.freeze({
  async makeDirectory(path: string) {
    const first = await mkdir(path, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    // Each new directory is an entry of its parent, which a crash may lose too.
    for (let made = resolve(path); made.length >= first.length; made = dirname(made)) {
      await syncDirectory(dirname(made));
    }
  },
  async create(path: string) {
    const handle = await open(path, CREATE, 0o600);
    return {
      write: async (bytes: Uint8Array) => (await handle.write(bytes)).bytesWritten,
      datasync: () => handle.datasync(),
      truncate: (length: number) => handle.truncate(length),
      close: () => handle.close(),
    };
  },
  syncDirectory,
  remove: (path: string) => unlink(path),
});

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
