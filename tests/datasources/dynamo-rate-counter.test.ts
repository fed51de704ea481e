import { randomBytes } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoRateCounter } from '../../datasources/dynamodb/dynamo-rate-counter.ts';
import type { StoreCalls } from '../../datasources/dynamodb/store-calls.ts';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import { testStores } from '../support/test-stores.ts';
import { type DynamoBackend, NOW, openDynamoBackend } from './backends.ts';

describe.each(testStores().map((store) => [store.name, store] as const))('in %s', (_name, store) => {
  let backend: DynamoBackend;
  let calls: StoreCalls;

  beforeAll(async () => {
    backend = await openDynamoBackend(store);
    calls = {
      client: backend.client,
      tables: backend.tables,
      random: randomBytes,
      signal: null,
      deadline: 5_000,
    };
  });
  afterAll(async () => {
    await backend?.close();
  });

  it('all nodes count the same points, at once too', async () => {
    const nodes = [1, 2].map(() => createDynamoRateCounter(calls, () => NOW));
    const counted = await Promise.all(
      nodes.flatMap((node) => [1, 1, 3].map((points) => node.add('a', points))),
    );
    expect(Math.max(...counted)).toBe(10);
    expect(new Set(counted).size).toBe(6);
    expect(await nodes[0]?.add('b', 7)).toBe(7);
  });

  it('whose they are stands nowhere, and they go away by themselves', async () => {
    await createDynamoRateCounter(calls, () => NOW).add('["actor",1,"riverside","urn:test","canary"]', 1);
    const { Items = [] } = await backend.client.send(new ScanCommand({ TableName: backend.tables.data }));
    const counts = Items.filter(({ pk }) => pk?.S?.startsWith('RATE#'));
    expect(counts.length).toBeGreaterThan(0);
    expect(JSON.stringify(counts)).not.toMatch(/canary|riverside|actor/);
    for (const { expiresAt } of counts) expect(Number(expiresAt?.N)).toBe(NOW / 1000 + 120);
  });

  it('a store that does not answer is no count', async () => {
    const gone = createDynamoRateCounter({ ...calls, signal: AbortSignal.abort() }, () => NOW);
    await expect(gone.add('a', 1)).rejects.toBeInstanceOf(UpstreamUnavailableError);
  });
});
