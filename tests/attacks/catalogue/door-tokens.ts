import type { Attack } from './attack.ts';

const FORGED = [
  'tests/attacks/door-tokens.test.ts',
  'opens nothing, and nothing is asked for it: %s',
] as const;
const OUTAGE = [
  'tests/attacks/door-tokens.test.ts',
  'refuse nobody for good, and let nobody in: %s',
] as const;
const PROOF = [
  'tests/attacks/door-proofs.test.ts',
  'proves nothing, and nothing is asked for it: %s',
] as const;
const FILE = 'tests/attacks/door-tokens.test.ts';

const UNAUTHENTICATED = '401 `UNAUTHENTICATED`.';
const UNAVAILABLE = '503 `UPSTREAM_UNAVAILABLE`, at once while it lasts.';

function row(of: Attack['class'], [file, title]: readonly [string, string], outcome: string) {
  return ([name, tries, example = name]: readonly [
    name: string,
    tries: string,
    example?: string,
  ]): Attack => ({
    class: of,
    name,
    tries,
    outcome,
    test: [file, title, example],
  });
}

const TOKENS = (
  [
    ['signed with none in other letters', '`alg: nOnE`.'],
    ['signed with nothing where RSA is stated', 'The signature is left out.'],
    ['HS256 over the public key in PEM', 'The public key is taken for a shared secret (RFC 8725 §2.1).'],
    ['HS256 over the public key as JWK', 'The same over the key as it is published.'],
    ['HS256 with an empty secret', 'A secret of no bytes.'],
    ['ES256 with a signature of zeros', 'A signature that careless arithmetic takes for any.'],
    ['its own key in jwk', 'The header brings its key along.'],
    ['its own key at jku', 'The header names an address of keys.'],
    ['its own certificate at x5u', 'The header names an address of certificates.'],
    ['its own certificate in x5c', 'The header brings a certificate along.'],
    ['a kid that is a path', '`kid: ../../../../dev/null`.'],
    ['a kid that is a query', '`kid` with SQL in it.'],
    ['a kid of the language', '`kid: __proto__`.'],
    ['an issuer with a slash more', 'An issuer’s name that is nearly right.'],
    ['an audience with more behind it', 'An audience that begins like ours.'],
    ['an audience that is not ours', 'A token for another server.', 'an audience within an object'],
    ['expired by half a minute', '`exp` in the past.', 'expired'],
    ['an expiry beyond all time', '`exp: 1e300`.'],
    ['not yet in force', '`nbf` in the future.'],
    ['the type JWT', 'An ID token, or anything else that is no access token.'],
    ['what must be understood and is not', '`crit` with an extension that nobody knows.'],
    ['a claim twice, and signed by who may', 'A careless issuer signs two values of one claim.'],
    ['claims so deep that nobody reads them', 'Five hundred lists within each other.'],
    ['claims of fifteen thousand letters', 'A token just under the bound of headers.'],
    ['encrypted for nobody', 'A token of five parts.'],
  ] as const
).map(row('forged token', FORGED, UNAUTHENTICATED));

const KEYS = (
  [
    ['keys that never come', 'The issuer’s address does not answer.', 'hang'],
    ['keys without end', 'The issuer’s address sends megabytes.', 'huge'],
    ['keys elsewhere', 'The issuer’s address leads to another (SSRF).', 'redirect'],
    ['keys that are none', 'The issuer’s address answers something else.', 'garbage'],
    ['keys that fail', 'The issuer’s address answers 500.', 'failing'],
  ] as const
).map(row('keys of an issuer', OUTAGE, UNAVAILABLE));

const PROOFS = (
  [
    ['for another method', 'A proof for GET goes with a POST.'],
    ['for another address', 'A proof made for another server.'],
    ['for another token', 'A proof for another token.'],
    ['of long ago', 'A proof ten minutes old.'],
    ['of another key', 'A proof of the thief’s own key.'],
    ['of another key that names ours', 'The thief’s proof names the key of the token.'],
    ['that gives its key away', 'A proof with the private key in its header.'],
    ['signed with none', 'A proof without a signature.'],
    ['signed with the key as a secret', 'A proof signed with the public key as a secret.'],
  ] as const
).map(([name, tries]) => ({
  ...row('proof of possession', PROOF, UNAUTHENTICATED)([name, tries]),
  name: `a proof ${name}`,
}));

/** What somebody may say of who they are. */
export const DOOR_TOKENS: readonly Attack[] = Object.freeze([
  ...TOKENS,
  {
    class: 'forged token',
    name: 'a token larger than headers',
    tries: 'Twenty kilobytes of token.',
    outcome: '431.',
    test: [FILE, 'larger than headers may be is not read'],
  },
  ...KEYS,
  {
    class: 'keys of an issuer',
    name: 'a secret for a key',
    tries: 'The issuer’s address gives a symmetric key.',
    outcome: UNAUTHENTICATED,
    test: [FILE, 'are none where an issuer gives a secret for a key'],
  },
  {
    class: 'keys of an issuer',
    name: 'an address in a token',
    tries: '`iss`, `kid`, `jku` and `x5u` name a server of the attacker’s, or one within (SSRF).',
    outcome: 'No address is opened but the configured one.',
    test: [FILE, 'are sought nowhere but where they were said to be: no address in a token is ever opened'],
  },
  ...PROOFS,
  {
    class: 'proof of possession',
    name: 'a proof used before',
    tries: 'A proof is used again, on the same replica and on another.',
    outcome: UNAUTHENTICATED,
    test: ['tests/requests/bound-tokens.test.ts', 'a proof that one replica took is no proof to another'],
  },
  {
    class: 'proof of possession',
    name: 'a bound token as Bearer',
    tries: 'A stolen token without its key.',
    outcome: UNAUTHENTICATED,
    test: ['tests/attacks/door-proofs.test.ts', 'is asked for: a bound token as Bearer opens nothing'],
  },
]);
