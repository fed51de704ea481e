import { createHash } from 'node:crypto';
import type { SigningKey } from '../ledger/chain/signing-key.ts';
import { keyId } from '../ledger/chain/vkey.ts';
import { writeNote } from '../ledger/log/note.ts';
import { type EvidenceFile, MANIFEST_PATH, NOTE_PATH } from './evidence-file.ts';
import { byPath, type Manifest, manifestText, noteText, type PackedFile } from './manifest.ts';

/** A pack without its files. */
export type PackHead = Omit<Manifest, 'form' | 'files'>;

export interface SignedManifest {
  /** Hex: what the ledger is told of the pack. */
  readonly sha256: string;
  /** The manifest, and a C2SP signed note over its hash by the key that certifies the ledger's writers. */
  readonly files: readonly EvidenceFile[];
}

/** @throws UpstreamUnavailableError when the key is out of reach. */
export async function signPack(
  head: PackHead,
  files: readonly PackedFile[],
  key: SigningKey,
): Promise<SignedManifest> {
  const manifest = manifestText({ ...head, files: [...byPath(files)] });
  const sha256 = createHash('sha256').update(manifest).digest('hex');
  const text = noteText(head.origin, sha256);
  const { name, publicKey } = key;
  const signature = await key.sign(Buffer.from(text));
  const id = keyId({ name, type: 'note', publicKey });
  const note = writeNote({ text, signatures: [{ name, id, signature }] });
  return Object.freeze({
    sha256,
    files: [
      { path: MANIFEST_PATH, about: 'every other file with its size and SHA-256', pieces: () => [manifest] },
      { path: NOTE_PATH, about: 'the signature over the manifest (C2SP signed-note)', pieces: () => [note] },
    ],
  });
}
