import { hash } from 'node:crypto';

/** Signature types of C2SP signed-note: a note's own signature, and that of a witness (tlog-cosignature). */
export const KEY_TYPES = Object.freeze({ note: 0x01, cosignature: 0x04 } as const);
export type KeyType = keyof typeof KEY_TYPES;

/** A public key with its name, as a verifier is told of it. */
export interface Vkey {
  readonly name: string;
  readonly type: KeyType;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

const LF = 0x0a;

/** C2SP signed-note, "Key ID": SHA-256(name ‖ LF ‖ type ‖ key)[:4]. @returns 4 bytes. */
export function keyId({ name, type, publicKey }: Vkey): Uint8Array {
  const bytes = Buffer.concat([Buffer.from(name), Buffer.of(LF, KEY_TYPES[type]), publicKey]);
  return hash('sha256', bytes, 'buffer').subarray(0, 4);
}

/** @returns 8 hex digits. */
export function keyIdHex(vkey: Vkey): string {
  return Buffer.from(keyId(vkey)).toString('hex');
}

/** `name+<8 hex key id>+base64(type ‖ key)`. */
export function writeVkey(vkey: Vkey): string {
  const key = Buffer.concat([Buffer.of(KEY_TYPES[vkey.type]), vkey.publicKey]);
  return `${vkey.name}+${keyIdHex(vkey)}+${key.toString('base64')}`;
}

/** A key's name: not empty, no Unicode space, no plus sign (C2SP signed-note). */
export function isKeyName(name: string): boolean {
  return /^[^\s+]+$/u.test(name) && name.isWellFormed();
}

/** @returns `null` for anything of another form, also where the id is not that of the key. */
export function readVkey(text: string): Vkey | null {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text);
  if (match === null) return null;
  const [, name = '', id, encoded = ''] = match;
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length !== 33 || bytes.toString('base64') !== encoded) return null;
  const type =
    bytes[0] === KEY_TYPES.note ? 'note' : bytes[0] === KEY_TYPES.cosignature ? 'cosignature' : null;
  if (type === null) return null;
  const vkey: Vkey = { name, type, publicKey: bytes.subarray(1) };
  return keyIdHex(vkey) === id ? vkey : null;
}
