import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './item.ts';
import { callStore, type StoreCalls } from './store-calls.ts';
import type { TableKind } from './tables.ts';

export type PartitionQuery = Pick<
  QueryCommandInput,
  'IndexName' | 'Limit' | 'ScanIndexForward' | 'ExclusiveStartKey' | 'ConsistentRead' | 'ProjectionExpression'
> & {
  /** The data table unless said. */
  readonly table?: TableKind;
  readonly pk: string;
  /** Range condition on `:pk`'s partition, such as `begins_with(sk, :prefix)`; none: the whole partition. */
  readonly range?: string;
  readonly values?: Readonly<Record<string, string>>;
  /** `Limit` of every call after the first. */
  readonly nextLimit?: number;
};

/**
 * Reads one partition page by page, one call each; stop by breaking out.
 *
 * @throws UpstreamUnavailableError when the store fails.
 */
export async function* queryPages(
  store: StoreCalls,
  { table = 'data', pk, range, values, nextLimit, ...rest }: PartitionQuery,
): AsyncGenerator<readonly Item[]> {
  const entries = Object.entries({ ':pk': pk, ...values }).map(([name, text]) => [name, { S: text }]);
  let start = rest.ExclusiveStartKey;
  let { Limit } = rest;
  do {
    const input: QueryCommandInput = {
      ...rest,
      Limit,
      TableName: store.tables[table],
      KeyConditionExpression: range === undefined ? 'pk = :pk' : `pk = :pk AND ${range}`,
      ExpressionAttributeValues: Object.fromEntries(entries),
      ExclusiveStartKey: start,
    };
    const answer = await callStore(store, (options) => store.client.send(new QueryCommand(input), options));
    yield answer.Items ?? [];
    start = answer.LastEvaluatedKey;
    Limit = nextLimit ?? Limit;
  } while (start !== undefined);
}
