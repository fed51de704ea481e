import type { IncomingMessage } from 'node:http';
import { countHeader } from './count-header.ts';

const JSON_TYPE = /^application\/json[ \t]*(;|$)/i;
const CHARSET = /;[ \t]*charset[ \t]*=[ \t]*("?)([^";]*)\1[ \t]*(?=;|$)/gi;

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
  if (!JSON_TYPE.test(type)) return 415;
  const stated = [...type.matchAll(CHARSET)].map(([, , name = '']) => name.toLowerCase());
  const named = type.toLowerCase().split('charset').length - 1;
  return named === stated.length && stated.every((name) => name === 'utf-8') && stated.length <= 1
    ? null
    : 415;
}
