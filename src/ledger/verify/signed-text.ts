import { type KeyObject, verify } from 'node:crypto';

/**
 * What goes before the JSON of each kind of signed line under its signature, so that no text signed as one kind is
 * ever taken for another.
 */
export const DOMAINS = Object.freeze({
  writer: Buffer.from('phield-ledger-writer-v1\n'),
  batch: Buffer.from('phield-ledger-batch-v1\n'),
  segment: Buffer.from('phield-ledger-segment-v1\n'),
  seal: Buffer.from('phield-ledger-seal-v1\n'),
} as const);
export type Domain = keyof typeof DOMAINS;

const LF = 0x0a;
/** An Ed25519 signature, 64 bytes, in base64 with its padding. */
const SIGNATURE_TEXT = 88;

/** `<JSON>\n<base64 of the signature>`, with nothing behind it. */
export interface SignedText {
  readonly json: Buffer;
  readonly signature: Buffer;
}

/** @returns `null` for bytes of any other form; base64 in a second spelling is another form. */
export function splitSigned(bytes: Uint8Array): SignedText | null {
  const at = bytes.length - SIGNATURE_TEXT - 1;
  if (at < 1 || bytes[at] !== LF) return null;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const signature = strictBase64(view.toString('latin1', at + 1), 64);
  return signature === null ? null : { json: view.subarray(0, at), signature };
}

export function isSigned(text: SignedText, domain: Domain, key: KeyObject): boolean {
  return verify(null, Buffer.concat([DOMAINS[domain], text.json]), key, text.signature);
}

/** @returns the bytes, or `null` unless `text` is their one standard spelling (RFC 4648 §4, padded). */
export function strictBase64(text: string, length: number): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text ? bytes : null;
}
