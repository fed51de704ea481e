import { randomBytes } from 'node:crypto';
import type { Config } from '../../src/config.ts';
import type { SealedBatch } from '../../src/ledger/chain/batch.ts';
import type { BatchSource, Sink } from '../../src/ledger/commit/sink.ts';
import type { LeaseCell } from '../../src/ledger/log/lease.ts';
import { createDynamoClient } from './dynamo-client.ts';
import { connectEmbeddedStore } from './embedded-store.ts';
import { createDynamoLeaseCell } from './ledger-lease-cell.ts';
import { createDynamoSink } from './ledger-sink.ts';
import { createDynamoSource } from './ledger-source.ts';
import { ensureLedgerTable, type LedgerTable, ledgerTableName } from './ledger-table.ts';

export interface LedgerStore {
  readonly sink: Sink;
  readonly source: BatchSource;
  /** Of the sequencer, among all that use this table. */
  readonly leaseCell: LeaseCell;
  /** Lets go of the store, for the sink and the source. */
  close(): Promise<void>;
}

/** Below what those who wait for a batch are kept waiting. */
const DEADLINE = 4_000;

/**
 * The ledger's table of a configuration, by connections of its own: records do not wait behind reads. A store that is
 * away does not reject the opening. Callers: the gateway, its sequencer's thread, commands.
 *
 * @throws UpstreamUnavailableError when an embedded store cannot be started.
 */
export async function openLedgerStore(
  config: Pick<Config, 'profile' | 'dynamodbEndpoint' | 'dataDir' | 'region' | 'tablePrefix'>,
): Promise<LedgerStore> {
  const { profile, dynamodbEndpoint, region } = config;
  const embedded =
    profile === 'embedded' && dynamodbEndpoint === null ? await connectEmbeddedStore(config.dataDir) : null;
  const fixed = dynamodbEndpoint === null ? null : () => dynamodbEndpoint;
  const endpoint = embedded === null ? fixed : () => embedded.endpoint();
  const client = createDynamoClient({ endpoint, region, requestTimeout: 1_000, maxAttempts: 2 });
  const name = ledgerTableName(config.tablePrefix);
  const table: LedgerTable = { client, name, random: randomBytes, deadline: DEADLINE };
  const made = profile === 'embedded' ? once(() => ensureLedgerTable(table)) : async () => {};
  const sink = createDynamoSink(table);
  const source = createDynamoSource(table);
  const leaseCell = createDynamoLeaseCell(table);

  return Object.freeze({
    sink: Object.freeze({
      ...sink,
      commit: async (batch: SealedBatch) => {
        await made();
        await sink.commit(batch);
      },
    }),
    source: Object.freeze({
      ...source,
      writers: async () => {
        await made();
        return source.writers();
      },
      batches: async function* (writer: string, from: number) {
        await made();
        yield* source.batches(writer, from);
      },
    }),
    leaseCell: Object.freeze({
      read: async () => {
        await made();
        return leaseCell.read();
      },
      replace: async (next: string, expected: string | null) => {
        await made();
        return leaseCell.replace(next, expected);
      },
    }),
    async close() {
      await sink.close();
      client.destroy();
      embedded?.close();
    },
  });
}

/** Until it has worked once, each call tries anew; calls of one moment share the try. */
function once(work: () => Promise<void>): () => Promise<void> {
  let working: Promise<void> | null = null;
  return () => {
    working ??= work().catch((error: unknown) => {
      working = null;
      throw error;
    });
    return working;
  };
}
