import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHoldStore } from '../../datasources/dynamodb/hold-store.ts';
import { DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import { sampleHold } from '../ledger/keep/sample-hold.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';

const HOLD = sampleHold();
const SECOND = sampleHold({ id: '01JD0000000000000000000002', names: null });

describe('holds in the store', () => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
  });
  afterAll(() => backend.close());
  const calls = (table = backend.tables.data) => ({
    client: backend.client,
    tables: { ...backend.tables, data: table },
    random: randomBytes,
    signal: null,
    deadline: 5_000,
  });

  it('are kept until they are removed, oldest first', async () => {
    const holds = createHoldStore(calls());
    expect(await holds.list()).toEqual([]);
    await holds.put(SECOND);
    await holds.put(HOLD);
    await holds.put(HOLD);
    expect(await createHoldStore(calls()).list()).toEqual([HOLD, SECOND]);
    expect(await holds.remove(HOLD.id)).toBe(true);
    expect(await holds.remove(HOLD.id)).toBe(false);
    expect(await holds.list()).toEqual([SECOND]);
  });

  it('are not taken for none when they cannot be read', async () => {
    await expect(createHoldStore(calls('no-such-table')).list()).rejects.toThrow(UpstreamUnavailableError);
    const Item = { pk: { S: 'HOLDS' }, sk: { S: 'x' }, hold: { S: '{"id":"x"}' } };
    await backend.client.send(new PutItemCommand({ TableName: backend.tables.data, Item }));
    await expect(createHoldStore(calls()).list()).rejects.toThrow(DataIntegrityError);
  });
});
