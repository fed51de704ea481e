import { GetItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { LeaseCell } from '../../src/ledger/log/lease.ts';
import { textOf } from './item.ts';
import type { LedgerTable } from './ledger-table.ts';
import { callStore, putIf } from './store-calls.ts';

const KEY = Object.freeze({ pk: { S: 'LEASE' }, sk: { S: 'SEQUENCER' } });

/** A lease among all gateways on one table: one small item that is put anew under a condition. */
export function createDynamoLeaseCell(table: LedgerTable): LeaseCell {
  const { client, name, deadline } = table;
  return Object.freeze({
    async read(): Promise<string | null> {
      const command = new GetItemCommand({ TableName: name, Key: KEY, ConsistentRead: true });
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
        Item: { ...KEY, text: { S: next } },
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
