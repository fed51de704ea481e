import { z } from 'zod';
import { parseExact } from './read-certificate.ts';
import { type SignedText, splitSigned, strictBase64 } from './signed-text.ts';

const Hash = z.string().transform((text, context) => {
  const bytes = strictBase64(text, 32);
  if (bytes !== null) return bytes;
  context.addIssue('expected 32 bytes in base64');
  return z.NEVER;
});

const Head = z.strictObject({
  v: z.literal(1),
  writer: z.ulid(),
  seq: z.number().int().positive(),
  kind: z.enum(['open', 'records', 'heartbeat', 'close']),
  time: z.iso.datetime({ precision: 3 }).transform((text) => Date.parse(text)),
  records: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
  root: Hash,
  prev: Hash.nullable(),
});

/** What a writer signed of a batch; `time` in milliseconds since the epoch, hashes of 32 bytes. */
export type Head = z.output<typeof Head>;

const BEGINNING = Buffer.from('{"v":1,"writer":"');

/** Among the log's entries: a record is JSON without a line feed, a head ends with a signature and begins so. */
export function looksLikeHead(bytes: Uint8Array): boolean {
  return BEGINNING.equals(bytes.subarray(0, BEGINNING.length));
}

/** @returns the head, not yet believed; `null` for bytes that are none. */
export function readHead(sealed: Uint8Array): { readonly head: Head; readonly text: SignedText } | null {
  const text = splitSigned(sealed);
  const head = text === null ? null : parseExact(Head, text.json);
  return text === null || head === null ? null : { head, text };
}
