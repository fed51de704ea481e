import { createPublicKey, verify } from 'node:crypto';

/**
 * An Ed25519 key (RFC 8032) that signs for the ledger, wherever it lies. Its name is what a C2SP signed note calls
 * it: no white space and no plus sign.
 *
 * `sign` MUST reject with UpstreamUnavailableError when the key is out of reach, and MUST NOT retry by itself for
 * longer than its own time-out.
 */
export interface SigningKey {
  readonly name: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** @returns 64 bytes: the signature over the message itself, which is not hashed before. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** @param publicKey 32 bytes. @returns false also for a key or a signature that is none. */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, message, key, signature);
}
