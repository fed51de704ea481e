import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { DataIntegrityError, PhieldError, UpstreamUnavailableError } from '../../src/errors.ts';
import { createPrivateFile } from '../../src/identity/create-private-file.ts';
import type { SigningKey } from '../../src/ledger/chain/signing-key.ts';

const KeyFile = z.strictObject({
  version: z.literal(1),
  type: z.literal('ed25519'),
  /** PKCS #8, DER, in base64 (RFC 8410). */
  privateKey: z.base64(),
});

/**
 * The embedded profile's signing key: an Ed25519 key in a file of mode 0600, made at first use. Processes that
 * start at once end with the same key.
 *
 * @param nameOf the key's name, which may follow from the key itself (32 bytes).
 * @throws DataIntegrityError when the file exists but is no such key; it is never overwritten, since everything
 * signed with it would lose its maker. UpstreamUnavailableError when it cannot be read or made.
 */
export async function openEmbeddedSigningKey(
  file: string,
  nameOf: (publicKey: Uint8Array) => string,
): Promise<SigningKey> {
  const privateKey = await openKey(file);
  const publicKey = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url');
  return Object.freeze({
    name: nameOf(publicKey),
    publicKey,
    sign: async (message: Uint8Array) => sign(null, message, privateKey),
  });
}

async function openKey(file: string): Promise<KeyObject> {
  try {
    const text = await createPrivateFile(file, async () => makeKey());
    // A key that a power cut took away would leave signatures that nobody made.
    await syncDirectory(dirname(file));
    return readKey(text);
  } catch (error) {
    if (error instanceof PhieldError) throw error;
    throw new UpstreamUnavailableError('the embedded signing key cannot be read or made');
  }
}

function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  return `${JSON.stringify({ version: 1, type: 'ed25519', privateKey: der.toString('base64') })}\n`;
}

function readKey(text: string): KeyObject {
  try {
    const { privateKey } = KeyFile.parse(JSON.parse(text));
    const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), type: 'pkcs8', format: 'der' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Falls through: no reason is told, since it would quote the file.
  }
  throw new DataIntegrityError('the embedded signing key file holds no Ed25519 key');
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Puts the key of another file in place of this one's, durably and in one step. The key that was there is gone: what
 * it signed stays signed, and it signs nothing more.
 * @param next made by `openEmbeddedSigningKey`; gone afterwards.
 * @throws UpstreamUnavailableError
 */
export async function replaceEmbeddedSigningKey(file: string, next: string): Promise<void> {
  try {
    await rename(next, file);
    await syncDirectory(dirname(file));
  } catch {
    throw new UpstreamUnavailableError('the embedded signing key cannot be replaced');
  }
}
