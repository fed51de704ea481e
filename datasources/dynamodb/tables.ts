import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { UpstreamUnavailableError } from '../../src/errors.ts';

/** Names of the two tables of health data. Keys live apart, with short backups: deleting one erases a patient everywhere. */
export interface Tables {
  readonly data: string;
  readonly keys: string;
}

export type TableKind = keyof Tables;

/** Local index over a patient's rows by category: `ck` stands on clinical rows only. */
export const BY_CATEGORY = 'byCategory';

export function tableNames(prefix: string): Tables {
  return Object.freeze({ data: `${prefix}-data`, keys: `${prefix}-keys` });
}

/** The tables as CloudFormation would make them; docs/storage.md has the access patterns. */
export function tableDefinitions(tables: Tables): readonly CreateTableCommandInput[] {
  return [
    {
      TableName: tables.data,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'ck'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: keySchema('sk'),
      LocalSecondaryIndexes: [
        { IndexName: BY_CATEGORY, KeySchema: keySchema('ck'), Projection: { ProjectionType: 'ALL' } },
      ],
    },
    {
      TableName: tables.keys,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: keySchema('sk'),
    },
  ];
}

export interface EnsureTablesOptions {
  /** Production only: dynalite has no TTL updates. */
  readonly timeToLive: boolean;
  /** Polls until a table is active, 200 ms apart. */
  readonly attempts?: number;
}

/**
 * Creates what is missing; safe when several processes do so at once.
 *
 * @throws UpstreamUnavailableError when the store fails or a table does not become active.
 */
export async function ensureTables(
  client: DynamoDBClient,
  tables: Tables,
  { timeToLive, attempts = 150 }: EnsureTablesOptions,
): Promise<void> {
  try {
    for (const definition of tableDefinitions(tables)) {
      const made = await ensureTable(client, definition, attempts);
      if (made && timeToLive) {
        await client.send(
          new UpdateTimeToLiveCommand({
            TableName: definition.TableName,
            TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
          }),
        );
      }
    }
  } catch (error) {
    if (error instanceof UpstreamUnavailableError) throw error;
    throw new UpstreamUnavailableError(
      `tables cannot be made: ${error instanceof Error ? error.name : 'failed'}`,
    );
  }
}

/** @returns whether it was missing. @throws whatever the store throws. */
export async function ensureTable(
  client: DynamoDBClient,
  definition: CreateTableCommandInput,
  attempts: number,
): Promise<boolean> {
  const name = definition.TableName ?? '';
  if ((await tableStatus(client, name)) !== null) return false;
  await client.send(new CreateTableCommand(definition)).catch((error: unknown) => {
    if (!(error instanceof ResourceInUseException)) throw error;
  });
  await waitForTable(client, name, attempts);
  return true;
}

async function waitForTable(client: DynamoDBClient, name: string, attempts: number): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if ((await tableStatus(client, name)) === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, attempt === 0 ? 5 : 200));
  }
  throw new UpstreamUnavailableError('a table does not become active');
}

async function tableStatus(client: DynamoDBClient, name: string): Promise<string | null> {
  try {
    const answer = await client.send(new DescribeTableCommand({ TableName: name }));
    return answer.Table?.TableStatus ?? null;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}

function keySchema(range: string): CreateTableCommandInput['KeySchema'] {
  return [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
}
