import { GetItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { LeaseCell } from '../../src/ledger/log/lease.ts';
import { textOf } from './item.ts';
import type { LedgerTable } from './ledger-table.ts';
import { callStore, putIf } from './store-calls.ts';

/**
 * A lease among all gateways on one table: one small item that is put anew under a condition.
 * @param work that whoever holds it does.
 */
export function createDynamoLeaseCell(
  table: Pick<LedgerTable, 'client' | 'name' | 'deadline'>,
  work: 'SEQUENCER' | 'SIGNALS' = 'SEQUENCER',
): LeaseCell {
  const { client, name, deadline } = table;
  const key = Object.freeze({ pk: { S: 'LEASE' }, sk: { S: work } });
  return Object.freeze({
    async read(): Promise<string | null> {
      const command = new GetItemCommand({ TableName: name, Key: key, ConsistentRead: true });
      const { Item } = await callStore({ signal: null, deadline }, (options) =>
        client.send(command, options),
      );
      return Item === undefined ? null : textOf(Item, 'text');
    },
    /** A put whose answer was lost and that is made again finds its own text, which is as good. */
    async replace(next: string, expected: string | null): Promise<boolean> {
      const free = expected === null ? 'attribute_not_exists(pk)' : '#text = :expected';
      const input: PutItemCommandInput = {
        TableName: name,
        Item: { ...key, text: { S: next } },
        ConditionExpression: `${free} OR #text = :next`,
        ExpressionAttributeNames: { '#text': 'text' },
        ExpressionAttributeValues: {
          ':next': { S: next },
          ...(expected !== null && { ':expected': { S: expected } }),
        },
      };
      return putIf({ client, signal: null, deadline }, input);
    },
  });
}
