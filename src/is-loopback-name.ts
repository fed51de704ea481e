/** Hosts of URLs that are this very machine, as `URL` spells them: what goes to them crosses no network. */
const LOOPBACK_NAMES: readonly string[] = Object.freeze(['localhost', '127.0.0.1', '[::1]']);

/** @param hostname of a parsed URL. */
export function isLoopbackName(hostname: string): boolean {
  return LOOPBACK_NAMES.includes(hostname);
}
