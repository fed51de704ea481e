import type { Guard } from '../guard.ts';

const PROOFS = 'tests/identity/proofs.test.ts';
const BOUND = 'tests/identity/bound-tokens.test.ts';
const STORED = 'tests/datasources/session-store.test.ts';

const FAILED = '(check) => !check.holds(proof)';

function check(name: string, promise: string, test: string): Guard {
  return {
    guard: `proof.${name}`,
    promise,
    file: 'src/identity/proofs.ts',
    find: FAILED,
    replace: `(check) => check.name !== '${name}' && !check.holds(proof)`,
    tests: [PROOFS, test],
  };
}

/** Tokens that are bound to a key: `src/identity`. */
export const PROOF_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'proof.bound-is-no-bearer',
    promise: 'RFC 9449 §7.2: a bound token is no bearer token',
    file: 'src/identity/authenticate.ts',
    find: "if (!withProof) throw new BoundTokenError('a bound token is no bearer token');",
    replace: 'if (!withProof) return;',
    tests: [BOUND, 'is no bearer token'],
  },
  {
    guard: 'proof.asked-of-bound-tokens',
    promise: 'RFC 9449 §7: a bound token comes with a proof',
    file: 'src/identity/authenticate.ts',
    find: 'presented.withProof || identity.proofKey !== null || ',
    replace: '',
    tests: [BOUND, 'needs its proof also once it is remembered'],
  },
  {
    guard: 'proof.demanded-of-clients',
    promise: 'a client registered as bound is nothing else',
    file: 'src/identity/authenticate.ts',
    find: " || identity.binding === 'dpop'",
    replace: '',
    tests: [BOUND, 'registration demands a key'],
  },
  {
    guard: 'proof.before-the-session',
    promise: 'a stolen bound token keeps no session awake',
    file: 'src/identity/authenticate.ts',
    find: 'if (options.revocations.isRevoked(remembered.keys))',
    replace:
      'await options.sessions.check(remembered);\n      if (options.revocations.isRevoked(remembered.keys))',
    tests: [BOUND, 'keeps no session awake'],
  },
  {
    guard: 'proof.other-confirmations',
    promise: 'RFC 7800 §3.1: what nobody here confirms is refused',
    file: 'src/identity/access-token-checks.ts',
    find: "Object.keys(confirmation).join() === 'jkt'",
    replace: "'jkt' in confirmation",
    tests: ['tests/identity/verify-token.test.ts', 'bound twice'],
  },
  check('key', 'RFC 9449 §4.3: the token’s own key', 'is of another key than the token’s'),
  check('htm', 'RFC 9449 §4.3: this method', 'is of another method'),
  check('htu', 'RFC 9449 §4.3: this address', 'is for another host'),
  check('iat', 'RFC 9449 §4.3: made just now', 'is older than a minute'),
  check('jti', 'RFC 9449 §4.2: an id that is one', 'is with an empty id'),
  check('ath', 'RFC 9449 §4.3: this very token', 'is for another token'),
  {
    guard: 'proof.signature',
    promise: 'RFC 9449 §4.3: signed by the key it names',
    file: 'src/identity/proofs.ts',
    find: 'await jwtVerify(proof, EmbeddedJWK, {',
    replace: `await (async (text: string, _key: unknown, _options: unknown) => ({
      payload: JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()),
      protectedHeader: JSON.parse(Buffer.from(text.split('.')[0] ?? '', 'base64url').toString()),
    }))(proof, EmbeddedJWK, {`,
    tests: [PROOFS, 'is signed by another'],
  },
  {
    guard: 'proof.type',
    promise: 'RFC 9449 §4.3: dpop+jwt',
    file: 'src/identity/proofs.ts',
    find: `      typ: 'dpop+jwt',
`,
    replace: '',
    tests: [PROOFS, 'is of another type'],
  },
  {
    guard: 'proof.algorithms',
    promise: 'RFC 9449 §11.6: listed algorithms only',
    file: 'src/identity/proofs.ts',
    find: `      algorithms: [...PROOF_ALGORITHMS],
`,
    replace: '',
    tests: [PROOFS, 'an algorithm that is not listed'],
  },
  {
    guard: 'proof.public-key',
    promise: 'RFC 9449 §4.3: a public key',
    file: 'src/identity/proofs.ts',
    find: `const jwk = PublicJwk.safeParse(protectedHeader.jwk);
    if (!jwk.success) throw`,
    replace: `const jwk = z.looseObject({ kty: z.string() }).safeParse(protectedHeader.jwk);
    if (!jwk.success) throw`,
    tests: [PROOFS, 'gives its private key away'],
  },
  {
    guard: 'proof.used-once',
    promise: 'RFC 9449 §11.1: no proof twice',
    file: 'src/identity/proofs.ts',
    find: 'if (!(await firstUse(store, key, now',
    replace: 'if (null === (await firstUse(store, key, now',
    tests: [PROOFS, 'on whichever replica'],
  },
  {
    guard: 'proof.use-unknown',
    promise: '1 a missing fact denies',
    file: 'src/identity/proofs.ts',
    find: "throw new UpstreamUnavailableError('used proofs cannot be asked');",
    replace: 'return true;',
    tests: [PROOFS, 'where that cannot be known, it is not taken'],
  },
  {
    guard: 'proof.noted-once',
    promise: 'no proof twice, on any replica',
    file: 'datasources/dynamodb/proof-store.ts',
    find: "ConditionExpression: 'attribute_not_exists(pk)',",
    replace: "ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(pk)',",
    tests: [STORED, 'is used once, however many try'],
  },
  {
    guard: 'proof.address-unknown',
    promise: '1 a missing fact denies',
    file: 'src/identity/proofs.ts',
    find: "if (base === null || request.method === undefined) throw new InvalidProofError('request not known');",
    replace: 'if (base === null || request.method === undefined) return;',
    tests: [PROOFS, 'is not known: nothing holds'],
  },
  {
    guard: 'proof.loopback-alone',
    promise: 'only this machine has several names',
    file: 'src/identity/same-resource.ts',
    find: "return isLoopbackName(hostname) ? 'localhost' : hostname;",
    replace: "return hostname.startsWith('localhost') || isLoopbackName(hostname) ? 'localhost' : hostname;",
    tests: ['tests/identity/same-resource.test.ts', 'names of this machine are alike'],
  },
]);
