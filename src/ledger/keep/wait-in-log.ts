import { setTimeout as delay } from 'node:timers/promises';
import { decodeRecord } from '../decode-record.ts';
import type { TreeHead } from '../log/check-proofs.ts';
import { readBundle } from '../log/entry-bundle.ts';
import type { LogStore } from '../log/log-store.ts';
import { TILE_WIDTH, tilePath } from '../log/tile-path.ts';

const PAUSE_MS = 250;

/**
 * Waits until the log has taken a record in. Looks only at what was added since `from`.
 * @param head the newest head that verifies.
 * @returns false when it has not within `patience` milliseconds.
 */
export async function waitInLog(
  { log, head }: { readonly log: Pick<LogStore, 'get'>; readonly head: () => Promise<TreeHead | null> },
  id: string,
  { from, patience }: { readonly from: number; readonly patience: number },
): Promise<boolean> {
  const until = performance.now() + patience;
  for (let seen = from; ; ) {
    const size = (await head())?.size ?? 0;
    for (; seen < size; seen = Math.min(size, (Math.floor(seen / TILE_WIDTH) + 1) * TILE_WIDTH)) {
      if ((await entriesFrom(log, seen, size)).some((entry) => decodeRecord(entry)?.record.id === id))
        return true;
    }
    if (performance.now() >= until) return false;
    await delay(PAUSE_MS);
  }
}

async function entriesFrom(
  log: Pick<LogStore, 'get'>,
  start: number,
  size: number,
): Promise<readonly Uint8Array[]> {
  const index = Math.floor(start / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
  for (const one of new Set([width, TILE_WIDTH])) {
    const bytes = await log.get(tilePath({ level: 'entries', index, width: one }));
    const entries = bytes === null ? null : readBundle(bytes, one);
    if (entries !== null) return entries.slice(start % TILE_WIDTH, width);
  }
  return [];
}
