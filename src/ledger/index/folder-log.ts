import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UpstreamUnavailableError } from '../../errors.ts';
import type { LogStore } from '../log/log-store.ts';

/**
 * A log in a folder, for reading alone: nothing is made there.
 * @throws UpstreamUnavailableError for what is there and cannot be read.
 */
export function folderLog(directory: string): Pick<LogStore, 'get'> {
  return Object.freeze({
    get: async (path: string) => {
      try {
        return await readFile(join(directory, path));
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : null;
        if (code === 'ENOENT' || code === 'ENOTDIR') return null;
        throw new UpstreamUnavailableError("the log's folder cannot be read");
      }
    },
  });
}
