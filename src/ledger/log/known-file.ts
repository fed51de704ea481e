import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { readIfThere } from '../../read-if-there.ts';
import type { KnownLog } from './load-log.ts';
import { restorePlaces, StoredPlaces, storePlaces } from './writer-places.ts';

/** What a sequencer remembers beside the log, to start without reading all of it. */
export interface Memory {
  readonly log: KnownLog;
  /** Partial tiles that can go once their full one is there. */
  readonly partials: readonly string[];
}

/** A cache: losing it costs a reading of the log, and a memory of how long the log was. */
export interface MemoryFile {
  /** @returns `null` where there is none that can be read for this origin. */
  load(origin: string): Promise<Memory | null>;
  /** Not synced. MUST NOT reject: nothing hangs on it. */
  save(origin: string, memory: Memory): Promise<void>;
}

const Stored = z.strictObject({
  v: z.literal(1),
  origin: z.string(),
  size: z.number().int().nonnegative(),
  root: z.base64().length(44),
  partials: z.array(z.string()),
  places: StoredPlaces,
});

export function createMemoryFile(path: string): MemoryFile {
  return Object.freeze({
    async load(origin: string) {
      try {
        const parsed = Stored.safeParse(JSON.parse((await readIfThere(path))?.toString('utf8') ?? 'null'));
        if (!parsed.success || parsed.data.origin !== origin) return null;
        const { size, root, partials, places } = parsed.data;
        return { log: { size, root: Buffer.from(root, 'base64'), places: restorePlaces(places) }, partials };
      } catch {
        return null;
      }
    },
    async save(origin: string, { log: { size, root, places }, partials }: Memory) {
      const stored: z.infer<typeof Stored> = {
        v: 1,
        origin,
        size,
        root: Buffer.from(root).toString('base64'),
        partials: [...partials],
        places: storePlaces(places),
      };
      const draft = `${path}.${randomUUID()}`;
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await writeFile(draft, JSON.stringify(stored), { mode: 0o600 });
        await rename(draft, path);
      } catch {
        // The log itself has all of it.
      }
    },
  });
}
