import { randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../../datasources/dynamodb/dynamo-client.ts';
import { openHealthCommands } from '../../datasources/dynamodb/dynamo-health-commands.ts';
import { createDynamoWriter } from '../../datasources/dynamodb/dynamo-writer.ts';
import { createTenantKeyring } from '../../datasources/dynamodb/tenant-keyring.ts';
import type { HealthCommands } from '../../datasources/health-commands.ts';
import type { HealthDataWriter } from '../../datasources/health-data.ts';
import type { Clock } from '../../src/clock.ts';
import { type DynamoBackend, ISSUER, NOW } from './backends.ts';

export interface DyingProcess {
  readonly client: DynamoDBClient;
  readonly writer: HealthDataWriter;
  readonly commands: HealthCommands;
  end(): void;
}

/** A process that dies at its nth call: whatever it sent before is stored, nothing after. */
export function dyingProcess(
  { tables, keyService }: DynamoBackend,
  endpoint: string,
  tenant: string,
  calls: number,
  clock: Clock = () => NOW,
): DyingProcess {
  const client = createDynamoClient({ endpoint: () => endpoint, region: 'us-east-1', maxAttempts: 1 });
  let left = calls;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (left === 0) throw new Error('killed');
      left -= 1;
      return next(args);
    },
    { step: 'finalizeRequest' },
  );
  const store = { client, tables, random: randomBytes, signal: null, deadline: 5_000 };
  const keyring = createTenantKeyring({ store, keyService, clock });
  const shared = { client, tables, keyring, tenant, clock, random: randomBytes, signal: null };
  const actor = { issuer: ISSUER, id: 'user-1', roles: ['PHYSICIAN'], client: 'portal' };
  return {
    client,
    writer: createDynamoWriter(shared),
    commands: openHealthCommands({ ...shared, actor }),
    end: () => client.destroy(),
  };
}
