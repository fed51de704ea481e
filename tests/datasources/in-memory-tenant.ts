import { isDeepStrictEqual } from 'node:util';
import { type IndexedResources, indexResources } from '../../bench/index-resources.ts';
import { batchWaves } from '../../datasources/dynamodb/batch-waves.ts';
import type { HealthDataWriter, ResourceToWrite, WriteOutcome } from '../../datasources/health-data.ts';
import { isOlder, versionOfRemoval } from '../../datasources/resource-version.ts';

/** A tenant in memory: the writer's rules of the store, arranged anew for reading after each change. */
export interface InMemoryTenant {
  readonly writer: HealthDataWriter;
  resources(): IndexedResources;
}

export function createInMemoryTenant(): InMemoryTenant {
  const stored = new Map<string, ResourceToWrite>();
  /** As they were given. */
  const given = new Map<string, ResourceToWrite>();
  let arranged: IndexedResources | null = null;

  function writeOne(write: ResourceToWrite): WriteOutcome {
    const name = `${write.resourceType}/${write.id}`;
    const present = stored.get(name);
    if (isDeepStrictEqual(given.get(name), write)) return 'unchanged';
    if (present !== undefined && isOlder(write, present)) return 'older';
    const version = write.removed && present !== undefined ? versionOfRemoval(write, present) : {};
    stored.set(name, { ...write, ...version });
    given.set(name, write);
    arranged = null;
    return write.removed ? 'removed' : 'stored';
  }

  return {
    writer: {
      async write(batch) {
        const outcomes = new Array<WriteOutcome>(batch.length).fill('invalid');
        for (const { index, write } of batchWaves(batch).flat()) outcomes[index] = writeOne(write);
        return outcomes;
      },
      async flush() {},
    },
    resources() {
      arranged ??= indexResources(stored.values());
      return arranged;
    },
  };
}
