import type { IncomingMessage } from 'node:http';
import { countHeader } from './count-header.ts';

/** Each stands by itself and is matched from its beginning: blanks can be shared out in one way only. */
const JSON_TYPE = /^application\/json[ \t]*$/i;
const UTF_8 = /^[ \t]*charset[ \t]*=[ \t]*("?)utf-8\1[ \t]*$/i;
/** Characters. Libraries read it again behind the door, and not all at the cost of its length. */
const LONGEST = 256;

/**
 * A body is JSON in UTF-8 as it is. Another charset makes other text of the same bytes, a coding more bytes of fewer,
 * and a form needs no preflight. @returns the status that refuses it (RFC 9110 §15.5.16), or `null`.
 */
export function refuseMedia({ headers, rawHeaders }: IncomingMessage): number | null {
  // Node keeps the first of several.
  if (countHeader(rawHeaders, 'content-type') > 1) return 400;
  const coding = headers['content-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'identity') return 415;
  const type = headers['content-type'];
  // Without a body there is no type; who has a body and no type is refused where it is parsed.
  if (type === undefined || type === 'application/json') return null;
  const [media = '', ...parameters] = type.split(';');
  if (!JSON_TYPE.test(media)) return 415;
  const charsets = parameters.filter((one) => one.toLowerCase().includes('charset'));
  if (charsets.length > 1 || !charsets.every((one) => UTF_8.test(one))) return 415;
  return type.length > LONGEST ? 415 : null;
}
