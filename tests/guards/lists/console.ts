import type { Guard } from '../guard.ts';

const MOUNT = 'tests/console/mount-console.test.ts';
const REQUESTS = 'tests/console/console-requests.test.ts';
const SESSION = 'tests/console/session.test.ts';
const PAGES = 'tests/console/pages.test.ts';
const ISSUER = 'tests/console/issuer-sign-in.test.ts';
const LOCAL = 'is for whoever is on this machine and means it';
const NO_TEXT = 'runs no text, whether of its own or beside an id';
const POLICY = 'runs its own scripts and nothing else, makes no text into markup, and is in nobody’s frame';
const METADATA = 'believes no metadata of another issuer, nor endpoints without TLS';

/** The auditors' console: who gets a token there, what that token may do, and what the page leaves behind. */
export const CONSOLE_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'console.free-form',
    promise: 'a token of the console runs no text that did not come with the gateway',
    file: 'src/console/console-client.ts',
    find: '  freeForm: false,\n  perMinute',
    replace: '  freeForm: null,\n  perMinute',
    tests: [REQUESTS, NO_TEXT],
  },
  {
    guard: 'console.registered-free-form',
    promise: 'not even where an operator registered its client otherwise',
    file: 'src/console/console-client.ts',
    find: 'Object.freeze({ ...entry, freeForm: false })',
    replace: 'entry',
    tests: [REQUESTS, 'keeps to documents whatever is registered of its client'],
  },
  {
    guard: 'console.purpose',
    promise: 'and works for operations of the house alone',
    file: 'src/console/console-client.ts',
    find: "purposes: Object.freeze(['HOPERAT'])",
    replace: 'purposes: null',
    tests: [
      REQUESTS,
      'is of no use to whoever is no reviewer: the console works for operations of the house alone',
    ],
  },
  {
    guard: 'console.documents-of-client',
    promise: 'the console’s documents are unknown to every other client',
    file: 'src/console/console-documents.ts',
    find: 'client === console ? known.get(id) : undefined',
    replace: 'known.get(id)',
    tests: [REQUESTS, 'gives any other client the very answer of an id that nobody knows'],
  },
  {
    guard: 'console.token-local',
    promise: 'tokens of the demo’s reviewers are for this machine alone',
    file: 'src/console/mount-console.ts',
    find: 'if (!admitLocal(request.raw)) return reply.code(403).send(REFUSED);',
    replace: '',
    tests: [MOUNT, LOCAL],
  },
  {
    guard: 'console.token-profile',
    promise: 'and are given nowhere but in the embedded profile',
    file: 'src/console/console-sign-in.ts',
    find: "if (profile !== 'embedded') return null;",
    replace: '',
    tests: [MOUNT, 'takes an issuer whose tokens are trusted, and stops the start at any other'],
  },
  {
    guard: 'console.token-oidc',
    promise: 'nor where people sign in at an issuer',
    file: 'src/console/mount-console.ts',
    find: "if (signIn.kind === 'development') {\n    server.post",
    replace: 'if (signIn.idle !== 0) {\n    server.post',
    tests: [
      MOUNT,
      'tells the page where, lets it reach the token endpoint and nothing else, and mints nothing',
    ],
  },
  {
    guard: 'console.people',
    promise: 'nor for anybody who is no reviewer',
    file: 'src/console/console-people.ts',
    find: 'roles.some((role) => REVIEWERS.has(role))',
    replace: 'roles.length > 0',
    tests: [MOUNT, 'lists the demo’s reviewers and gives tokens of theirs, and of nobody else'],
  },
  {
    guard: 'console.policy',
    promise: 'the page runs its own scripts and no others (CSP Level 3)',
    file: 'src/console/mount-console.ts',
    find: "reply.header('content-security-policy', consolePolicy(origins));",
    replace: '',
    tests: [MOUNT, POLICY],
  },
  {
    guard: 'console.trusted-types',
    promise: 'and makes no text into markup (Trusted Types)',
    file: 'src/console/console-policy.ts',
    find: '"require-trusted-types-for \'script\'",',
    replace: '',
    tests: [PAGES, 'hears of a violation: what is seen to be empty above can be filled'],
  },
  {
    guard: 'console.connect',
    promise: 'a token reaches no origin but this one and the token endpoint’s',
    file: 'src/console/console-policy.ts',
    find: "['connect-src', \"'self'\", ...origins]",
    replace: "['connect-src', \"'self'\", 'https:', ...origins]",
    tests: [MOUNT, POLICY],
  },
  {
    guard: 'console.issuer-trusted',
    promise: 'people sign in where tokens are believed from, or the start stops',
    file: 'src/console/console-sign-in.ts',
    find: 'trusted === undefined || issuer === DEVELOPMENT_ISSUER',
    replace: 'issuer === DEVELOPMENT_ISSUER',
    tests: [MOUNT, 'takes an issuer whose tokens are trusted, and stops the start at any other'],
  },
  {
    guard: 'console.metadata-issuer',
    promise: 'metadata of another issuer is none (RFC 8414 §3.3)',
    file: 'src/console/issuer-metadata.ts',
    find: 'failed = metadata.issuer !== issuer;',
    replace: 'failed = false;',
    tests: [MOUNT, METADATA],
  },
  {
    guard: 'console.metadata-tls',
    promise: 'codes and tokens travel over TLS',
    file: 'src/console/issuer-metadata.ts',
    find: "return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));",
    replace: "return protocol === 'https:' || hostname !== '';",
    tests: [MOUNT, METADATA],
  },
  {
    guard: 'console.state',
    promise: 'an answer that was not asked for signs nobody in (RFC 9700 §4.7)',
    file: 'src/console/page/sign-in-at-issuer.ts',
    find: 'oauth.validateAuthResponse(issuer, page, address, pending.state)',
    replace: 'oauth.validateAuthResponse(issuer, page, address, oauth.skipStateCheck)',
    tests: [ISSUER, 'takes nothing that it did not ask for'],
  },
  {
    guard: 'console.code-address',
    promise: 'what an issuer brings back does not stay in the address',
    file: 'src/console/page/sign-in-at-issuer.ts',
    find: "window.history.replaceState(null, '', RETURN_PATH + (pending?.place ?? ''));",
    replace: '',
    tests: [ISSUER, 'takes nothing that it did not ask for'],
  },
  {
    guard: 'console.kept',
    promise: 'nor in the browser’s storage',
    file: 'src/console/page/sign-in-at-issuer.ts',
    find: 'window.sessionStorage.removeItem(KEPT);',
    replace: '',
    tests: [
      ISSUER,
      'goes there with PKCE and comes back to the page it left, with nothing in address or storage',
    ],
  },
  {
    guard: 'console.anew',
    promise: 'a page that was left opens for nobody whom the issuer happens to know',
    file: 'src/console/page/sign-in-at-issuer.ts',
    find: "...(anew && { prompt: 'login' }),",
    replace: '',
    tests: [
      ISSUER,
      'goes there with PKCE and comes back to the page it left, with nothing in address or storage',
    ],
  },
  {
    guard: 'console.anew-after-expiry',
    promise: 'nor when its token ran out before anybody noticed that it was left',
    file: 'src/console/page/sign-in.tsx',
    find: 'leaveForIssuer(settings, Date.now() >= sparedUntil)',
    replace: 'leaveForIssuer(settings, sparedUntil === 0)',
    tests: [ISSUER, 'and nobody who comes when a page was left since'],
  },
  {
    guard: 'console.idle',
    promise: 'a page that nobody uses signs out (45 CFR 164.312(a)(2)(iii))',
    file: 'src/console/page/use-time-out.ts',
    find: "if (left <= 0) return onEnd('idle', used.current);",
    replace: '',
    tests: [
      SESSION,
      'ends after 15 minutes of nobody there, says why, drops what it showed and comes back to the same page',
    ],
  },
  {
    guard: 'console.idle-renewal',
    promise: 'and getting another token is no use of it',
    file: 'src/console/page/use-time-out.ts',
    find: 'if (next !== null && !gone) onRenewed(next);',
    replace: 'if (next !== null && !gone) onRenewed(next);\n      stay();',
    tests: [
      ISSUER,
      'goes on with the next token while somebody is there, asks nothing twice, and with none once nobody is',
    ],
  },
  {
    guard: 'console.expiry',
    promise: 'nothing is shown beyond the token',
    file: 'src/console/page/use-time-out.ts',
    find: "if (now >= session.expiresAt) return onEnd('expired', used.current);",
    replace: '',
    tests: [SESSION, 'ends with its token, however busy'],
  },
  {
    guard: 'console.refused',
    promise: 'nor once the gateway refuses it',
    file: 'src/console/page/ask.ts',
    find: '      onRefused();\n',
    replace: '',
    tests: [SESSION, 'ends when the gateway does not take the token any more'],
  },
]);
