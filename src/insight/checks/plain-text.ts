import { normaliseText } from '../normalise-text.ts';
import type { Check } from './check.ts';

/** What a page, a terminal or a chat window would turn into something else than words. */
const ACTIVE: readonly RegExp[] = Object.freeze([
  /[a-z][a-z0-9+.-]{1,30}:\/\/|\b(?:www\.|javascript:|data:|mailto:|vbscript:|file:)/i,
  /<\/?[a-z!?]/i,
  /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/i,
  /!\[|\]\(|\]\[|^\s{0,3}\[(?![A-Z]{2,12}_\d{1,6}\])[^\]]{1,200}\]:\s/m,
  /```|~~~|`[^`]{1,200}`|\*\*|__|~~|^\s{0,3}(?:#{1,6}\s|>\s|[-*+]\s|\|)/m,
  /\b[a-z0-9-]{1,63}\.(?:com|org|net|io|dev|gov|edu|info|biz|co|app|ai|me|xyz|ru|cn)\b/i,
  /\$\{|\{\{|\\[nrtux]/,
  /\{\s*"|"\s*[}\]]|"\s*:\s*["{[]/,
]);
/** Latin letters and look-alikes in one word: NFKC leaves them apart. Single Greek letters are units and markers. */
const MIXED =
  /\p{Script=Latin}[\p{Script=Cyrillic}ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικρυχ]|[\p{Script=Cyrillic}ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικρυχ]\p{Script=Latin}/u;

/** Digits of other scripts, and marks that no letter bears: the checks read neither, and a reader sees both. */
const UNREAD = /[\p{N}--[0-9]]|(?<![\p{L}\p{M}])\p{M}/v;

/** A sentence and what is shown beside it are words and nothing else. */
export const plainText: Check = Object.freeze({
  name: 'plain text',
  rule: 'No links, images, markup, control, direction or tag characters, no mixed alphabets, one line.',
  refuses: ({ text, section }) => ([text, section ?? ''].every(isPlain) ? null : 'UNGROUNDED'),
} satisfies Check);

/** Words and nothing else, on one line. */
export function isPlain(text: string): boolean {
  return (
    normaliseText(text) === text &&
    !/[\n\r\t\p{Co}\p{Cn}]/u.test(text) &&
    !MIXED.test(text) &&
    !UNREAD.test(text) &&
    !ACTIVE.some((pattern) => pattern.test(text))
  );
}
