import { UpstreamUnavailableError } from '../../errors.ts';
import { LogFault } from './log-fault.ts';
import type { LogStore } from './log-store.ts';

export interface LogObject {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Objects written at once. */
const AT_ONCE = 16;
const ATTEMPTS = 3;

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
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if ((await store.create(path, bytes)) === 'created') return;
    const present = await store.get(path);
    // A partial tile that was there a moment ago goes when somebody further on has filled it.
    if (present === null) continue;
    if (Buffer.compare(present, bytes) !== 0) throw new LogFault('LOG_FORKED', path);
    return;
  }
  throw new UpstreamUnavailableError('an object is there and is not');
}
