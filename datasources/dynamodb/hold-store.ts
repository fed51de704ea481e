import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DataIntegrityError } from '../../src/errors.ts';
import { Hold, type HoldStore } from '../../src/ledger/keep/hold.ts';
import { requiredText } from './item.ts';
import { queryPages } from './query-pages.ts';
import { callStore, type StoreCalls } from './store-calls.ts';

const PARTITION = 'HOLDS';

/** Legal holds of all tenants, one item each, in the data table: for gateways on several machines. */
export function createHoldStore(store: StoreCalls): HoldStore {
  const key = (id: string) => ({ pk: { S: PARTITION }, sk: { S: id } });
  return Object.freeze({
    async list() {
      const holds: Hold[] = [];
      for await (const page of queryPages(store, { pk: PARTITION, ConsistentRead: true })) {
        for (const item of page) holds.push(readHold(requiredText(item, 'hold')));
      }
      return holds;
    },
    async put(hold: Hold) {
      const Item = { ...key(hold.id), hold: { S: JSON.stringify(Hold.parse(hold)) } };
      const input = { TableName: store.tables.data, Item };
      await callStore(store, (options) => store.client.send(new PutItemCommand(input), options));
    },
    async remove(id: string) {
      const input = { TableName: store.tables.data, Key: key(id), ReturnValues: 'ALL_OLD' as const };
      const answer = await callStore(store, (options) =>
        store.client.send(new DeleteItemCommand(input), options),
      );
      return answer.Attributes !== undefined;
    },
  });
}

/** @throws DataIntegrityError: a hold that cannot be read is not no hold. */
function readHold(text: string): Hold {
  try {
    return Hold.parse(JSON.parse(text));
  } catch {
    throw new DataIntegrityError('a stored value is no hold');
  }
}
