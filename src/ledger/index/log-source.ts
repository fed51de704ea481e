import { DataIntegrityError } from '../../errors.ts';
import { readCheckpointText } from '../log/checkpoint.ts';
import { readBundle } from '../log/entry-bundle.ts';
import { entriesFrom } from '../log/load-log.ts';
import type { LogStore } from '../log/log-store.ts';
import { readNote } from '../log/note.ts';
import { CHECKPOINT_PATH, TILE_WIDTH, tilePath } from '../log/tile-path.ts';
import type { EntrySource } from './entry-source.ts';

/** The log as an index reads it. Whether its history is whole is the verifier's to say, from keys of its own. */
export interface LogSource extends EntrySource {
  /** The signed checkpoint as it stands; `null`: there is no log yet. */
  checkpoint(): Promise<string | null>;
}

/** Bundles read at once. */
const READ_AHEAD = 4;

/** @throws (each of it) UpstreamUnavailableError, or DataIntegrityError for what is no checkpoint and no bundle. */
export function createLogSource(store: Pick<LogStore, 'get'>): LogSource {
  const size = async () => {
    const bytes = await store.get(CHECKPOINT_PATH);
    return bytes === null ? 0 : sizeOf(bytes);
  };

  /** `null`: it is gone, as a pruned one is. */
  const fullBundle = async (index: number): Promise<readonly Uint8Array[] | null> => {
    const bundle = await store.get(tilePath({ level: 'entries', index, width: TILE_WIDTH }));
    if (bundle !== null) return readBundle(bundle, TILE_WIDTH) ?? damaged();
    const hashes = await store.get(tilePath({ level: 0, index, width: TILE_WIDTH }));
    return hashes === null ? damaged() : null;
  };

  /** A partial bundle goes once a longer one is there: then the log has grown, and is looked at anew. */
  const bundle = async (start: number, known: number): Promise<readonly Uint8Array[] | null> => {
    if (known - start >= TILE_WIDTH) return fullBundle(start / TILE_WIDTH);
    try {
      return await entriesFrom(store, start, known - start);
    } catch (error) {
      const now = error instanceof DataIntegrityError ? await size() : known;
      if (now <= known) throw error;
      return bundle(start, now);
    }
  };

  return Object.freeze({
    size,
    checkpoint: async () => {
      const bytes = await store.get(CHECKPOINT_PATH);
      return bytes === null ? null : Buffer.from(bytes).toString('utf8');
    },
    async *entries(from: number) {
      const end = await size();
      const reading: Promise<readonly Uint8Array[] | null>[] = [];
      let next = from - (from % TILE_WIDTH);
      for (let start = next; start < end; start += TILE_WIDTH) {
        for (; next < end && reading.length < READ_AHEAD; next += TILE_WIDTH) {
          const ahead = bundle(next, end);
          // Awaited in its turn; until then a failure is nobody's.
          ahead.catch(() => undefined);
          reading.push(ahead);
        }
        const entries = await reading.shift();
        for (let index = Math.max(start, from); index < Math.min(start + TILE_WIDTH, end); index += 1) {
          yield { index, bytes: entries?.[index - start] ?? null };
        }
      }
    },
  });
}

function damaged(): never {
  throw new DataIntegrityError('a bundle is missing or damaged');
}

function sizeOf(bytes: Uint8Array): number {
  const note = readNote(bytes);
  const checkpoint = note === null ? null : readCheckpointText(note.text);
  if (checkpoint === null) throw new DataIntegrityError('the checkpoint cannot be read');
  return checkpoint.size;
}
