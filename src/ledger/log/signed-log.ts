import { DataIntegrityError } from '../../errors.ts';
import { openCheckpoint } from './checkpoint.ts';
import type { LogName } from './load-log.ts';
import type { LogStore } from './log-store.ts';
import { CHECKPOINT_PATH } from './tile-path.ts';

/**
 * A log for readers who answer from it: a checkpoint that the log did not sign is none, so that whoever may write
 * where it lies cannot make them tell of entries that nobody logged, or forget others unseen.
 * @param name asked for once there is a checkpoint, and again until it is known.
 */
export function signedLog(store: Pick<LogStore, 'get'>, name: () => Promise<LogName>): Pick<LogStore, 'get'> {
  let known: LogName | null = null;
  return Object.freeze({
    /** @throws DataIntegrityError for a checkpoint of another's; what `store` and `name` throw. */
    async get(path: string) {
      const bytes = await store.get(path);
      if (path !== CHECKPOINT_PATH || bytes === null) return bytes;
      known ??= await name();
      if (openCheckpoint(bytes, known.origin, known.keys) === null)
        throw new DataIntegrityError('the checkpoint is not signed by the log');
      return bytes;
    },
  });
}
