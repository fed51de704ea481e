import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DataIntegrityError } from '../../src/errors.ts';
import type { SessionStore, Sighting } from '../../src/identity/sessions.ts';
import { numberOf } from './item.ts';
import { callStore, type StoreCalls } from './store-calls.ts';

export interface DynamoSessionStore extends SessionStore {
  /** Ends a session for good, also one that was never seen. Moments in milliseconds since the epoch. */
  end(key: string, now: number, keepUntil: number): Promise<void>;
}

/** Sessions, each in a partition of its own. No tenant is known of them, and nothing in them is about a person. */
export function createDynamoSessionStore(store: StoreCalls): DynamoSessionStore {
  return Object.freeze({
    /** One conditional write judges and notes; asking again after a lost answer changes nothing. */
    async see({ key, now, seenAfter, startedAfter, notAfter, keepUntil }: Sighting): Promise<number | null> {
      const input = {
        TableName: store.tables.data,
        Key: sessionKey(key),
        UpdateExpression:
          'SET startedAt = if_not_exists(startedAt, :now), seenAt = :now, expiresAt = :expires',
        ConditionExpression: [
          'attribute_not_exists(pk) OR (attribute_not_exists(endedAt)',
          'seenAt > :seen AND seenAt <= :latest',
          'startedAt > :started AND startedAt <= :latest)',
        ].join(' AND '),
        ExpressionAttributeValues: {
          ':now': { N: String(now) },
          ':seen': { N: String(seenAfter) },
          ':started': { N: String(startedAfter) },
          ':latest': { N: String(notAfter) },
          ':expires': seconds(keepUntil),
        },
        ReturnValues: 'ALL_NEW' as const,
      };
      try {
        const answer = await callStore(store, (options) =>
          store.client.send(new UpdateItemCommand(input), options),
        );
        const startedAt = numberOf(answer.Attributes ?? {}, 'startedAt');
        if (startedAt === null) throw new DataIntegrityError('a session lacks its start');
        return startedAt;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return null;
        throw error;
      }
    },
    async end(key: string, now: number, keepUntil: number): Promise<void> {
      const input = {
        TableName: store.tables.data,
        Key: sessionKey(key),
        UpdateExpression: 'SET endedAt = if_not_exists(endedAt, :now), expiresAt = :expires',
        ExpressionAttributeValues: { ':now': { N: String(now) }, ':expires': seconds(keepUntil) },
      };
      await callStore(store, (options) => store.client.send(new UpdateItemCommand(input), options));
    },
  });
}

function sessionKey(key: string) {
  return { pk: { S: `S#${key}` }, sk: { S: 'SESSION' } };
}

/** DynamoDB's time-to-live counts seconds. It only cleans up: nothing is decided by it. */
function seconds(milliseconds: number) {
  return { N: String(Math.ceil(milliseconds / 1000)) };
}
