import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../../datasources/dynamodb/dynamo-client.ts';
import { openHealthCommands } from '../../datasources/dynamodb/dynamo-health-commands.ts';
import { openHealthData } from '../../datasources/dynamodb/dynamo-health-data.ts';
import { createDynamoWriter } from '../../datasources/dynamodb/dynamo-writer.ts';
import { ensureTables, type Tables, tableNames } from '../../datasources/dynamodb/tables.ts';
import { createTenantKeyring, type TenantKeyring } from '../../datasources/dynamodb/tenant-keyring.ts';
import { createWholes } from '../../datasources/dynamodb/wholes.ts';
import type { HealthCommands } from '../../datasources/health-commands.ts';
import type { HealthData, HealthDataWriter } from '../../datasources/health-data.ts';
import { openEmbeddedKeyService } from '../../datasources/keys/embedded-key-service.ts';
import type { KeyService } from '../../datasources/keys/key-service.ts';
import type { Clock } from '../../src/clock.ts';
import type { TestStore } from '../support/test-stores.ts';

/** 2026-03-01T12:00:00Z: tests set the time. */
export const NOW = Date.UTC(2026, 2, 1, 12);
export const DAY = 86_400_000;
export const ISSUER = 'https://issuer.test';

export interface Reader {
  /** `sub`. */
  readonly id?: string;
  readonly fhirUser?: string | null;
  readonly purpose?: string;
  readonly needsPseudonyms?: boolean;
  readonly tenant?: string;
  readonly now?: number;
  readonly signal?: AbortSignal;
}

/** Whatever holds health data for the suite. */
export interface Backend {
  reader(reader?: Reader): HealthData;
  writer(tenant?: string): HealthDataWriter;
  close(): Promise<void>;
}

export interface DynamoBackend extends Backend {
  readonly client: DynamoDBClient;
  readonly tables: Tables;
  readonly keyring: TenantKeyring;
  readonly keyService: KeyService;
  commands(actor?: Commander): HealthCommands;
}

export interface Commander {
  readonly id?: string;
  readonly tenant?: string;
  readonly clock?: Clock;
}

export async function openDynamoBackend(
  store: TestStore,
  clientOptions: Partial<Parameters<typeof createDynamoClient>[0]> = {},
): Promise<DynamoBackend> {
  const started = await store.start();
  const folder = await mkdtemp(join(tmpdir(), 'phield-keys-'));
  const client = createDynamoClient({
    endpoint: () => started.endpoint,
    region: 'us-east-1',
    ...clientOptions,
  });
  const tables = tableNames('test');
  const random = (size: number) => randomBytes(size);
  await ensureTables(client, tables, { timeToLive: false });
  const keyService = await openEmbeddedKeyService(folder, random);
  const shared = { client, tables, random, signal: null, deadline: 5_000 };
  const keyring = createTenantKeyring({ store: shared, keyService, clock: () => NOW });
  const wholes = createWholes(() => NOW);
  return {
    client,
    tables,
    keyring,
    keyService,
    reader: ({
      id = 'user-1',
      fhirUser = null,
      purpose = 'TREAT',
      needsPseudonyms = false,
      tenant = 'riverside',
      now = NOW,
      signal,
    } = {}) =>
      openHealthData({
        client,
        tables,
        keyring,
        wholes,
        tenant,
        actor: { issuer: ISSUER, id, fhirUser, purpose },
        needsPseudonyms,
        tiedSince: () => now - 30 * DAY,
        clock: () => now,
        random,
        signal: signal ?? null,
      }),
    writer: (tenant = 'riverside') =>
      createDynamoWriter({ client, tables, keyring, tenant, clock: () => NOW, random, signal: null }),
    commands: ({ id = 'user-1', tenant = 'riverside', clock = () => NOW } = {}) =>
      openHealthCommands({
        client,
        tables,
        keyring,
        tenant,
        actor: { issuer: ISSUER, id, roles: ['PHYSICIAN'], client: 'portal' },
        clock,
        random,
        signal: null,
      }),
    async close() {
      client.destroy();
      await started.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
