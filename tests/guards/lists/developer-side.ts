import type { Guard } from '../guard.ts';

const SCHEMA = 'tests/access/role-schema.test.ts';
const EXPLORER = 'tests/explore/explorer.test.ts';
const CLIENT = 'tests/explore/client-token.test.ts';
const PORTAL = 'tests/examples/portal.test.ts';
const LOCAL = 'is there for whoever is on this machine and means it: no proxy, no other name, no other page';
const PROOF = 'gives none for a proof that shows nothing';
const MACHINE = 'gives none to whoever is no registered machine of one tenant, or asks for something else';

/** What developers are given: no more of the schema than a role has, and tokens on their own machine alone. */
export const DEVELOPER_SIDE_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'developer.schema-field',
    promise: '1 what a role can never read is not in its schema',
    file: 'src/access/role-schema.ts',
    find: 'closed.has(coordinate) || leadsNowhere(config.type)',
    replace: 'leadsNowhere(config.type)',
    tests: [
      SCHEMA,
      'has exactly the fields for which the matrix has a cell that is not denied, for every role',
    ],
  },
  {
    guard: 'developer.schema-type',
    promise: '1 nor a type of which no row exists for it',
    file: 'src/access/role-schema.ts',
    find: '(unread.has(type.name) ? null : type)',
    replace: '(unread.has(type.name) ? type : type)',
    tests: [
      SCHEMA,
      'leaves out types no row of which ever exists, and roots that lead to none or are closed to the role',
    ],
  },
  {
    guard: 'developer.schema-filter',
    promise: '3 nor a filter by what it is not given whole',
    file: 'src/access/role-reach.ts',
    find: "?.mask === 'NONE',",
    replace: '!== null,',
    tests: [SCHEMA, 'leaves out filters by what is not had whole, and inputs without any field'],
  },
  {
    guard: 'developer.schema-root',
    promise: '1 nor a root field that is closed to it',
    file: 'src/access/role-schema.ts',
    find: '(mayUse(`${typeName}.${fieldName}`) &&',
    replace: '(true &&',
    tests: [
      SCHEMA,
      'leaves out types no row of which ever exists, and roots that lead to none or are closed to the role',
    ],
  },
  {
    guard: 'developer.explorer-profile',
    promise: 'tokens are given to whoever asks in the embedded profile alone',
    file: 'src/explore/mount-explorer.ts',
    find: "if (config.profile !== 'embedded') return null;",
    replace: '',
    tests: [EXPLORER, 'does not exist in production'],
  },
  {
    guard: 'developer.explorer-machine',
    promise: 'and on the same machine alone',
    file: 'src/explore/admit-local.ts',
    find: "LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '') &&",
    replace: '',
    tests: [EXPLORER, LOCAL],
  },
  {
    guard: 'developer.explorer-name',
    promise: 'under its own name, so that no page reaches it by another',
    file: 'src/explore/admit-local.ts',
    find: "LOOPBACK_NAME.test(headers.host ?? '') &&",
    replace: '',
    tests: [EXPLORER, LOCAL],
  },
  {
    guard: 'developer.explorer-proxy',
    promise: 'with nobody in between',
    file: 'src/explore/admit-local.ts',
    find: 'FORWARDED.every((name) => headers[name] === undefined) &&',
    replace: '',
    tests: [EXPLORER, LOCAL],
  },
  {
    guard: 'developer.explorer-site',
    promise: 'and by no page of another origin',
    file: 'src/explore/admit-local.ts',
    find: "(site === undefined || site === 'same-origin' || site === 'none')",
    replace: "(site !== 'nowhere')",
    tests: [EXPLORER, LOCAL],
  },
  {
    guard: 'developer.explorer-persona',
    promise: 'for the personas that are listed',
    file: 'src/explore/mount-explorer.ts',
    find: '!Object.hasOwn(PERSONAS, choice.data.as)',
    replace: '!(choice.data.as in PERSONAS)',
    tests: [EXPLORER, 'mints tokens of the personas that the gateway takes, and of nobody else'],
  },
  {
    guard: 'developer.client-address',
    promise: 'a proof for one address shows nothing at another (RFC 9449 §4.3)',
    file: 'src/explore/client-token.ts',
    find: 'sameResource(payload.htu, url)',
    replace: 'url !== null',
    tests: [CLIENT, PROOF],
  },
  {
    guard: 'developer.client-method',
    promise: 'nor one for another method',
    file: 'src/explore/client-token.ts',
    find: "payload.htm === 'POST' &&",
    replace: '',
    tests: [CLIENT, PROOF],
  },
  {
    guard: 'developer.client-age',
    promise: 'nor one of another time',
    file: 'src/explore/client-token.ts',
    find: 'maxTokenAge: PROOF_WINDOW,',
    replace: '',
    tests: [CLIENT, PROOF],
  },
  {
    guard: 'developer.client-kind',
    promise: 'a client that acts for people is no machine',
    file: 'src/explore/client-token.ts',
    find: "entry.kind !== 'machine' ||",
    replace: '',
    tests: [CLIENT, MACHINE],
  },
  {
    guard: 'developer.client-bound',
    promise: 'a machine’s token is good with its key alone',
    file: 'src/identity/mint-token.ts',
    find: 'cnf: { jkt: proofKey }',
    replace: '',
    tests: [CLIENT, 'binds the token to the key that made the proof'],
  },
  {
    guard: 'developer.portal-name',
    promise: 'the portal answers no page that calls this machine by another name',
    file: 'examples/portal/portal-server.ts',
    find: 'return reply.code(421).send();',
    replace: 'return undefined;',
    tests: [PORTAL, 'asks nothing for whoever has no session, and answers no other name of this machine'],
  },
  {
    guard: 'developer.portal-unsaid',
    promise: 'what no decision spoke of is shown as denied, never as empty',
    file: 'examples/portal/app/field-state.ts',
    find: "if (entry === undefined) return { state: 'denied', why: 'ERROR' };",
    replace: "if (entry === undefined) return { state: 'whole', why: 'GRANT' };",
    tests: [PORTAL, 'shows what nobody spoke of as denied'],
  },
]);
