import { createHmac, createSecretKey, type Hmac } from 'node:crypto';

/**
 * HMAC-SHA-256 (RFC 2104). The key goes in as an object: bytes are first taken for one by an error that Node throws
 * and catches, which costs four times what the hash of a word does.
 */
export function keyedHash(key: Uint8Array): Hmac {
  return createHmac('sha256', createSecretKey(key));
}
