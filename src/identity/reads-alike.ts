import { JsonRefused, plainJson } from '../plain-json.ts';

/**
 * Whether header and claims of a compact token say the same to every reader: RFC 7515 §5.2 and RFC 7519 §4 let one
 * refuse what stands twice, and another take the last.
 */
export function readsAlike(token: string): boolean {
  const [header = '', claims = ''] = token.split('.', 2);
  try {
    for (const part of [header, claims]) plainJson(Buffer.from(part, 'base64url'));
    return true;
  } catch (error) {
    if (error instanceof JsonRefused) return false;
    throw error;
  }
}
