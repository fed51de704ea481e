import type { IncomingMessage } from 'node:http';

/** What a page may send beside its body; `apollo-require-preflight` and `phield-purpose` are asked for by name. */
const REQUEST_HEADERS =
  'authorization, content-type, dpop, phield-purpose, apollo-require-preflight, traceparent';
/** What a page may read of an answer. */
const READABLE = 'phield-request-id, retry-after, www-authenticate';
/** Seconds for which a browser need not ask again. */
const PREFLIGHT_AGE = '600';

/** Headers for an answer to a page of that origin; `null`: it may not ask. */
export type AdmitOrigin = (request: IncomingMessage) => Readonly<Record<string, string>> | null;

/**
 * Fetch standard, CORS: a request without `Origin` is no page's; one of the very number it was sent to needs no leave; any
 * other MUST be on the list, or nothing runs. Cookies play no part, so credentials are never allowed.
 */
export function createAdmitOrigin(origins: readonly string[]): AdmitOrigin {
  const listed = new Set(origins);
  return ({ headers: { origin, host } }) => {
    if (origin === undefined) return NO_PAGE;
    if (listed.has(origin)) {
      return {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': READABLE,
        vary: 'Origin',
      };
    }
    return isOwn(origin, host) ? NO_PAGE : null;
  };
}

/** To a browser that asks before it asks. */
export const PREFLIGHT_ANSWER: Readonly<Record<string, string>> = Object.freeze({
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': REQUEST_HEADERS,
  'access-control-max-age': PREFLIGHT_AGE,
});

const NO_PAGE: Readonly<Record<string, string>> = Object.freeze({});

/** A name may be pointed anywhere by who owns it (DNS rebinding); a number and `localhost` may not. */
const BY_NUMBER = /^(localhost|\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\])(:\d{1,5})?$/i;

function isOwn(origin: string, host = ''): boolean {
  return BY_NUMBER.test(host) && (origin === `http://${host}` || origin === `https://${host}`);
}
