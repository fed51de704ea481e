import { isSignedBy, type SigningKey } from '../chain/signing-key.ts';
import { keyId, type Vkey } from '../chain/vkey.ts';
import { type NoteSignature, signaturesOf } from './note.ts';

/** 8 bytes of time, 64 of Ed25519 (C2SP tlog-cosignature). */
const BYTES = 72;

/** C2SP tlog-cosignature, "Ed25519 signed message". @param time seconds since the epoch. */
function messageOf(time: bigint, text: string): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
}

/**
 * A witness's word that it has seen this checkpoint grow out of all it saw before.
 * @param time seconds since the epoch.
 * @throws UpstreamUnavailableError when the key is out of reach.
 */
export async function cosign(text: string, time: number, key: SigningKey): Promise<NoteSignature> {
  const seconds = BigInt(Math.max(0, Math.floor(time)));
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(seconds);
  const signature = await key.sign(messageOf(seconds, text));
  const id = keyId({ name: key.name, type: 'cosignature', publicKey: key.publicKey });
  return { name: key.name, id, signature: Buffer.concat([stamp, signature]) };
}

/** @returns the cosignatures by `key` on the checkpoint's text that hold; those of others are passed over. */
export function cosignaturesOf(
  text: string,
  signatures: readonly NoteSignature[],
  key: Vkey,
): readonly NoteSignature[] {
  if (key.type !== 'cosignature') return [];
  return signaturesOf(signatures, key).filter(({ signature }) => {
    if (signature.length !== BYTES) return false;
    const time = Buffer.from(signature).readBigUInt64BE(0);
    return isSignedBy(key.publicKey, messageOf(time, text), signature.subarray(8));
  });
}
