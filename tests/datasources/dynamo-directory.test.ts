import { randomBytes } from 'node:crypto';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDirectory, type DynamoDirectory } from '../../datasources/dynamodb/dynamo-directory.ts';
import { DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import { clientEntry } from '../support/client-registration.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';

const ISSUER = 'https://issuer.example/pool';

describe('the directory in the store', () => {
  let backend: DynamoBackend;
  let directory: DynamoDirectory;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
    const { client, tables } = backend;
    directory = createDynamoDirectory({ client, tables, random: randomBytes, signal: null, deadline: 5_000 });
  });
  afterAll(() => backend.close());

  const entry = { tenant: 'riverside', roles: ['NURSE'], fhirUser: 'Practitioner/n', purposes: ['TREAT'] };

  it('finds a user by issuer and subject, both exactly', async () => {
    await directory.putUser(ISSUER, 'n#1', entry);
    expect(await directory.users.find(ISSUER, 'n#1')).toEqual(entry);
    for (const [issuer, subject] of [
      [`${ISSUER}/`, 'n#1'],
      [ISSUER, 'N#1'],
      [ISSUER, 'n'],
      [`${ISSUER}#n`, '1'],
      [ISSUER, ''],
      [ISSUER, 'x'.repeat(10_000)],
    ] as const) {
      expect(await directory.users.find(issuer, subject)).toBeNull();
    }
  });

  it('replaces and forgets a user', async () => {
    await directory.putUser(ISSUER, 'm', entry);
    await directory.putUser(ISSUER, 'm', { ...entry, roles: [], purposes: null });
    expect(await directory.users.find(ISSUER, 'm')).toEqual({ ...entry, roles: [], purposes: null });
    await directory.removeUser(ISSUER, 'm');
    expect(await directory.users.find(ISSUER, 'm')).toBeNull();
  });

  it('keeps clients apart from users', async () => {
    const client = clientEntry({ defaultPurpose: 'PATRQT', scopes: 'optional', binding: 'dpop' });
    await directory.clients.change(ISSUER, 'same', () => client);
    expect(await directory.clients.find(ISSUER, 'same')).toEqual(client);
    expect(await directory.users.find(ISSUER, 'same')).toBeNull();
    expect(await directory.clients.find(ISSUER, 'other')).toBeNull();
  });

  it('asks for scopes where an entry does not say', async () => {
    const { client, tables } = backend;
    const before = await client.send(new ScanCommand({ TableName: tables.data }));
    const known = new Set(before.Items?.map((item) => item.sk?.S));
    await directory.clients.change(ISSUER, 'older', () => clientEntry({ scopes: 'optional' }));
    const { Items = [] } = await client.send(new ScanCommand({ TableName: tables.data }));
    for (const item of Items.filter(({ sk, entry }) => entry !== undefined && !known.has(sk?.S))) {
      await client.send(
        new PutItemCommand({
          TableName: tables.data,
          Item: { ...item, entry: { S: '{"defaultPurpose":null}' } },
        }),
      );
    }
    expect(await directory.clients.find(ISSUER, 'older')).toEqual(clientEntry({ firstParty: false }));
  });

  it('rejects when it cannot know', async () => {
    await directory.putUser(ISSUER, 'spoilt', entry);
    const { client, tables } = backend;
    const { Items = [] } = await client.send(new ScanCommand({ TableName: tables.data }));
    for (const item of Items) {
      await client.send(
        new PutItemCommand({ TableName: tables.data, Item: { ...item, entry: { S: '{"roles":1}' } } }),
      );
    }
    await expect(directory.users.find(ISSUER, 'spoilt')).rejects.toBeInstanceOf(DataIntegrityError);
    const gone = await openDynamoBackend(DYNALITE, { maxAttempts: 1 });
    await gone.close();
    const calls = { client: gone.client, tables, random: randomBytes, signal: null, deadline: 2_000 };
    await expect(createDynamoDirectory(calls).users.find(ISSUER, 'n#1')).rejects.toBeInstanceOf(
      UpstreamUnavailableError,
    );
  });
});
