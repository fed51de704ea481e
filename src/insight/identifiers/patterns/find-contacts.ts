import type { FoldedText } from '../fold-text.ts';
import type { Found } from '../found.ts';

const URL_FORM = /\b(?:[a-z][a-z0-9+.-]{1,9}:\/\/|www\.)[^\s<>"'()[\]{}]{2,}/g;
const IPV4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d]|\.\d)/g;
const IPV6 = /(?<![0-9a-z:])[0-9a-f]{0,4}(?::{1,2}[0-9a-f]{1,4}){2,7}(?![0-9a-z:])/g;
const HARDWARE = /(?<![0-9a-z])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9a-z])/g;

/** E-mail addresses, URLs, network addresses. */
export function findContacts({ lower }: FoldedText): readonly Found[] {
  return [
    ...emails(lower),
    ...spans(lower, URL_FORM, 'URL').map((one) => withoutStop(one, lower)),
    ...spans(lower, IPV4, 'ID').filter(({ start, end }) => isIpv4(lower.slice(start, end))),
    ...spans(lower, IPV6, 'ID').filter(({ start, end }) => isIpv6(lower.slice(start, end))),
    ...spans(lower, HARDWARE, 'ID'),
  ];
}

export function spans(text: string, form: RegExp, kind: Found['kind']): readonly Found[] {
  return Array.from(text.matchAll(form), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    kind,
  }));
}

/** Looked for from the `@`, to both sides, no farther than RFC 5321 §4.5.3.1 lets them reach. */
function emails(lower: string): readonly Found[] {
  const found: Found[] = [];
  for (let at = lower.indexOf('@'); at !== -1; at = lower.indexOf('@', at + 1)) {
    const local = /[\p{L}\p{N}._%+'-]+$/u.exec(lower.slice(Math.max(0, at - 64), at))?.[0];
    const domain = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u.exec(lower.slice(at + 1, at + 256))?.[0];
    if (local === undefined || domain === undefined) continue;
    found.push({ start: at - local.length, end: at + 1 + domain.length, kind: 'EMAIL' });
  }
  return found;
}

function withoutStop(found: Found, lower: string): Found {
  const stop = /[.,;:!?]+$/.exec(lower.slice(Math.max(found.start, found.end - 8), found.end))?.[0] ?? '';
  return { ...found, end: found.end - stop.length };
}

function isIpv4(text: string): boolean {
  return text.split('.').every((part) => Number(part) <= 255);
}

/** Times have colons too, but neither letters nor eight parts. */
function isIpv6(text: string): boolean {
  const parts = text.split(':');
  return (
    parts.length === 8 ||
    (text.includes('::') && parts.length >= 3) ||
    (parts.length >= 5 && /[a-f]/.test(text))
  );
}
