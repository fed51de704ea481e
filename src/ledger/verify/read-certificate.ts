import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { ed25519Key } from './public-key.ts';
import { isSigned, splitSigned, strictBase64 } from './signed-text.ts';
import type { InstallationKey, Trust } from './trust.ts';

const Certificate = z.strictObject({
  v: z.literal(1),
  kind: z.literal('writer'),
  writer: z.ulid(),
  publicKey: z.string(),
  origin: z.string(),
  time: z.iso.datetime({ precision: 3 }),
  build: z.string(),
  key: z.string(),
});

/** An installation's word that a key is that of one of its writers. */
export interface Certified {
  readonly writer: string;
  readonly key: KeyObject;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Entries of the log before which its certificate must stand, since the key was given up; `null`: anywhere. */
  readonly until: number | null;
}

/** Among the log's entries, certificates begin like this and batches' heads do not. */
const BEGINNING = Buffer.from('{"v":1,"kind":"writer",');

export function looksLikeCertificate(bytes: Uint8Array): boolean {
  return BEGINNING.equals(bytes.subarray(0, BEGINNING.length));
}

/** @returns `null` unless a pinned installation key signed it, for this log. */
export function readCertificate(bytes: Uint8Array, trust: Trust): Certified | null {
  const text = splitSigned(bytes);
  const value = text === null ? null : parseExact(Certificate, text.json);
  if (text === null || value === null || value.origin !== trust.origin) return null;
  const raw = strictBase64(value.publicKey, 32);
  const key = raw === null ? null : ed25519Key(raw);
  const signers = trust.installation.filter(({ id }: InstallationKey) => id === value.key);
  const signer = signers.find((one) => isSigned(text, 'writer', one.key));
  if (key === null || signer === undefined) return null;
  return { writer: value.writer, key, time: Date.parse(value.time), until: signer.until };
}

/** @returns the value, or `null` unless the bytes are its one spelling: keys in their order, no white space. */
export function parseExact<T>(schema: z.ZodType<T>, json: Buffer): T | null {
  const text = json.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = schema.safeParse(value);
  return parsed.success && JSON.stringify(value) === text ? parsed.data : null;
}
