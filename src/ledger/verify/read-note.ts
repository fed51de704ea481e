import { isUtf8 } from 'node:buffer';
import { verify } from 'node:crypto';
import type { PublicKey } from './public-key.ts';

/** One signature line of a note (C2SP signed-note). */
export interface NoteSignature {
  readonly name: string;
  /** 8 hex digits. */
  readonly id: string;
  /** What stands behind the key id. */
  readonly bytes: Buffer;
}

export interface Note {
  /** The text that is signed, with its last line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Larger than any checkpoint with its sixteen signatures (C2SP signed-note asks for at least that many). */
const NOTE_BYTES = 64 * 1024;
const MOST_SIGNATURES = 64;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a note has none (C2SP signed-note, "Format")
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
const SIGNATURE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;

/** @returns `null` for bytes that are no signed note, or one with the same key's line twice. */
export function parseNote(bytes: Uint8Array): Note | null {
  if (bytes.length > NOTE_BYTES || !isUtf8(bytes)) return null;
  const whole = Buffer.from(bytes).toString('utf8');
  const split = whole.lastIndexOf('\n\n');
  if (split < 1 || CONTROL.test(whole) || !whole.endsWith('\n')) return null;
  const lines = whole.slice(split + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return null;
  const signatures: NoteSignature[] = [];
  const seen = new Set<string>();
  for (const line of lines) {
    const signature = parseSignature(line);
    if (signature === null || seen.has(`${signature.name} ${signature.id}`)) return null;
    seen.add(`${signature.name} ${signature.id}`);
    signatures.push(signature);
  }
  return { text: whole.slice(0, split + 1), signatures };
}

function parseSignature(line: string): NoteSignature | null {
  const [, name, encoded] = SIGNATURE.exec(line) ?? [];
  if (name === undefined || encoded === undefined) return null;
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length < 5 || bytes.toString('base64') !== encoded) return null;
  return { name, id: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) };
}

/**
 * What the keys given say of a note. A line of another key is passed over, also where it shares a name or an id with
 * one of them (C2SP signed-note, "Signatures").
 *
 * @returns names of the keys whose line holds, and of those whose line does not: one such line condemns the note.
 */
export function checkSignatures(
  note: Note,
  keys: readonly PublicKey[],
): { readonly good: readonly string[]; readonly bad: readonly string[] } {
  const good: string[] = [];
  const bad: string[] = [];
  for (const { name, id, bytes } of note.signatures) {
    const key = keys.find((one) => one.name === name && one.id === id);
    if (key === undefined) continue;
    const holds = key.kind === 'note' ? isNoteSigned(note, key, bytes) : isCosigned(note, key, bytes);
    (holds ? good : bad).push(name);
  }
  return { good, bad };
}

function isNoteSigned(note: Note, { key }: PublicKey, signature: Buffer): boolean {
  return signature.length === 64 && verify(null, Buffer.from(note.text), key, signature);
}

/** C2SP tlog-cosignature, "Ed25519 signed message": the time, big-endian, stands before the signature. */
function isCosigned(note: Note, { key }: PublicKey, signature: Buffer): boolean {
  if (signature.length !== 72) return false;
  const time = signature.readBigUInt64BE(0);
  if (time >= 1n << 63n) return false;
  const message = Buffer.from(`cosignature/v1\ntime ${time}\n${note.text}`);
  return verify(null, message, key, signature.subarray(8));
}
