import type { SealedBatch } from '../chain/batch.ts';
import type { BatchSource } from '../commit/sink.ts';

/** Two sources hold different batches under one writer and number. */
export class SourcesDifferError extends Error {}

/**
 * A writer's batches from number `from` on, as far as any source has them. What several have must be the same in all.
 * A source that fails counts as one that has nothing more.
 * @throws SourcesDifferError. @param away told the name of each source that failed.
 */
export async function* unionSources(
  sources: readonly BatchSource[],
  writer: string,
  from: number,
  away: (source: string) => void,
): AsyncGenerator<SealedBatch> {
  const readers = sources.map((source) => ({
    name: source.name,
    items: source.batches(writer, from)[Symbol.asyncIterator](),
    done: false,
  }));
  const next = async (reader: (typeof readers)[number]): Promise<SealedBatch | null> => {
    if (reader.done) return null;
    try {
      const item = await reader.items.next();
      if (item.done !== true) return item.value;
    } catch {
      away(reader.name);
    }
    reader.done = true;
    return null;
  };
  try {
    for (;;) {
      const found = await Promise.all(readers.map(next));
      const [first, ...others] = found.filter((batch) => batch !== null);
      if (first === undefined) return;
      if (!others.every((other) => isSame(first, other))) throw new SourcesDifferError();
      yield first;
    }
  } finally {
    await Promise.allSettled(readers.map(({ items }) => items.return?.()));
  }
}

/** Every writer that any source knows, oldest first. */
export async function unionWriters(
  sources: readonly BatchSource[],
  away: (source: string) => void,
): Promise<readonly string[]> {
  const all = await Promise.all(
    sources.map((source) =>
      source.writers().catch((): readonly string[] => {
        away(source.name);
        return [];
      }),
    ),
  );
  return [...new Set(all.flat())].sort();
}

function isSame(one: SealedBatch, other: SealedBatch): boolean {
  return (
    equal(one.sealed, other.sealed) &&
    one.records.length === other.records.length &&
    one.records.every((record, at) => equal(record, other.records[at] ?? Buffer.alloc(0)))
  );
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
