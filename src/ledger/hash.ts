import { createHash, hash } from 'node:crypto';

/** RFC 6962 §2.1: the hash of a leaf is told apart from that of a node by its first byte. */
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** SHA-256 of the empty string: the root of an empty log (RFC 6962 §2.1). 32 bytes. */
export const EMPTY_ROOT: Uint8Array = hash('sha256', '', 'buffer');

/** @returns 32 bytes. */
export function leafHash(entry: Uint8Array): Uint8Array {
  return createHash('sha256').update(LEAF).update(entry).digest();
}

/** @returns 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}
