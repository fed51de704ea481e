/** What an answer may be: GraphQL over HTTP §4.1. */
const OFFERED: ReadonlySet<string> = new Set([
  'application/graphql-response+json',
  'application/json',
  'application/*',
  '*/*',
]);
const REFUSED = /^q=0(\.0*)?$/;

/**
 * Whether the client would take any answer at all (RFC 9110 §12.5.1). Asked before anything runs: what has been read
 * for somebody who cannot take it is a disclosure for nothing.
 */
export function acceptsAnswer(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return OFFERED.has(type) && !parameters.some((one) => REFUSED.test(one));
  });
}
