import { SignJWT } from 'jose';

type Claims = Record<string, unknown>;

/** Changes one character of one part, so that its bytes change. */
export function flip(token: string, part: number): string {
  const parts = token.split('.');
  const text = parts[part] ?? '';
  const middle = Math.floor(text.length / 2);
  parts[part] = `${text.slice(0, middle)}${text[middle] === 'A' ? 'B' : 'A'}${text.slice(middle + 1)}`;
  return parts.join('.');
}

/** The same header and signature over other claims. */
export function withClaims(token: string, claims: Claims): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encoded(claims)}.${signature}`;
}

export function unsigned(header: Claims, claims: Claims): string {
  return `${encoded(header)}.${encoded(claims)}.`;
}

/** RFC 8725 §2.1: a public key taken for a shared secret. */
export function symmetric(secret: Uint8Array, kid: string, claims: Claims): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid, typ: 'at+jwt' }).sign(secret);
}

function encoded(part: Claims): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
