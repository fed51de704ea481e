import type { HealthDataWriter, ResourceToWrite, WriteOutcome } from '../../datasources/health-data.ts';

/** Writes nothing: what would be done if nothing were stored yet. */
export function createDryWriter(): HealthDataWriter {
  return Object.freeze({
    write: async (batch: readonly ResourceToWrite[]): Promise<readonly WriteOutcome[]> =>
      batch.map(({ removed }) => (removed ? 'removed' : 'stored')),
    flush: async () => {},
  });
}
