import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedKeyService } from '../../datasources/keys/embedded-key-service.ts';
import type { KeyService } from '../../datasources/keys/key-service.ts';
import { createKmsKeyService } from '../../datasources/keys/kms-key-service.ts';
import { DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import { type KmsStub, startKmsStub } from '../support/kms-stub.ts';
import { describeKeyService } from './key-service-suite.ts';

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555';

function ready<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not open yet');
  return value;
}

describe('the embedded key service', () => {
  let folder = '';
  let service: KeyService | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phield-keys-'));
    service = await openEmbeddedKeyService(folder, randomBytes);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  describeKeyService(() => ready(service));

  it('keeps its key for its owner alone, and finds it again', async () => {
    const file = join(folder, 'keys', 'master.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { plaintext, wrapped } = await ready(service).generateDataKey({ tenant: 't' });
    const again = await openEmbeddedKeyService(folder, randomBytes);
    expect(Buffer.compare(await again.decrypt(wrapped, { tenant: 't' }), plaintext)).toBe(0);
  });

  it('ends with one key when several processes start at once', async () => {
    const fresh = join(folder, 'fresh');
    const services = await Promise.all(
      Array.from({ length: 8 }, () => openEmbeddedKeyService(fresh, randomBytes)),
    );
    const { wrapped } = await ready(services[0]).generateDataKey({ tenant: 't' });
    for (const one of services) await expect(one.decrypt(wrapped, { tenant: 't' })).resolves.toHaveLength(32);
  });

  it.each(['', '{', '{"version":1,"key":"c2hvcnQ="}', '{"version":2}'])(
    'does not start over a file that is no key, and leaves it: %s',
    async (text) => {
      const spoilt = await mkdtemp(join(folder, 'spoilt-'));
      await openEmbeddedKeyService(spoilt, randomBytes);
      await writeFile(join(spoilt, 'keys', 'master.json'), text);
      await expect(openEmbeddedKeyService(spoilt, randomBytes)).rejects.toBeInstanceOf(DataIntegrityError);
      expect(await readFile(join(spoilt, 'keys', 'master.json'), 'utf8')).toBe(text);
    },
  );
});

describe('AWS KMS as the key service', () => {
  let stub: KmsStub | undefined;
  let client: KMSClient | undefined;
  let service: KeyService | undefined;
  beforeAll(async () => {
    stub = await startKmsStub(KEY);
    client = new KMSClient({
      region: 'us-east-1',
      endpoint: stub.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
      requestHandler: { requestTimeout: 300, connectionTimeout: 300, throwOnRequestTimeout: true },
    });
    service = createKmsKeyService(client, KEY);
  });
  afterEach(() => stub?.fail(null));
  afterAll(async () => {
    client?.destroy();
    await stub?.close();
  });
  describeKeyService(() => ready(service));

  it('names key and tenant in every call', async () => {
    const { calls } = ready(stub);
    const from = calls.length;
    const { wrapped } = await ready(service).generateDataKey({ tenant: 'riverside' });
    await ready(service).decrypt(wrapped, { tenant: 'riverside' });
    expect(calls.slice(from)).toEqual([
      { operation: 'GenerateDataKey', keyId: KEY, context: { tenant: 'riverside' } },
      { operation: 'Decrypt', keyId: KEY, context: { tenant: 'riverside' } },
    ]);
  });

  it.each([
    'ThrottlingException',
    'AccessDeniedException',
    'DisabledException',
    'KMSInternalException',
    'silence',
  ])('is unavailable when KMS answers %s', async (failure) => {
    const { wrapped } = await ready(service).generateDataKey({ tenant: 't' });
    ready(stub).fail(failure);
    await expect(ready(service).generateDataKey({ tenant: 't' })).rejects.toBeInstanceOf(
      UpstreamUnavailableError,
    );
    await expect(ready(service).decrypt(wrapped, { tenant: 't' })).rejects.toBeInstanceOf(
      UpstreamUnavailableError,
    );
  });
});
