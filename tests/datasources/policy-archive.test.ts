import { randomBytes } from 'node:crypto';
import { DeleteItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countCalls } from '../../datasources/dynamodb/count-calls.ts';
import { createPolicyArchive } from '../../datasources/dynamodb/policy-archive.ts';
import { DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import type { KeptPolicy, PolicyTexts } from '../../src/ledger/policy-archive.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';

const hash = (letter: string) => letter.repeat(64);
const policy = (letter: string, from: number, change: Partial<KeptPolicy> = {}): KeptPolicy => {
  return { version: hash(letter), schema: hash('5'), overlay: hash(letter), from, ...change };
};
const texts = (overlay: string, schema = 'type Query { a: Int }'): PolicyTexts => ({
  schema: [
    { name: 'schema/a.graphql', body: schema },
    { name: 'schema/b.graphql', body: 'scalar B # ünïcode\n' },
  ],
  overlay: { name: 'tenants/north.yaml', body: overlay },
});

describe('policies in the store', () => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
  });
  afterAll(() => backend.close());
  const open = (table = backend.tables.data) =>
    createPolicyArchive({
      client: backend.client,
      tables: { ...backend.tables, data: table },
      random: randomBytes,
      signal: null,
      deadline: 5_000,
    });
  const itemsOf = async (pk: string) => {
    const input = {
      TableName: backend.tables.data,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: pk } },
    };
    return (await backend.client.send(new QueryCommand(input))).Items ?? [];
  };

  it('are kept with their texts, newest first, each tenant’s apart', async () => {
    const archive = open();
    await archive.keep('north', policy('a', 1_000), texts('tenant: north'));
    await archive.keep('north', policy('b', 2_000), texts('tenant: north # more'));
    await archive.keep('south', policy('c', 3_000), texts('tenant: south'));
    expect(await archive.list('north')).toEqual([policy('b', 2_000), policy('a', 1_000)]);
    expect(await archive.texts('north', policy('b', 0))).toEqual(texts('tenant: north # more'));
    expect(await archive.texts('north', policy('a', 0))).toEqual(texts('tenant: north'));
    expect(await archive.texts('north', policy('c', 0))).toBeNull();
    expect(await archive.list('nowhere')).toEqual([]);
  });

  it('are kept once, however often the same is put in force, and again after another', async () => {
    const archive = open();
    for (const from of [1, 2, 3]) await archive.keep('once', policy('a', from), texts('tenant: once'));
    await archive.keep('once', policy('b', 4), texts('tenant: once # b'));
    const counts = countCalls(backend.client);
    await archive.keep('once', policy('b', 5), texts('tenant: once # b'));
    expect(counts.take()).toEqual({ Query: 1, BatchGetItem: 2 });
    await archive.keep('once', policy('a', 6), texts('tenant: once'));
    expect((await archive.list('once')).map(({ version, from }) => [version[0], from])).toEqual([
      ['a', 6],
      ['b', 4],
      ['a', 1],
    ]);
  });

  it('stay in order though a clock is set back, and two gateways that start at once keep one', async () => {
    const archive = open();
    await archive.keep('order', policy('a', 9_000), texts('tenant: order'));
    await archive.keep('order', policy('b', 10), texts('tenant: order # b'));
    expect((await archive.list('order')).map(({ version }) => version[0])).toEqual(['b', 'a']);
    await Promise.all([
      open().keep('twins', policy('a', 1), texts('tenant: twins')),
      open().keep('twins', policy('a', 2), texts('tenant: twins')),
    ]);
    const kept = await archive.list('twins');
    expect(kept.map(({ version }) => version[0])).toEqual(['a']);
  });

  it('a schema too large for one item is kept in parts', async () => {
    const archive = open();
    // Random, so that it does not pack.
    const large = texts('tenant: north', `# ${randomBytes(900_000).toString('base64')}`);
    const kept = policy('d', 1, { schema: hash('e') });
    await archive.keep('large', kept, large);
    expect(await archive.texts('large', kept)).toEqual(large);
    const parts = await itemsOf(`SCHEMA#${hash('e')}`);
    expect(parts.length).toBeGreaterThan(2);
    for (const { bytes } of parts) expect(bytes?.B?.length ?? 0).toBeLessThanOrEqual(350 * 1024);
    const [part] = parts.filter(({ sk }) => sk?.S?.startsWith('PART#'));
    const Key = { pk: part?.pk ?? { S: '' }, sk: part?.sk ?? { S: '' } };
    await backend.client.send(new DeleteItemCommand({ TableName: backend.tables.data, Key }));
    await expect(archive.texts('large', kept)).rejects.toThrow(DataIntegrityError);
  });

  it('what is no packed text is not taken for one', async () => {
    const archive = open();
    const kept = policy('f', 1, { schema: hash('f') });
    await archive.keep('broken', kept, texts('tenant: broken'));
    for (const item of await itemsOf(`SCHEMA#${hash('f')}`)) {
      if (item.bytes === undefined) continue;
      const Item = { ...item, bytes: { B: Buffer.from('not gzip') } };
      await backend.client.send(new PutItemCommand({ TableName: backend.tables.data, Item }));
    }
    await expect(archive.texts('broken', kept)).rejects.toThrow(DataIntegrityError);
  });

  it('a store that fails is said to be unavailable, and nothing counts as kept', async () => {
    const archive = open('no-such-table');
    await expect(archive.keep('north', policy('a', 1), texts('tenant: north'))).rejects.toThrow(
      UpstreamUnavailableError,
    );
    await expect(archive.list('north')).rejects.toThrow(UpstreamUnavailableError);
    await expect(archive.texts('north', policy('a', 1))).rejects.toThrow(UpstreamUnavailableError);
  });

  it('no name and no hash reaches another key', async () => {
    const archive = open();
    await expect(archive.list('north#POLICY')).rejects.toThrow(RangeError);
    const other = { schema: '../x', overlay: hash('a') };
    await expect(archive.texts('north', other)).rejects.toThrow(RangeError);
  });
});
