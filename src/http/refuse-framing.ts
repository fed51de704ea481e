import type { IncomingMessage } from 'node:http';
import { countHeader } from './count-header.ts';

/**
 * What HTTP itself asks of a request: one host (RFC 9112 §3.2), and nothing expected that nobody here does (RFC 9110
 * §10.1.1). @returns the status that refuses it, or `null`.
 */
export function refuseFraming({ headers, httpVersion, rawHeaders }: IncomingMessage): number | null {
  if (headers.host === undefined ? httpVersion === '1.1' : countHeader(rawHeaders, 'host') > 1) return 400;
  const { expect } = headers;
  return expect === undefined || expect.toLowerCase() === '100-continue' ? null : 417;
}
