import { randomBytes } from 'node:crypto';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTenantKeyring } from '../../datasources/dynamodb/tenant-keyring.ts';
import type { KeyService } from '../../datasources/keys/key-service.ts';
import { DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';
import { patient } from './resources.ts';

describe('a tenant’s keys', () => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
  });
  afterAll(() => backend.close());

  /** A keyring as another process would open it, counting its calls to the key service. */
  const openKeyring = (clock = () => 0, broken = () => false) => {
    const { client, tables, keyService } = backend;
    const calls = { generate: 0, decrypt: 0 };
    const counting: KeyService = {
      async generateDataKey(context) {
        calls.generate += 1;
        return keyService.generateDataKey(context);
      },
      async decrypt(wrapped, context) {
        calls.decrypt += 1;
        if (broken()) throw new UpstreamUnavailableError('no keys today');
        return keyService.decrypt(wrapped, context);
      },
    };
    const store = { client, tables, random: randomBytes, signal: null, deadline: 5_000 };
    return { calls, keyring: createTenantKeyring({ store, keyService: counting, clock, keepFor: 1_000 }) };
  };

  it('are made once, whoever asks first', async () => {
    const processes = Array.from({ length: 6 }, () => openKeyring());
    const opened = await Promise.all(processes.map(({ keyring }) => keyring.open('first')));
    const names = opened.map(
      ({ current, secrets }) => `${current} ${Buffer.from(secrets.index).toString('hex')}`,
    );
    expect(new Set(names).size).toBe(1);
  });

  it('cost one call for as long as they are kept, and no longer', async () => {
    let now = 0;
    const { calls, keyring } = openKeyring(() => now);
    await keyring.open('kept');
    const first = calls.decrypt;
    now = 999;
    await Promise.all([keyring.open('kept'), keyring.open('kept')]);
    expect(calls.decrypt).toBe(first);
    now = 1_000;
    await keyring.open('kept');
    expect(calls.decrypt).toBe(first + 1);
  });

  it('are asked for again after a failure', async () => {
    let broken = true;
    const { keyring } = openKeyring(
      () => 0,
      () => broken,
    );
    await expect(keyring.open('flaky')).rejects.toBeInstanceOf(UpstreamUnavailableError);
    broken = false;
    await expect(keyring.open('flaky')).resolves.toMatchObject({ tenant: 'flaky' });
  });

  it('rotate: what older versions wrapped stays readable, also for whoever has not noticed', async () => {
    await backend.writer('rotating').write([patient('old')]);
    const stale = openKeyring().keyring;
    const before = await stale.open('rotating');
    const version = await backend.keyring.rotate('rotating');
    expect(version).not.toBe(before.current);
    await backend.writer('rotating').write([patient('new')]);
    const data = backend.reader({ tenant: 'rotating' });
    expect((await data.patient('old')).record?.id).toBe('old');
    expect((await data.patient('new')).record?.id).toBe('new');
    await expect(stale.version('rotating', version)).resolves.toHaveLength(32);
    const after = await openKeyring().keyring.open('rotating');
    expect(after.current).toBe(version);
    expect(Buffer.compare(after.secrets.index, before.secrets.index)).toBe(0);
    await expect(stale.version('rotating', 'knever')).rejects.toBeInstanceOf(DataIntegrityError);
  });

  it('do not open when another tenant’s stand in their place', async () => {
    await Promise.all(['mine', 'theirs'].map((tenant) => openKeyring().keyring.open(tenant)));
    const { client, tables } = backend;
    const theirs = await openKeyring().keyring.open('theirs');
    await client.send(
      new UpdateItemCommand({
        TableName: tables.keys,
        Key: { pk: { S: 'T#mine' }, sk: { S: 'TENANT' } },
        UpdateExpression: 'SET secrets = :s',
        ExpressionAttributeValues: { ':s': { B: theirs.secrets.index } },
      }),
    );
    await expect(openKeyring().keyring.open('mine')).rejects.toBeInstanceOf(DataIntegrityError);
  });
});
