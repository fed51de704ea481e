import { UpstreamUnavailableError } from '../../../src/errors.ts';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { encodeBatch } from '../../../src/ledger/chain/encode-batch.ts';
import type { Place } from '../../../src/ledger/commit/any-sink.ts';
import { ForkedChainError, type SinkName } from '../../../src/ledger/commit/sink.ts';

export interface MemoryPlace extends Place {
  /** By writer, in order. */
  readonly held: Map<string, SealedBatch[]>;
  /** What becomes of the next commits. `hang`: nothing, until it is another. */
  mode: 'well' | 'away' | 'hang';
  /** Milliseconds that a commit takes. */
  takes: number;
  /** What is read in the place of a batch. */
  readAs: (batch: SealedBatch) => SealedBatch;
  /** Commits that began. */
  commits: number;
}

/** A sink in memory that keeps a sink's contract. */
export function memoryPlace(name: SinkName): MemoryPlace {
  const held = new Map<string, SealedBatch[]>();
  let before: Promise<void> = Promise.resolve();
  const place: MemoryPlace = {
    held,
    mode: 'well',
    takes: 0,
    commits: 0,
    readAs: (batch) => batch,
    sink: {
      name,
      commit(batch) {
        const committed = before.then(() => commit(batch));
        before = committed.catch(() => undefined);
        return committed;
      },
      close: async () => {},
    },
    source: {
      name,
      writers: async () => [...held.keys()].sort(),
      async *batches(writer, from) {
        if (place.mode === 'away') throw new UpstreamUnavailableError('away');
        for (const batch of (held.get(writer) ?? []).slice(from - 1)) yield place.readAs(batch);
      },
    },
  };

  async function commit(batch: SealedBatch): Promise<void> {
    place.commits += 1;
    if (place.takes > 0) await pause(place.takes);
    while (place.mode === 'hang') await pause(5);
    if (place.mode === 'away') throw new UpstreamUnavailableError('away');
    const chain = held.get(batch.head.writer) ?? [];
    held.set(batch.head.writer, chain);
    const there = chain[batch.head.seq - 1];
    if (there !== undefined && !encodeBatch(there).equals(encodeBatch(batch))) {
      throw new ForkedChainError('another batch');
    }
    if (there !== undefined) return;
    if (batch.head.seq !== chain.length + 1) throw new Error('a gap');
    chain.push(batch);
  }

  return place;
}

export function bytesOf(place: MemoryPlace, writer: string): readonly string[] {
  return (place.held.get(writer) ?? []).map((batch) => encodeBatch(batch).toString('hex'));
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits for what must come. @param patience milliseconds */
export async function until(isSo: () => boolean, patience = 5_000): Promise<void> {
  const end = performance.now() + patience;
  while (!isSo() && performance.now() < end) await pause(5);
  if (!isSo()) throw new Error('it did not come to be so');
}
