import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { strictBase64 } from './signed-text.ts';

/** A C2SP verifier key: `name+<8 hex key id>+base64(type ‖ key)`. */
export interface PublicKey {
  readonly name: string;
  /** 8 hex digits: SHA-256(name ‖ LF ‖ type ‖ key)[:4] (C2SP signed-note). */
  readonly id: string;
  /** `note`: 0x01, signs a note's text. `witness`: 0x04, cosignature/v1 (C2SP tlog-cosignature). */
  readonly kind: 'note' | 'witness';
  readonly key: KeyObject;
}

const KINDS = new Map<number, PublicKey['kind']>([
  [0x01, 'note'],
  [0x04, 'witness'],
]);
const VKEY = /^([^\s+\p{Cc}]{1,200})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/u;

/** @returns `null` for any other form, and for an id that is not the key's own. */
export function parsePublicKey(text: string): PublicKey | null {
  const [, name, id, encoded] = VKEY.exec(text) ?? [];
  if (name === undefined || id === undefined || encoded === undefined) return null;
  const bytes = strictBase64(encoded, 33);
  const kind = bytes === null ? undefined : KINDS.get(bytes[0] ?? 0);
  if (bytes === null || kind === undefined) return null;
  const digest = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), bytes]), 'buffer');
  if (digest.toString('hex', 0, 4) !== id) return null;
  const key = ed25519Key(bytes.subarray(1));
  return key === null ? null : { name, id, kind, key };
}

/** DER of an Ed25519 SubjectPublicKeyInfo up to the key itself (RFC 8410 §4). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** @param raw 32 bytes (RFC 8032 §5.1.2). @returns `null` for anything that is no key. */
export function ed25519Key(raw: Uint8Array): KeyObject | null {
  if (raw.length !== 32) return null;
  try {
    return createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}
