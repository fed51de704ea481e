import { isSignedBy, type SigningKey } from '../chain/signing-key.ts';
import { keyId, type Vkey } from '../chain/vkey.ts';
import type { TreeHead } from './check-proofs.ts';
import { type Note, type NoteSignature, readNote, signaturesOf, writeNote } from './note.ts';

/** C2SP tlog-checkpoint: what the log says it is. */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
}

export interface SignedCheckpoint extends Checkpoint {
  readonly note: Note;
}

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}

/** @returns `null` for a text that is no checkpoint. Extension lines are passed over, as the standard allows. */
export function readCheckpointText(text: string): Checkpoint | null {
  if (!text.endsWith('\n')) return null;
  const [origin = '', size = '', root = '', ...more] = text.slice(0, -1).split('\n');
  const hash = Buffer.from(root, 'base64');
  if (origin === '' || !/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return null;
  if (hash.length !== 32 || hash.toString('base64') !== root || more.includes('')) return null;
  return { origin, size: Number(size), root: hash };
}

/** @throws UpstreamUnavailableError when the key is out of reach. */
export async function signCheckpoint(checkpoint: Checkpoint, key: SigningKey): Promise<Note> {
  const text = checkpointText(checkpoint);
  const signature = await key.sign(Buffer.from(text));
  const id = keyId({ name: key.name, type: 'note', publicKey: key.publicKey });
  return { text, signatures: [{ name: key.name, id, signature }] };
}

/**
 * Reads a checkpoint that one of `keys` signed for `origin`. A signature that bears a known key's name and id and is
 * not its own spoils the whole note (C2SP signed-note, "Signatures").
 * @returns `null` for anything else.
 */
export function openCheckpoint(
  bytes: Uint8Array,
  origin: string,
  keys: readonly Vkey[],
): SignedCheckpoint | null {
  const note = readNote(bytes);
  const checkpoint = note === null ? null : readCheckpointText(note.text);
  if (note === null || checkpoint === null || checkpoint.origin !== origin) return null;
  const message = Buffer.from(note.text);
  const known = keys.flatMap((key) =>
    signaturesOf(note.signatures, key).map(({ signature }) => isSignedBy(key.publicKey, message, signature)),
  );
  return known.length > 0 && known.every(Boolean) ? { ...checkpoint, note } : null;
}

/** The same checkpoint with the signatures of others behind the log's own. */
export function withSignatures(note: Note, signatures: readonly NoteSignature[]): Buffer {
  return writeNote({ text: note.text, signatures: [...note.signatures, ...signatures] });
}
