import type { CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import type { RandomBytes } from '../keys/key-service.ts';
import { ensureTable } from './tables.ts';

/**
 * The ledger's own table: nothing in it expires, and the gateway needs GetItem, Query and PutItem on it, neither
 * UpdateItem nor DeleteItem.
 */
export interface LedgerTable {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly random: RandomBytes;
  /** Milliseconds that one batch, or one page of reading, may take with its retries. */
  readonly deadline: number;
}

export function ledgerTableName(prefix: string): string {
  return `${prefix}-ledger`;
}

/** `W#<writer>` with a batch per number, and `WRITERS` with all writers there ever were. */
export const WRITERS = 'WRITERS';

export function batchesOf(writer: string): string {
  return `W#${writer}`;
}

/** Twelve digits sort as numbers do. */
export function batchKey(seq: number): string {
  return String(seq).padStart(12, '0');
}

/** A piece of a batch that is larger than an item; sorts behind its batch and before the next. */
export function pieceKey(seq: number, piece: number): string {
  return `${batchKey(seq)}#${String(piece).padStart(4, '0')}`;
}

/** Safe when several processes do so at once. @throws UpstreamUnavailableError */
export async function ensureLedgerTable({ client, name }: LedgerTable): Promise<void> {
  const definition: CreateTableCommandInput = {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk'].map((key) => ({ AttributeName: key, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  };
  try {
    await ensureTable(client, definition, 150);
  } catch (error) {
    if (error instanceof UpstreamUnavailableError) throw error;
    throw new UpstreamUnavailableError(
      `the ledger's table: ${error instanceof Error ? error.name : 'failed'}`,
    );
  }
}
