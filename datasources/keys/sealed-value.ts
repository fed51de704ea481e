import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { DataIntegrityError } from '../../src/errors.ts';
import type { RandomBytes } from './key-service.ts';

const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

// Bytes, given to a cipher as its key, are first taken for a key object by an error that Node throws and catches, which
// costs twice what opening a value does. So each cipher is given the object.

/**
 * One AES-256-GCM envelope: format byte, 96-bit random nonce, ciphertext, 128-bit tag (NIST SP 800-38D §8.2.2;
 * a key MUST NOT seal more than 2^32 values). `place` names where the value stands (table, key, attribute):
 * it is authenticated, so that a value moved elsewhere does not open.
 */
export function sealValue(
  key: Uint8Array,
  place: readonly string[],
  plaintext: Uint8Array,
  random: RandomBytes,
): Uint8Array {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(frame(place));
  const body = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([Uint8Array.of(FORMAT), nonce, body, cipher.getAuthTag()]);
}

/** @throws DataIntegrityError when the value was altered, moved, or sealed under another key. */
export function openValue(key: Uint8Array, place: readonly string[], sealed: Uint8Array): Uint8Array {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== FORMAT) {
    throw new DataIntegrityError('a sealed value has an unknown format');
  }
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      createSecretKey(key),
      sealed.subarray(1, 1 + NONCE_BYTES),
      { authTagLength: TAG_BYTES },
    );
    decipher.setAAD(frame(place));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const body = decipher.update(sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES));
    decipher.final();
    return body;
  } catch {
    throw new DataIntegrityError('a sealed value does not open');
  }
}

/** Length-framed, so that no two places give the same bytes. */
function frame(place: readonly string[]): Buffer {
  return Buffer.from(place.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''));
}
