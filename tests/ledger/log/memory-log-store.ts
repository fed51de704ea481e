import type { LogStore } from '../../../src/ledger/log/log-store.ts';

/** A log's objects in memory. */
export function memoryLogStore(objects = new Map<string, Buffer>()): LogStore & {
  readonly objects: Map<string, Buffer>;
} {
  return {
    objects,
    get: async (path) => objects.get(path) ?? null,
    create: async (path, bytes) => {
      if (objects.has(path)) return 'exists';
      objects.set(path, Buffer.from(bytes));
      return 'created';
    },
    replaceCheckpoint: async (bytes, expected) => {
      const present = objects.get('checkpoint');
      if (expected === null ? present !== undefined : present === undefined || !present.equals(expected)) {
        return false;
      }
      objects.set('checkpoint', Buffer.from(bytes));
      return true;
    },
    remove: async (path) => {
      objects.delete(path);
    },
  };
}
