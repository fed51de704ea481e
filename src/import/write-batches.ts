import type { HealthDataWriter, ResourceToWrite, WriteOutcome } from '../../datasources/health-data.ts';

export interface BatchSettings {
  /** Resources per batch. */
  readonly size: number;
  /** Batches under way at once. */
  readonly parallel: number;
  /** Resources after which ties and memberships are written. */
  readonly flushEvery: number;
}

const DEFAULTS: BatchSettings = Object.freeze({ size: 200, parallel: 5, flushEvery: 4_000 });

/** A resource and where it was met. */
export interface Placed<Place> {
  readonly write: ResourceToWrite;
  readonly place: Place;
}

export interface BatchWriter<Place> {
  /** Resolves when there is room for more. Rejects once a batch has failed. */
  add(placed: Placed<Place>): Promise<void>;
  /** Writes what is left, ties included. */
  end(): Promise<void>;
}

/**
 * Gathers resources into batches, several under way. One resource never stands twice in a batch, and never in two
 * batches under way: versions of it reach the store in the order of the input.
 */
export function writeBatches<Place>(
  writer: HealthDataWriter,
  onOutcome: (placed: Placed<Place>, outcome: WriteOutcome) => void,
  settings: Partial<BatchSettings> = {},
): BatchWriter<Place> {
  const { size, parallel, flushEvery } = { ...DEFAULTS, ...settings };
  const underWay = new Map<Promise<void>, ReadonlySet<string>>();
  let batch: Placed<Place>[] = [];
  let keys = new Set<string>();
  let sinceFlush = 0;
  let failure: { readonly error: unknown } | null = null;

  return { add, end };

  async function add(placed: Placed<Place>): Promise<void> {
    const key = `${placed.write.resourceType}/${placed.write.id}`;
    if (keys.has(key)) await dispatch();
    batch.push(placed);
    keys.add(key);
    if (batch.length >= size) await dispatch();
    throwFailure();
  }

  async function end(): Promise<void> {
    await dispatch();
    await Promise.all(underWay.keys());
    throwFailure();
    await writer.flush();
  }

  async function dispatch(): Promise<void> {
    if (batch.length === 0) return;
    const writes = batch;
    const own = keys;
    batch = [];
    keys = new Set();
    while (underWay.size >= parallel || conflicts(own)) await Promise.race(underWay.keys());
    throwFailure();
    sinceFlush += writes.length;
    if (sinceFlush >= flushEvery) {
      sinceFlush = 0;
      await Promise.all(underWay.keys());
      await writer.flush();
    }
    const running: Promise<void> = run(writes).finally(() => underWay.delete(running));
    underWay.set(running, own);
  }

  async function run(writes: readonly Placed<Place>[]): Promise<void> {
    try {
      const outcomes = await writer.write(writes.map(({ write }) => write));
      writes.forEach((placed, index) => {
        onOutcome(placed, outcomes[index] ?? 'invalid');
      });
    } catch (error) {
      failure ??= { error };
    }
  }

  function conflicts(own: ReadonlySet<string>): boolean {
    for (const others of underWay.values()) {
      for (const key of own) if (others.has(key)) return true;
    }
    return false;
  }

  function throwFailure(): void {
    if (failure !== null) throw failure.error;
  }
}
