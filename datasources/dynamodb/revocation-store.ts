import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import type { Revocation, RevocationLog } from '../../src/identity/poll-revocations.ts';
import { type EndableKind, endableKey } from '../../src/identity/session-key.ts';
import { type Item, numberOf, requiredText } from './item.ts';
import { queryPages } from './query-pages.ts';
import { createDynamoSessionStore } from './session-store.ts';
import { backOff, callStore, putIf, type StoreCalls } from './store-calls.ts';

/** Why a token or session is ended: a constant, since free text could say anything about anybody. */
export const REVOCATION_REASONS = Object.freeze(['stolen', 'suspected', 'left', 'administrative'] as const);
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

export interface RevocationOrder {
  readonly kind: EndableKind;
  /** `iss`. */
  readonly issuer: string;
  /** `jti` or session id. */
  readonly id: string;
  readonly reason: RevocationReason;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface RevocationStore extends RevocationLog {
  /**
   * Resolves once every replica will hear of it with its next poll.
   * @throws UpstreamUnavailableError: it may or may not have been made; making it again is harmless.
   */
  revoke(order: RevocationOrder): Promise<void>;
}

const PARTITION = 'REVOKED';
const ATTEMPTS = 20;
/** The longest life of a token, and two clocks that are a day wrong. */
const HELD_MS = 73 * 3_600_000;
/** A session that was ended stays so for as long as one that ended by itself. */
const SESSION_KEPT_MS = 30 * 86_400_000;
/** Old entries that one revocation takes away. */
const PRUNED = 25;

/**
 * Revocations as one numbered log. Number n+1 is taken only where n is seen, under a condition, so numbers have no gaps
 * and no order but that of being made; no clock is part of it. The newest entry is never taken away, so that no number
 * comes twice.
 */
export function createRevocationStore(store: StoreCalls): RevocationStore {
  const sessions = createDynamoSessionStore(store);

  async function append(order: RevocationOrder, key: string): Promise<number> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const position = (await newestPosition(store)) + 1;
      const made = await putIf(store, {
        TableName: store.tables.data,
        Item: {
          pk: { S: PARTITION },
          sk: { S: sortKey(position) },
          key: { S: key },
          reason: { S: order.reason },
          at: { N: String(order.now) },
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      if (made) return position;
      await backOff(store, Math.min(attempt, 3));
    }
    throw new UpstreamUnavailableError('too many revoke at once');
  }

  return Object.freeze({
    async after(position: number): Promise<readonly Revocation[]> {
      const found: Revocation[] = [];
      const range = { range: 'sk > :after', values: { ':after': sortKey(position) } };
      for await (const page of queryPages(store, { pk: PARTITION, ...range, ConsistentRead: true })) {
        for (const item of page) found.push({ key: requiredText(item, 'key'), position: positionOf(item) });
      }
      return found;
    },
    async revoke(order: RevocationOrder): Promise<void> {
      const key = endableKey(order.kind, order.issuer, order.id);
      // Refreshed tokens bear the same session for longer than a revocation is held.
      await sessions.end(key, order.now, order.now + SESSION_KEPT_MS);
      const position = await append(order, key);
      await prune(store, position, order.now).catch(() => {});
    },
  });
}

async function newestPosition(store: StoreCalls): Promise<number> {
  const newestFirst = { pk: PARTITION, ScanIndexForward: false, Limit: 1, ConsistentRead: true };
  for await (const [item] of queryPages(store, newestFirst)) return item === undefined ? 0 : positionOf(item);
  return 0;
}

/** What no token can outlive goes with a later revocation. */
async function prune(store: StoreCalls, newest: number, now: number): Promise<void> {
  for await (const page of queryPages(store, { pk: PARTITION, Limit: PRUNED, ConsistentRead: true })) {
    for (const item of page) {
      if (positionOf(item) >= newest || (numberOf(item, 'at') ?? now) > now - HELD_MS) return;
      const Key = { pk: { S: PARTITION }, sk: { S: requiredText(item, 'sk') } };
      const input = { TableName: store.tables.data, Key };
      await callStore(store, (options) => store.client.send(new DeleteItemCommand(input), options));
    }
    return;
  }
}

function sortKey(position: number): string {
  return String(position).padStart(16, '0');
}

function positionOf(item: Item): number {
  const position = Number(requiredText(item, 'sk'));
  if (!Number.isSafeInteger(position)) throw new DataIntegrityError('a revocation has no number');
  return position;
}
