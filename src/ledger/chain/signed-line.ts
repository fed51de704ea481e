/**
 * JSON with its signature: `<JSON>\n<base64 of the Ed25519 signature>`, UTF-8, no line break at the end. The
 * signature is over the domain's text and the JSON's bytes as they stand; nobody serialises them anew. JSON text
 * holds no line break, so there is one way to read it.
 */
export interface SignedLine {
  /** Bytes of the JSON. */
  readonly json: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

const BREAK = 0x0a;
/** 64 bytes in base64. */
const SIGNATURE_CHARACTERS = 88;

export function writeSignedLine(json: Uint8Array, signature: Uint8Array): Buffer {
  return Buffer.concat([json, Buffer.of(BREAK), Buffer.from(Buffer.from(signature).toString('base64'))]);
}

/** @returns `null` for anything of another form: base64 in a second spelling, for one, is no signature. */
export function readSignedLine(bytes: Uint8Array): SignedLine | null {
  const at = bytes.length - SIGNATURE_CHARACTERS - 1;
  if (at < 0 || bytes[at] !== BREAK) return null;
  const text = Buffer.from(bytes.subarray(at + 1)).toString('latin1');
  const signature = Buffer.from(text, 'base64');
  if (signature.length !== 64 || signature.toString('base64') !== text) return null;
  return { json: bytes.subarray(0, at), signature };
}
