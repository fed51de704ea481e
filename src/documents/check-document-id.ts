import { createHash } from 'node:crypto';
import { DOCUMENT_ID } from './registered-document.ts';

/** By the number of hex digits: what Apollo, graphql-codegen and Relay call documents by. */
const ALGORITHM: ReadonlyMap<number, 'md5' | 'sha1' | 'sha256'> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
]);
const PREFIXED = /^(md5|sha1|sha256):(.*)$/i;
const HEX = /^[0-9a-f]+$/i;

/** Hex. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * An id is kept as it was given; but one that looks like a hash of the text MUST be it, since readers will take it for
 * one (GraphQL over HTTP, persisted documents: `sha256:` followed by the hash).
 * @returns what is wrong, or `null`
 */
export function checkDocumentId(id: string, text: string): string | null {
  if (!DOCUMENT_ID.test(id)) return 'an id has 1 to 128 letters, digits, and : . _ -';
  const [, prefix, rest = ''] = PREFIXED.exec(id) ?? [];
  const hex = prefix === undefined ? id : rest;
  const algorithm = HEX.test(hex) ? ALGORITHM.get(hex.length) : undefined;
  if (prefix === undefined && algorithm === undefined) return null;
  if (algorithm === undefined || (prefix !== undefined && prefix.toLowerCase() !== algorithm)) {
    return `the id begins with ${prefix}: but is no ${prefix} hash`;
  }
  const actual = createHash(algorithm).update(text, 'utf8').digest('hex');
  return actual === hex.toLowerCase()
    ? null
    : `the id looks like the ${algorithm} hash of the text, and is not`;
}
