import type { SealedBatch } from '../chain/batch.ts';
import { leafHash } from '../hash.ts';
import { type BatchSource, ForkedChainError } from './sink.ts';

/**
 * Two places of which each may hold what the other has not got yet, read as one: where one ends, the other goes on.
 * A place that cannot be read rejects, since what it alone holds would be passed over.
 */
export function createEitherSource(one: BatchSource, other: BatchSource): BatchSource {
  return Object.freeze({
    name: 'any' as const,
    async writers(): Promise<readonly string[]> {
      const both = await Promise.all([one.writers(), other.writers()]);
      return [...new Set(both.flat())].sort();
    },
    /** @throws ForkedChainError where the second's next does not link to the first's last. */
    async *batches(writer: string, from: number): AsyncGenerator<SealedBatch> {
      let next = from;
      let link: string | null = null;
      for (const source of [one, other, one]) {
        for await (const batch of source.batches(writer, next)) {
          if (link !== null && batch.head.prev !== link) {
            throw new ForkedChainError('two places hold different chains of one writer');
          }
          yield batch;
          next = batch.head.seq + 1;
          link = Buffer.from(leafHash(batch.sealed)).toString('base64');
        }
      }
    },
  });
}
