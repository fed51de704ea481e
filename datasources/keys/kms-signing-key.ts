import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import type { SigningKey } from '../../src/ledger/chain/signing-key.ts';

/** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410 §4). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * An Ed25519 key in AWS KMS (key spec ECC_NIST_EDWARDS25519): the private half never leaves it. The caller makes
 * the client with time limits that cut (`requestTimeout`, `throwOnRequestTimeout`).
 *
 * @throws UpstreamUnavailableError when KMS is slow, refusing or gone, or the key is of another kind.
 */
export async function openKmsSigningKey(
  client: KMSClient,
  keyId: string,
  nameOf: (publicKey: Uint8Array) => string,
): Promise<SigningKey> {
  const { PublicKey } = await callKms(() => client.send(new GetPublicKeyCommand({ KeyId: keyId })));
  const publicKey = rawKey(PublicKey);
  return Object.freeze({
    name: nameOf(publicKey),
    publicKey,
    async sign(message: Uint8Array) {
      const { Signature } = await callKms(() =>
        client.send(
          new SignCommand({
            KeyId: keyId,
            Message: message,
            MessageType: 'RAW',
            SigningAlgorithm: 'ED25519_SHA_512',
          }),
        ),
      );
      if (Signature?.length !== 64) throw new UpstreamUnavailableError('KMS gave no Ed25519 signature');
      return Signature;
    },
  });
}

function rawKey(spki: Uint8Array | undefined): Uint8Array {
  if (
    spki === undefined ||
    spki.length !== SPKI_HEAD.length + 32 ||
    !SPKI_HEAD.equals(spki.subarray(0, SPKI_HEAD.length))
  ) {
    throw new UpstreamUnavailableError('the KMS key is no Ed25519 key');
  }
  return spki.slice(SPKI_HEAD.length);
}

async function callKms<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new UpstreamUnavailableError(`KMS: ${error instanceof Error ? error.name : 'failed'}`);
  }
}
