import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import type { SealedBatch } from '../../src/ledger/chain/batch.ts';
import { encodeBatch } from '../../src/ledger/chain/encode-batch.ts';
import { ForkedChainError, type Sink } from '../../src/ledger/commit/sink.ts';
import type { Item } from './item.ts';
import { batchItems, readBatchItems } from './ledger-item.ts';
import { batchesOf, batchKey, type LedgerTable, WRITERS } from './ledger-table.ts';
import { backOff, callStore } from './store-calls.ts';

/** Writers whose last batch is remembered; of any other it is looked up. */
const REMEMBERED = 1_000;

/**
 * Batches as items that are only ever added. One put carries a batch with everybody who waits for it; whatever the
 * store answers, or does not, the same bytes come again until it says that it has them.
 */
export function createDynamoSink(table: LedgerTable): Sink {
  const last = new Map<string, number>();
  const underWay = new Map<string, Promise<void>>();
  const key = (writer: string, seq: number) => `${writer} ${seq}`;

  /** A batch counts once those before it do, so that there is never a gap to count. */
  async function put(batch: SealedBatch, before: Promise<void> | null): Promise<void> {
    const { head } = batch;
    const until = performance.now() + table.deadline;
    if (before === null) await refuseGap(batch, until);
    // Found by whoever looks for writers before there is anything of it to find.
    if (head.seq === 1) await putItem({ pk: { S: WRITERS }, sk: { S: head.writer } }, until);
    const { item, pieces } = await batchItems(batch);
    for (const piece of pieces) {
      if (!(await putItem(piece, until)) && !(await isStored(piece, until))) {
        throw new ForkedChainError('a piece of a batch differs from the one stored');
      }
    }
    if (!(await putItem(item, until))) await refuseOther(batch, item, pieces, until);
    await before;
    if (last.size >= REMEMBERED) last.clear();
    if (head.seq > (last.get(head.writer) ?? 0)) last.set(head.writer, head.seq);
  }

  /** What is not this writer's next follows a batch that is there, or is there itself. */
  async function refuseGap({ head }: SealedBatch, until: number): Promise<void> {
    if (head.seq === 1 || head.seq <= (last.get(head.writer) ?? 0) + 1) return;
    if ((await getItem(batchesOf(head.writer), batchKey(head.seq - 1), until)) === null) {
      throw new DataIntegrityError('a batch does not follow what the table holds of its writer');
    }
  }

  /** Something is there already: this batch, put by an attempt whose answer was lost, or another. */
  async function refuseOther(batch: SealedBatch, item: Item, pieces: readonly Item[], until: number) {
    const stored = await getItem(batchesOf(batch.head.writer), batchKey(batch.head.seq), until);
    if (stored === null) throw new UpstreamUnavailableError('store: an item that is there is not there');
    const one = await readBatchItems(stored, stored.n?.N === item.n?.N ? pieces : []);
    if (one === null || !encodeBatch(one).equals(encodeBatch(batch))) {
      throw new ForkedChainError('the table holds another batch under this number');
    }
  }

  async function isStored(piece: Item, until: number): Promise<boolean> {
    const stored = await getItem(piece.pk?.S ?? '', piece.sk?.S ?? '', until);
    return Buffer.from(stored?.b?.B ?? []).equals(piece.b?.B ?? Buffer.alloc(0));
  }

  /** @returns false when something is there under its key. */
  async function putItem(item: Item, until: number): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: table.name,
      Item: item,
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    try {
      await insist(until, (options) => table.client.send(command, options));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async function getItem(pk: string, sk: string, until: number): Promise<Item | null> {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const command = new GetItemCommand({ TableName: table.name, Key, ConsistentRead: true });
    const answer = await insist(until, (options) => table.client.send(command, options));
    return answer.Item ?? null;
  }

  /** Asks again, with pauses, until the store answers or the time is up. @throws UpstreamUnavailableError */
  async function insist<T>(
    until: number,
    call: (options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const deadline = Math.max(0, until - performance.now());
        return await callStore({ signal: null, deadline }, call);
      } catch (error) {
        if (!(error instanceof UpstreamUnavailableError)) throw error;
        await backOff({ random: table.random, signal: null }, attempt);
        if (performance.now() >= until) throw error;
      }
    }
  }

  return Object.freeze({
    name: 'dynamodb' as const,
    async commit(batch: SealedBatch): Promise<void> {
      const { writer, seq } = batch.head;
      const putting = put(batch, underWay.get(key(writer, seq - 1)) ?? null);
      underWay.set(key(writer, seq), putting);
      try {
        await putting;
      } finally {
        if (underWay.get(key(writer, seq)) === putting) underWay.delete(key(writer, seq));
      }
    },
    async close(): Promise<void> {
      await Promise.allSettled(underWay.values());
    },
  });
}
