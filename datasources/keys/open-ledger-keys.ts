import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../../src/config.ts';
import type { Installation } from '../../src/ledger/chain/installation.ts';
import { defaultOrigin, installationKeyName } from '../../src/ledger/chain/ledger-origin.ts';
import type { SigningKey } from '../../src/ledger/chain/signing-key.ts';
import { openEmbeddedSigningKey } from './embedded-signing-key.ts';

/** Milliseconds for one call of KMS. */
const KMS_TIMEOUT = 2_000;

export type KeySettings = Pick<Config, 'dataDir' | 'region'> & {
  readonly ledger: Pick<Config['ledger'], 'origin' | 'signingKeyId' | 'logKeyId'>;
};

/**
 * What certifies this deployment's writers: a key in KMS where one is named, else
 * `<dataDir>/keys/ledger-installation.json`, made at first use.
 * @throws UpstreamUnavailableError, DataIntegrityError
 */
export async function openInstallation(settings: KeySettings): Promise<Installation> {
  const { origin, signingKeyId } = settings.ledger;
  const originOf = (publicKey: Uint8Array) => origin ?? defaultOrigin(publicKey);
  const nameOf = (publicKey: Uint8Array) => installationKeyName(originOf(publicKey));
  const key = await openKey(settings, signingKeyId, 'ledger-installation.json', nameOf);
  return Object.freeze({ key, origin: originOf(key.publicKey), build: await packageVersion() });
}

/** The same, of key files alone: what runs without a configuration. */
export function openFileInstallation(dataDir: string): Promise<Installation> {
  return openInstallation({
    dataDir,
    region: '',
    ledger: { origin: null, signingKeyId: null, logKeyId: null },
  });
}

/** What signs the log's checkpoints: named like the log. @throws UpstreamUnavailableError, DataIntegrityError */
export function openLogKey(
  settings: KeySettings,
  { origin }: Pick<Installation, 'origin'>,
): Promise<SigningKey> {
  return openKey(settings, settings.ledger.logKeyId, 'ledger-log.json', () => origin);
}

async function openKey(
  { dataDir, region }: KeySettings,
  kmsKeyId: string | null,
  file: string,
  nameOf: (publicKey: Uint8Array) => string,
): Promise<SigningKey> {
  if (kmsKeyId === null) return openEmbeddedSigningKey(join(dataDir, 'keys', file), nameOf);
  const [{ KMSClient }, { openKmsSigningKey }] = await Promise.all([
    import('@aws-sdk/client-kms'),
    import('./kms-signing-key.ts'),
  ]);
  const client = new KMSClient({
    region,
    maxAttempts: 3,
    requestHandler: {
      requestTimeout: KMS_TIMEOUT,
      connectionTimeout: KMS_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  });
  return openKmsSigningKey(client, kmsKeyId, nameOf);
}

const Package = z.object({ version: z.string() });

async function packageVersion(): Promise<string> {
  const path = join(import.meta.dirname, '..', '..', 'package.json');
  return Package.parse(JSON.parse(await readFile(path, 'utf8'))).version;
}
