import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { SealedBatch } from '../../src/ledger/chain/batch.ts';
import type { BatchSource } from '../../src/ledger/commit/sink.ts';
import { leafHash } from '../../src/ledger/hash.ts';
import type { Item } from './item.ts';
import { piecesOf, readBatchItems } from './ledger-item.ts';
import { batchesOf, batchKey, type LedgerTable, WRITERS } from './ledger-table.ts';
import { callStore } from './store-calls.ts';

/**
 * Reads the ledger's table, always consistently: what was acknowledged is seen. A store that fails rejects with
 * UpstreamUnavailableError and never looks like a chain that ends.
 */
export function createDynamoSource(table: LedgerTable): BatchSource {
  /** Items of one partition from a key on, page by page (1 MB each). */
  async function* items(pk: string, from: string): AsyncGenerator<Item> {
    let start: Item | undefined;
    do {
      const command = new QueryCommand({
        TableName: table.name,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk >= :from',
        ExpressionAttributeValues: { ':pk': { S: pk }, ':from': { S: from } },
        ExclusiveStartKey: start,
      });
      const answer = await callStore({ signal: null, deadline: table.deadline }, (options) =>
        table.client.send(command, options),
      );
      yield* answer.Items ?? [];
      start = answer.LastEvaluatedKey;
    } while (start !== undefined);
  }

  return Object.freeze({
    name: 'dynamodb' as const,
    async writers(): Promise<readonly string[]> {
      const all: string[] = [];
      for await (const item of items(WRITERS, '0')) all.push(item.sk?.S ?? '');
      return all;
    },
    async *batches(writer: string, from: number): AsyncGenerator<SealedBatch> {
      let seq = from;
      let link: string | null = null;
      for await (const [item, pieces] of grouped(items(batchesOf(writer), batchKey(from)))) {
        if (item.sk?.S !== batchKey(seq)) return;
        const batch = await readBatchItems(item, pieces);
        if (batch === null || batch.head.writer !== writer || batch.head.seq !== seq) return;
        if (link !== null && batch.head.prev !== link) return;
        yield batch;
        link = Buffer.from(leafHash(batch.sealed)).toString('base64');
        seq += 1;
      }
    },
  });
}

/** Each batch's item with the pieces behind it. Pieces of a batch that has no item were never acknowledged. */
async function* grouped(items: AsyncIterable<Item>): AsyncGenerator<readonly [Item, readonly Item[]]> {
  let first: Item | null = null;
  let pieces: Item[] = [];
  for await (const item of items) {
    const isPiece = item.sk?.S?.includes('#') ?? false;
    if (isPiece && (first === null || !item.sk?.S?.startsWith(`${first.sk?.S}#`))) continue;
    if (isPiece) pieces.push(item);
    else {
      if (first !== null) yield [first, pieces];
      first = item;
      pieces = [];
    }
    // Whoever waits for a batch does not wait for what comes behind it.
    if (first !== null && pieces.length === piecesOf(first)) {
      yield [first, pieces];
      first = null;
    }
  }
  if (first !== null) yield [first, pieces];
}
