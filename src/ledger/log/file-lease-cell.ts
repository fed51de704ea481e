import { join } from 'node:path';
import { openFolderStore } from './folder-store.ts';
import type { LeaseCell } from './lease.ts';
import { CHECKPOINT_PATH } from './tile-path.ts';

/** A lease among the processes of one machine. @param directory its own; not in `ledger/`. */
export async function openFileLeaseCell(directory: string): Promise<LeaseCell> {
  const store = await openFolderStore({ directory: join(directory, 'now'), state: join(directory, 'order') });
  return Object.freeze({
    read: async () => {
      const bytes = await store.get(CHECKPOINT_PATH);
      return bytes === null ? null : Buffer.from(bytes).toString('utf8');
    },
    replace: (next: string, expected: string | null) =>
      store.replaceCheckpoint(Buffer.from(next), expected === null ? null : Buffer.from(expected)),
  });
}
