import { isKeyName, keyId, type Vkey } from '../chain/vkey.ts';

export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly id: Uint8Array;
  /** What the key's type makes of it: 64 bytes for `note`, 72 for `cosignature`. */
  readonly signature: Uint8Array;
}

/** C2SP signed-note, not yet verified: nothing of it may be believed. */
export interface Note {
  /** Ends with a line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const NOTE_BYTES = 64 * 1024;
/** C2SP signed-note demands 16 and allows an end. */
const SIGNATURES = 64;
const DASH = '\u2014';

export function writeSignature({ name, id, signature }: NoteSignature): string {
  return `${DASH} ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

export function writeNote({ text, signatures }: Note): Buffer {
  return Buffer.from(`${text}\n${signatures.map(writeSignature).join('')}`);
}

/** @returns `null` for bytes that are no signed note. */
export function readNote(bytes: Uint8Array): Note | null {
  if (bytes.length > NOTE_BYTES) return null;
  const all = decode(bytes);
  if (all === null || !all.endsWith('\n')) return null;
  const end = all.lastIndexOf('\n\n');
  if (end < 0) return null;
  const signatures = readSignatures(all.slice(end + 2));
  return signatures === null || signatures.length === 0 ? null : { text: all.slice(0, end + 1), signatures };
}

/** @returns `null` unless every line is a signature. */
export function readSignatures(text: string): readonly NoteSignature[] | null {
  if (text !== '' && !text.endsWith('\n')) return null;
  const signatures: NoteSignature[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const [dash, name = '', encoded = '', ...rest] = line.split(' ');
    const bytes = Buffer.from(encoded, 'base64');
    if (dash !== DASH || !isKeyName(name) || rest.length > 0 || bytes.length < 5) return null;
    if (bytes.toString('base64') !== encoded) return null;
    signatures.push({ name, id: bytes.subarray(0, 4), signature: bytes.subarray(4) });
    if (signatures.length > SIGNATURES) return null;
  }
  return signatures;
}

/** Those that bear the key's name and id: both are needed to be the key's (C2SP signed-note, "Signatures"). */
export function signaturesOf(signatures: readonly NoteSignature[], key: Vkey): readonly NoteSignature[] {
  const id = keyId(key);
  return signatures.filter((one) => one.name === key.name && Buffer.compare(one.id, id) === 0);
}

/** UTF-8 without control characters but line feeds, as a signed note must be. */
function decode(bytes: Uint8Array): string | null {
  if (bytes.some((byte) => byte < 0x20 && byte !== 0x0a)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
