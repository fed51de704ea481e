/** What an answer may be (GraphQL over HTTP §4.1). */
const OFFERED = ['application/graphql-response+json', 'application/json'];
/** As clients mostly say it; the rest is read. */
const COMMON: ReadonlySet<string> = new Set(['*/*', ...OFFERED, OFFERED.join(', '), OFFERED.join(',')]);
/** From the most to the least that a range says of them. */
const RANGES = ['application/*', '*/*'];

/**
 * Whether the client would take any answer at all (RFC 9110 §12.5.1). Asked before anything runs: what has been read
 * for somebody who cannot take it is a disclosure for nothing.
 */
export function acceptsAnswer(accept: string | undefined): boolean {
  if (accept === undefined || COMMON.has(accept)) return true;
  const weights = new Map<string, number>();
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = weightOf(parameters);
    // Said twice, the least counts.
    if (weight !== null) weights.set(type, Math.min(weight, weights.get(type) ?? 1));
  }
  return OFFERED.some((type) => {
    const said = [type, ...RANGES].find((range) => weights.has(range));
    return said !== undefined && (weights.get(said) ?? 0) > 0;
  });
}

/** `null`: it is about something that no answer is, such as another charset. */
function weightOf(parameters: readonly string[]): number | null {
  const at = parameters.findIndex((one) => one.startsWith('q='));
  const named = at < 0 ? parameters : parameters.slice(0, at);
  if (!named.every((one) => /^charset="?utf-8"?$/.test(one))) return null;
  return at < 0 ? 1 : Number(parameters[at]?.slice(2)) || 0;
}
