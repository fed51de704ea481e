import { isLoopbackName } from '../is-loopback-name.ts';

/**
 * Whether two addresses name one resource: compared after the normalisation of RFC 3986 §6.2.2 and §6.2.3, without
 * query and fragment (RFC 9449 §4.3). This machine's own names are alike; no two others are.
 */
export function sameResource(claimed: string, expected: string): boolean {
  if (!URL.canParse(claimed) || !URL.canParse(expected)) return false;
  const [one, other] = [new URL(claimed), new URL(expected)];
  return (
    one.username === '' &&
    one.password === '' &&
    one.protocol === other.protocol &&
    hostOf(one) === hostOf(other) &&
    one.port === other.port &&
    one.pathname === other.pathname
  );
}

function hostOf({ hostname }: URL): string {
  return isLoopbackName(hostname) ? 'localhost' : hostname;
}
