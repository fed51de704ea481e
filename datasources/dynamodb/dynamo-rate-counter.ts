import { createHash } from 'node:crypto';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../src/clock.ts';
import type { RateCounter } from '../../src/documents/rate-counter.ts';
import { WINDOW_MS } from '../../src/documents/rate-counter.ts';
import { DataIntegrityError } from '../../src/errors.ts';
import { numberOf } from './item.ts';
import { callStore, type StoreCalls } from './store-calls.ts';

/**
 * Counts that all nodes share: one atomic update each, beside everything else in the data table, so that it needs no
 * table and no right of its own. Keys are hashed: whose counts they are stands nowhere. Time-to-live takes them away.
 */
export function createDynamoRateCounter(store: StoreCalls, clock: Clock): RateCounter {
  return Object.freeze({
    add: async (key: string, points: number) => {
      const input = {
        TableName: store.tables.data,
        Key: { pk: { S: `RATE#${createHash('sha256').update(key).digest('base64url')}` }, sk: { S: 'RATE' } },
        UpdateExpression: 'SET expiresAt = :expires ADD points :points',
        ExpressionAttributeValues: {
          ':points': { N: String(points) },
          ':expires': { N: String(Math.ceil((clock() + 2 * WINDOW_MS) / 1000)) },
        },
        ReturnValues: 'ALL_NEW' as const,
      };
      const answer = await callStore(store, (options) =>
        store.client.send(new UpdateItemCommand(input), options),
      );
      const counted = numberOf(answer.Attributes ?? {}, 'points');
      if (counted === null) throw new DataIntegrityError('a count lacks its points');
      return counted;
    },
  });
}
