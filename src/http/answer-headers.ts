import type { DoorSettings } from './door-settings.ts';

/** Two years, the least that browsers' own lists take. */
const STRICT_TRANSPORT = 'max-age=63072000; includeSubDomains';

/**
 * On every answer, whatever it is about: nothing here is a page, nothing is kept, nothing is told onwards.
 * OWASP REST Security cheat sheet, "Security Headers"; RFC 6797 for strict transport.
 */
export function answerHeaders({ strictTransport }: DoorSettings): Readonly<Record<string, string>> {
  return Object.freeze({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(strictTransport && { 'strict-transport-security': STRICT_TRANSPORT }),
  });
}
