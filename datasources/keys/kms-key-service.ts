import {
  DecryptCommand,
  GenerateDataKeyCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import type { KeyContext, KeyService } from './key-service.ts';

/**
 * AWS KMS as the key service. The encryption context `{tenant}` is authenticated by KMS and stands in
 * CloudTrail, so it MUST hold no PHI. The caller makes the client with time limits that cut
 * (`requestTimeout`, `throwOnRequestTimeout`).
 */
export function createKmsKeyService(client: KMSClient, keyId: string): KeyService {
  return Object.freeze({
    async generateDataKey(context: KeyContext) {
      const answer = await callKms(() =>
        client.send(
          new GenerateDataKeyCommand({
            KeyId: keyId,
            KeySpec: 'AES_256',
            EncryptionContext: { tenant: context.tenant },
          }),
        ),
      );
      if (answer.CiphertextBlob === undefined) throw new UpstreamUnavailableError('KMS gave no wrapped key');
      return { plaintext: keyBytes(answer.Plaintext), wrapped: answer.CiphertextBlob };
    },
    async decrypt(wrapped: Uint8Array, context: KeyContext) {
      const answer = await callKms(() =>
        client.send(
          new DecryptCommand({
            KeyId: keyId,
            CiphertextBlob: wrapped,
            EncryptionContext: { tenant: context.tenant },
          }),
        ),
      );
      return keyBytes(answer.Plaintext);
    },
  });
}

function keyBytes(plaintext: Uint8Array | undefined): Uint8Array {
  if (plaintext === undefined || plaintext.length !== 32) {
    throw new UpstreamUnavailableError('KMS gave no 256-bit key');
  }
  return plaintext;
}

async function callKms<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException) {
      throw new DataIntegrityError('KMS does not open a wrapped key');
    }
    throw new UpstreamUnavailableError(`KMS: ${error instanceof Error ? error.name : 'failed'}`);
  }
}
