import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { installationKeyName } from '../../../src/ledger/chain/ledger-origin.ts';
import { createWriterChain, type WriterChain } from '../../../src/ledger/chain/seal-batch.ts';
import type { SigningKey } from '../../../src/ledger/chain/signing-key.ts';
import { createUlid } from '../../../src/ledger/ulid.ts';

export const TEST_ORIGIN = 'ledger.test';

/** A signing key in memory. */
export function memoryKey(name: string): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return Object.freeze({
    name,
    publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
    sign: async (message: Uint8Array) => sign(null, message, privateKey),
  });
}

export interface Installation {
  readonly origin: string;
  readonly key: SigningKey;
  readonly build: string;
  /** A further writer, certified. */
  writer(): Promise<WriterChain>;
}

/** An installation with its key in memory. */
export function createInstallation(origin = TEST_ORIGIN, clock: () => number = Date.now): Installation {
  const key = memoryKey(installationKeyName(origin));
  const nextWriter = createUlid(clock, randomBytes);
  return {
    origin,
    key,
    build: '0.0.0',
    writer: () =>
      createWriterChain({ writer: nextWriter(), installationKey: key, origin, build: '0.0.0', clock }),
  };
}

/** What a writer that lived in order sealed: open, a batch for each list of records, close. */
export function sealLife(chain: WriterChain, ...batches: readonly (readonly Uint8Array[])[]): SealedBatch[] {
  return [
    chain.seal('open', [chain.certificate]),
    ...batches.map((records) => chain.seal(records.length === 0 ? 'heartbeat' : 'records', records)),
    chain.seal('close', []),
  ];
}
