/** As RFC 8176 names methods, and as providers extend it: words and URNs. */
const METHOD = /^[A-Za-z0-9][A-Za-z0-9._:/+-]{0,63}$/;
/** Stands for all that are no names of methods. */
const UNNAMED = 'not-a-method';
const MOST = 16;

/**
 * How somebody signed in, as it goes on record. The claim (`amr`) is whatever a provider puts there, up to hundreds of
 * texts of any length, so what is no name of a method is recorded as that it was there; it decides nothing here.
 */
export function recordedMethods(methods: readonly string[]): readonly string[] {
  if (methods.length <= MOST && methods.every((method) => METHOD.test(method))) return methods;
  return [...new Set(methods.map((method) => (METHOD.test(method) ? method : UNNAMED)))].slice(0, MOST);
}
