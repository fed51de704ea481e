import { z } from 'zod';
import { installationVkey } from './ledger-origin.ts';
import { readSignedLine, writeSignedLine } from './signed-line.ts';
import { isSignedBy, type SigningKey } from './signing-key.ts';
import { keyIdHex } from './vkey.ts';

/** What goes before a certificate under the installation's signature. */
export const WRITER_DOMAIN = 'phield-ledger-writer-v1\n';

/**
 * The installation's word that a writer is one of its own: the record of the writer's `open` batch, and part of
 * each of its segments' headers. Stored as a signed line. Keys stand in this order, without white space.
 */
export const WriterCertificate = z.strictObject({
  v: z.literal(1),
  /** Tells it apart from the records of operations. */
  kind: z.literal('writer'),
  writer: z.ulid(),
  /** Ed25519, 32 bytes in base64; the private half is never stored. */
  publicKey: z.base64().length(44),
  /** Name of the log that the writer writes for. */
  origin: z.string().min(1).max(200),
  /** RFC 3339, UTC, milliseconds. */
  time: z.string(),
  /** Version of the package that writes. */
  build: z.string().max(100),
  /** Key id of the installation's key: 8 hex digits. */
  key: z.string().regex(/^[0-9a-f]{8}$/),
});
export type WriterCertificate = z.infer<typeof WriterCertificate>;

export interface Certified {
  readonly writer: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly origin: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly build: string;
}

/** @returns the signed line. @throws UpstreamUnavailableError when the installation's key is out of reach. */
export async function writeCertificate(certified: Certified, installationKey: SigningKey): Promise<Buffer> {
  const { writer, publicKey, origin, time, build } = certified;
  const certificate: WriterCertificate = {
    v: 1,
    kind: 'writer',
    writer,
    publicKey: Buffer.from(publicKey).toString('base64'),
    origin,
    time,
    build,
    key: keyIdHex(installationVkey(origin, installationKey.publicKey)),
  };
  const json = Buffer.from(JSON.stringify(certificate));
  const message = Buffer.concat([Buffer.from(WRITER_DOMAIN), json]);
  return writeSignedLine(json, await installationKey.sign(message));
}

/** Does not look at the signature. @returns `null` for bytes that are no certificate, as any other record is. */
export function readCertificate(bytes: Uint8Array): WriterCertificate | null {
  const line = readSignedLine(bytes);
  if (line === null) return null;
  try {
    const parsed = WriterCertificate.safeParse(JSON.parse(Buffer.from(line.json).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** @param installationKey 32 bytes. */
export function isCertifiedBy(bytes: Uint8Array, installationKey: Uint8Array): boolean {
  const line = readSignedLine(bytes);
  if (line === null) return false;
  const message = Buffer.concat([Buffer.from(WRITER_DOMAIN), line.json]);
  return isSignedBy(installationKey, message, line.signature);
}
