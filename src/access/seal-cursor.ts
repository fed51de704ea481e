import { createCipheriv, createDecipheriv } from 'node:crypto';
import { BadUserInputError } from '../errors.ts';
import type { CursorSealer } from './guard-context.ts';

const CIPHER = 'aes-256-gcm';
const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** No position we seal comes near it; a longer cursor is refused before any work. */
const LONGEST = 4096;

/**
 * Seals list positions with AES-256-GCM (NIST SP 800-38D), so that a cursor tells nothing, cannot be made
 * up, and opens only for the list it was given for: the context (tenant, access class, coordinate, patient,
 * other arguments) is authenticated with it.
 * @param key 32 bytes; random nonces are safe for 2^32 cursors under one key, so MUST be a fresh one per start or
 * rotated.
 * @param random gives that many fresh unpredictable bytes; a 96-bit nonce per cursor.
 */
export function createCursorSealer(key: Uint8Array, random: (bytes: number) => Uint8Array): CursorSealer {
  return Object.freeze({
    seal(position: string, context: readonly string[]): string {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(frame(context));
      const sealed = Buffer.concat([cipher.update(position, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(FORMAT), nonce, sealed, cipher.getAuthTag()]).toString('base64url');
    },
    open(cursor: string, context: readonly string[]): string {
      if (cursor.length > LONGEST) throw refused();
      const bytes = Buffer.from(cursor, 'base64url');
      // Decoders skip what is no base64url: only the one spelling that was given out is taken back.
      if (bytes.toString('base64url') !== cursor) throw refused();
      if (bytes.length < 1 + NONCE_BYTES + TAG_BYTES || bytes[0] !== FORMAT) throw refused();
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
      const sealed = bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES);
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(frame(context));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
      } catch {
        throw refused();
      }
    },
  });
}

/** Each part with its length in bytes before it, so that no two contexts look alike. */
function frame(context: readonly string[]): Buffer {
  return Buffer.concat(
    context.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(part));
      return [length, Buffer.from(part, 'utf8')];
    }),
  );
}

function refused(): BadUserInputError {
  return new BadUserInputError('a cursor that is not of this list');
}
