import { randomBytes } from 'node:crypto';
import { type CallCounts, countCalls } from '../datasources/dynamodb/count-calls.ts';
import { createDynamoClient } from '../datasources/dynamodb/dynamo-client.ts';
import { openHealthData } from '../datasources/dynamodb/dynamo-health-data.ts';
import { createDynamoWriter } from '../datasources/dynamodb/dynamo-writer.ts';
import { connectEmbeddedStore } from '../datasources/dynamodb/embedded-store.ts';
import { ensureTables, tableNames } from '../datasources/dynamodb/tables.ts';
import { createTenantKeyring } from '../datasources/dynamodb/tenant-keyring.ts';
import { createWholes } from '../datasources/dynamodb/wholes.ts';
import { openEmbeddedKeyService } from '../datasources/keys/embedded-key-service.ts';
import type { OpenData } from './bench-data.ts';
import { makeRecords, TENANT } from './make-records.ts';

export interface StoredData {
  readonly open: OpenData;
  readonly calls: CallCounts;
  close(): void;
}

/** The yardstick's records in the embedded store, in a process of its own, encrypted as in service. */
export async function openStoredData(dataDir: string): Promise<StoredData> {
  const embedded = await connectEmbeddedStore(dataDir);
  const client = createDynamoClient({ endpoint: () => embedded.endpoint(), region: 'us-east-1' });
  const tables = tableNames('bench');
  await ensureTables(client, tables, { timeToLive: false });
  const shared = { client, tables, random: randomBytes, signal: null, clock: Date.now };
  const keyring = createTenantKeyring({
    store: { ...shared, deadline: 5_000 },
    keyService: await openEmbeddedKeyService(dataDir, randomBytes),
    clock: Date.now,
  });
  const wholes = createWholes(Date.now);
  const writer = createDynamoWriter({ ...shared, keyring, tenant: TENANT });
  await writer.write(makeRecords());
  await writer.flush();
  return {
    open: (actor, needs) =>
      openHealthData({
        ...shared,
        keyring,
        wholes,
        tenant: actor.tenant,
        actor,
        needsPseudonyms: needs.pseudonyms,
        tiedSince: Date.now,
      }),
    calls: countCalls(client),
    close: () => {
      client.destroy();
      embedded.close();
    },
  };
}
