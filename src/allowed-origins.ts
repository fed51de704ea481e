import { z } from 'zod';
import { isLoopbackName } from './is-loopback-name.ts';

/**
 * Origins as a setting names them, apart by commas: each as a browser writes it, whole. No patterns and no `null`:
 * what matches many matches somebody nobody thought of.
 */
export const AllowedOrigins = z.string().transform((text, context): readonly string[] => {
  const origins = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (!origins.every(isOrigin)) {
    context.addIssue({
      code: 'custom',
      message:
        'expected origins such as https://portal.example, apart by commas; http for this machine alone',
    });
    return z.NEVER;
  }
  return Object.freeze([...new Set(origins)]);
});

/** RFC 6454 §6.2, in the one form that browsers send. */
function isOrigin(text: string): boolean {
  // A host may have a star in it, which would then match nobody's.
  if (text.includes('*') || !URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  return origin === text && (protocol === 'https:' || (protocol === 'http:' && isLoopbackName(hostname)));
}
