import { open, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseTilePath, TILE_WIDTH } from '../log/tile-path.ts';
import type { BundleRemover } from './prune-bundles.ts';

/** Removes entry bundles of a log in a folder. @throws RangeError for a path of anything but a full bundle. */
export function folderRemover(directory: string): BundleRemover {
  return Object.freeze({
    async remove(path: string) {
      const place = parseTilePath(path);
      if (place?.level !== 'entries' || place.width !== TILE_WIDTH) throw new RangeError('no full bundle');
      const file = join(directory, path);
      try {
        await unlink(file);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'absent';
        throw error;
      }
      const parent = await open(dirname(file), 'r');
      try {
        await parent.sync();
      } finally {
        await parent.close();
      }
      return 'removed';
    },
  });
}
