import { createHash } from 'node:crypto';
import type { HealthDataWriter, ResourceToWrite, WriteOutcome } from '../../datasources/health-data.ts';
import { isOlder, versionOfRemoval } from '../../datasources/resource-version.ts';

export interface MemoryWriter extends HealthDataWriter {
  /** By `Type/id`; removed ones included. */
  readonly held: ReadonlyMap<string, ResourceToWrite>;
  readonly flushes: number;
  /** Batches as they came. */
  readonly batches: readonly (readonly string[])[];
}

/** A store in memory with the semantics of the real one: content hashes, versions, removals. */
export function createMemoryWriter(
  options: { readonly delay?: () => Promise<void>; readonly failAfter?: number } = {},
): MemoryWriter {
  const held = new Map<string, ResourceToWrite>();
  const hashes = new Map<string, string>();
  const batches: string[][] = [];
  let flushes = 0;

  const one = (write: ResourceToWrite): WriteOutcome => {
    const key = `${write.resourceType}/${write.id}`;
    const hash = createHash('sha256').update(JSON.stringify(write)).digest('hex');
    if (hashes.get(key) === hash) return 'unchanged';
    const before = held.get(key);
    if (before !== undefined && isOlder(write, before)) return 'older';
    hashes.set(key, hash);
    const version = write.removed && before !== undefined ? versionOfRemoval(write, before) : {};
    held.set(key, { ...structuredClone(write), ...version });
    return write.removed ? 'removed' : 'stored';
  };

  return {
    held,
    batches,
    get flushes() {
      return flushes;
    },
    async write(batch) {
      if (options.failAfter !== undefined && batches.length >= options.failAfter) {
        throw new Error('the store is gone');
      }
      batches.push(batch.map((write) => `${write.resourceType}/${write.id}`));
      await options.delay?.();
      return batch.map(one);
    },
    async flush() {
      flushes += 1;
    },
  };
}
