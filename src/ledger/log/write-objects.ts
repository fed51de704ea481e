import { LogFault } from './log-fault.ts';
import type { LogStore } from './log-store.ts';

export interface LogObject {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Objects written at once. */
const AT_ONCE = 16;

/**
 * Puts each object where there is none. One that is there must be the same: another sequencer, or this one before it
 * died, followed the same plan.
 * @throws LogFault for an object that differs; UpstreamUnavailableError.
 */
export async function writeObjects(
  store: Pick<LogStore, 'get' | 'create'>,
  objects: readonly LogObject[],
): Promise<void> {
  const left = objects.values();
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, objects.length) }, async () => {
      for (const object of left) await writeObject(store, object);
    }),
  );
}

async function writeObject(
  store: Pick<LogStore, 'get' | 'create'>,
  { path, bytes }: LogObject,
): Promise<void> {
  if ((await store.create(path, bytes)) === 'created') return;
  const present = await store.get(path);
  if (present === null || Buffer.compare(present, bytes) !== 0) throw new LogFault('LOG_FORKED', path);
}
