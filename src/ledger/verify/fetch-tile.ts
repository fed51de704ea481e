import type { LogReader } from './log-reader.ts';
import { readCheckpoint } from './read-checkpoint.ts';
import { TILE_WIDTH, tilePath } from './tile-path.ts';
import type { Trust } from './trust.ts';

export interface FetchedTile {
  readonly bytes: Uint8Array;
  readonly path: string;
  /** How many hashes or entries it must hold: as many as were asked for, or more where the log has grown since. */
  readonly width: number;
}

/**
 * A tile or bundle of at least `width`. While we read, the log may grow, and a partial tile be taken away for a
 * longer or a full one (C2SP tlog-tiles, "Partial Tiles"): then that one is taken, whose beginning is the same.
 */
export async function fetchTile(
  reader: LogReader,
  level: number | 'entries',
  number: number,
  width: number,
  trust: Trust,
): Promise<FetchedTile | null> {
  const take = async (wide: number): Promise<FetchedTile | null> => {
    const path = tilePath(level, number, wide);
    const bytes = await reader.get(path);
    return bytes === null ? null : { bytes, path, width: wide };
  };
  const exact = await take(width);
  if (exact !== null || width === TILE_WIDTH) return exact;
  const full = await take(TILE_WIDTH);
  if (full !== null) return full;
  const note = await reader.get('checkpoint');
  const now = note === null ? null : readCheckpoint(note, trust).checkpoint;
  if (now === null) return null;
  const hashes = level === 'entries' ? now.size : Math.floor(now.size / TILE_WIDTH ** level);
  const wider = Math.min(TILE_WIDTH, hashes - number * TILE_WIDTH);
  return wider > width ? take(wider) : null;
}
