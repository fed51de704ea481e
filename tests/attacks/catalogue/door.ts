import type { Attack } from './attack.ts';

type Class = Attack['class'];

const REFUSED = 'is refused before anything is asked: %s';
const DOCUMENT = ['tests/attacks/door-documents.test.ts', REFUSED] as const;
const REQUEST = [
  'tests/attacks/door-requests.test.ts',
  'is refused before anything is asked: $name',
] as const;
const DOOR = 'tests/http/door.test.ts';

/** What the test tells by its own name: refused by constant words, nothing asked. */
function refused(of: Class, [file, title]: readonly [string, string]) {
  return ([name, tries, outcome]: readonly [example: string, tries: string, outcome: string]): Attack => ({
    class: of,
    name,
    tries,
    outcome,
    test: [file, title, name],
  });
}

const COMPLEX = '400 `OPERATION_TOO_COMPLEX`.';
const INVALID = '400 `GRAPHQL_VALIDATION_FAILED`.';
const MALFORMED = '400 `BAD_REQUEST`.';

const DOCUMENTS = (
  [
    ['a flood of aliases', 'Seven hundred aliases of one field.', COMPLEX],
    ['a flood of one field', 'The same field seven hundred times.', COMPLEX],
    ['a flood of aliases below a patient', 'Eleven hundred aliases within one patient.', COMPLEX],
    ['a flood of directives', 'Three hundred directives on one field.', '400.'],
    ['a fragment in itself', 'A fragment that spreads itself.', INVALID],
    ['fragments in a circle of three', 'Three fragments that lead to each other.', INVALID],
    ['fragments that all lead to each other', 'Twenty-five fragments with six hundred spreads.', COMPLEX],
    ['a flood of operations', 'Three hundred operations in one document.', '400.'],
    ['deep selections', 'A hundred and twenty levels.', '400.'],
    ['deep inline fragments', 'Four hundred inline fragments within each other.', '400.'],
    ['selections without end', 'Five thousand levels, to exhaust the parser’s stack.', COMPLEX],
    ['a deep list', 'A list nine hundred levels deep.', COMPLEX],
    ['a deep type', 'The type of a variable nine hundred levels deep.', COMPLEX],
    ['a flood of tokens', 'Three thousand numbers in a list.', COMPLEX],
    [
      'a text without end',
      'A hundred thousand letters and no quotation mark.',
      '400 `GRAPHQL_PARSE_FAILED`.',
    ],
    ['introspection of introspection', 'Fields of types of fields, six times.', INVALID],
    ['introspection under aliases and fragments', 'The same where no name gives it away.', INVALID],
    ['cost hidden behind introspection', 'Forty aliases of possible types of possible types.', '400.'],
    [
      'pages that multiply through a default',
      'Pages of 200 within pages of 200, the size in a variable’s default.',
      COMPLEX,
    ],
    ['pages that multiply behind a directive', 'The same behind `@include`, off by a variable.', COMPLEX],
    ['patients by three lists', 'Six hundred patients in one operation.', COMPLEX],
    ['a probe for suggestions', 'Fields that are nearly there.', 'No name is suggested.'],
    ['a probe for enum values', 'A category that is nearly one.', 'No value is suggested.'],
    ['a name of an operation that is not there', '`operationName` and document do not agree.', INVALID],
    ['two operations and no name', 'A mutation beside a query, neither chosen.', INVALID],
    ['incremental delivery', '`@defer`, to hear of fields one by one.', INVALID],
    ['a schema of one’s own', 'Types and extensions in an operation’s document.', INVALID],
  ] as const
).map(refused('query document', DOCUMENT));

const BODIES = (
  [
    ['a batch of a thousand', 'A thousand operations in one request.', MALFORMED],
    ['a bomb of gzip', 'Ten megabytes in ten kilobytes.', '415: nothing is unfolded.'],
    ['a bomb of deflate', 'The same by deflate.', '415.'],
    ['a bomb of brotli', 'The same by brotli.', '415.'],
    ['UTF-7', 'A charset in which other bytes are quotation marks.', '415.'],
    [
      'UTF-16 that calls itself UTF-8',
      'Bytes that one filter reads one way and a parser another.',
      MALFORMED,
    ],
    ['bytes that are no UTF-8', 'An overlong slash.', MALFORMED],
    ['deep JSON', 'Fifty thousand lists within each other.', `${MALFORMED} Before anything is built.`],
    ['a number beyond all', '`1e999`, which is infinite to some.', MALFORMED],
    ['a number of many digits', 'A hundred thousand digits.', MALFORMED],
    ['two queries under one name', 'A firewall reads the first `query`, the server the last.', MALFORMED],
    ['a name twice, once escaped', 'The same behind `\\u0071uery`.', MALFORMED],
    ['__proto__ in an escape', 'A prototype among the variables.', MALFORMED],
    ['a prototype below constructor', 'The longer way to the same.', MALFORMED],
    ['a body that is too large', 'Half a megabyte of variables.', '413.'],
    ['a length that is announced and never meant', 'A gigabyte is announced with `Expect`.', '413.'],
  ] as const
).map(refused('request body', REQUEST));

const PAGES = (
  [
    ['a form', 'A mutation as `application/x-www-form-urlencoded`, which needs no preflight.', '415.'],
    ['a form of parts', 'The same as `multipart/form-data`.', '415.'],
    ['plain text that calls itself JSON', '`text/plain; application/json`.', '415.'],
    ['a mutation by GET', 'A mutation in an image’s address.', '405.'],
    ['a mutation behind a query, by GET', 'Two operations, of which the mutation is named.', '405.'],
    ['a GET that overrides its method', '`X-HTTP-Method-Override: POST`.', '405.'],
    ['a page of another origin', '`Origin` that nobody listed.', '403.'],
    ['a page without an origin of its own', '`Origin: null`, from a sandboxed frame.', '403.'],
    [
      'a page’s GET without a token',
      'Whatever a browser would send along by itself.',
      '401: there are no cookies.',
    ],
  ] as const
).map(refused('cross-site request', REQUEST));

const WIRE = (
  [
    [
      'two lengths',
      'Two lengths, so that two servers cut the request differently.',
      '400, and the connection ends.',
    ],
    ['a length beside chunks', 'A second request hidden in the first.', '400, and the connection ends.'],
    ['a chunk longer than all', 'A length of chunk beyond 64 bits.', MALFORMED],
    ['a thousand headers', 'More headers than anybody needs.', '431.'],
    ['another path in capitals', '`/GRAPHQL`, past a rule for `/graphql`.', '404.'],
    ['an upgrade to sockets', 'A WebSocket, past the limits of requests.', 'No upgrade; 400.'],
    ['a request that asks for itself', '`TRACE`, to read a token back.', '405.'],
    [
      'parts of an answer one after the other',
      'An answer in a form that is not served.',
      '406, before anything is read.',
    ],
  ] as const
).map(refused('bytes on the wire', REQUEST));

const HELD: readonly Attack[] = [
  {
    class: 'cross-site request',
    name: 'a name pointed at us',
    tries:
      'A page’s own name is pointed at the gateway (DNS rebinding), so that its origin is the host it asks.',
    outcome: '403.',
    test: [
      'tests/http/door-origins.test.ts',
      'is refused though its name was pointed at us: %s',
      'evil.example',
    ],
  },
  {
    class: 'bytes on the wire',
    name: 'a header that is read in ever more ways',
    tries: 'Blanks that a pattern may share out in many ways (ReDoS), before anybody is known.',
    outcome: '415, at no more than its length costs.',
    test: [
      'tests/attacks/door-texts.test.ts',
      'at the door, before anybody is known: %s',
      'blanks for a charset',
    ],
  },
  {
    class: 'request body',
    name: 'a text that is read in ever more ways',
    tries:
      'Blanks, hyphens or words that a pattern may share out in many ways, in notes, names, documents and addresses.',
    outcome: 'It is read at no more than its length costs.',
    test: [
      'tests/attacks/long-texts.test.ts',
      'that somebody else wrote costs no more than its length: %s',
      'a role between the ends of lines',
    ],
  },
  {
    class: 'bytes on the wire',
    name: 'headers that drip',
    tries: 'A connection is held by headers without end.',
    outcome: '408 after ten seconds.',
    test: [DOOR, 'is cut while its headers drip'],
  },
  {
    class: 'bytes on the wire',
    name: 'a body that drips',
    tries: 'A connection is held by a body without end.',
    outcome: '408 after thirty seconds.',
    test: [DOOR, 'is cut while its body drips'],
  },
  {
    class: 'bytes on the wire',
    name: 'a body in pieces of one byte',
    tries: 'Each piece of a body costs many times what is in it, before anybody is known.',
    outcome: 'It is held as the bytes it has.',
    test: [
      'tests/attacks/door-pieces.test.ts',
      'costs no more than a few times its bytes: %s',
      'where it is read',
    ],
  },
  {
    class: 'bytes on the wire',
    name: 'all connections',
    tries: 'More connections than there are.',
    outcome: 'So many and no more; others are served afterwards.',
    test: [DOOR, 'has so many connections and no more; afterwards others are served'],
  },
  {
    class: 'bytes on the wire',
    name: 'anything at all',
    tries:
      'Documents, variables, tokens, cursors, manifests and bytes at random; half a million by `npm run fuzz`.',
    outcome: 'A decided answer; nothing planted, nothing repeated.',
    test: [
      'tests/fuzz/fuzz.test.ts',
      'gets a decided answer by constant words, with nothing planted and nothing repeated',
    ],
  },
  {
    class: 'bytes on the wire',
    name: 'all of these, over and over',
    tries: 'Every request of this page, nine times in a row.',
    outcome: 'The process is alive, at flat memory, and serves.',
    test: [REQUEST[0], 'all of them, over and over, leave the process alive, at flat memory, and serving'],
  },
];

const INTROSPECTION = ['tests/attacks/door-introspection.test.ts', 'is not told %s'] as const;

const SCHEMA = (
  [
    ['under another name', '`__schema` under the name of a field, outside development.', INVALID],
    ['in fragments within fragments', '`__type` behind three fragments.', INVALID],
    ['in a part that is not included', 'Introspection that would not run.', INVALID],
    ['in an operation that is not chosen', 'Introspection beside a harmless operation that runs.', INVALID],
    ['by a field that is nearly there', 'Errors are read for names.', 'No name that the request had not.'],
    ['by a variable of every type', 'Errors are read for types.', 'No name that the request had not.'],
  ] as const
)
  .map(refused('query document', INTROSPECTION))
  .map((attack) => ({ ...attack, name: `the schema ${attack.name}` }));

const FIND = 'tests/documents/find-document.test.ts';

const PERSISTED: readonly Attack[] = [
  {
    class: 'persisted document',
    name: 'a hash poisoned',
    tries: 'A text goes with the hash of another, to be kept or approved under it.',
    outcome: '400; nothing is kept.',
    test: [FIND, 'lets no text pass as another’s hash'],
  },
  {
    class: 'persisted document',
    name: 'a document registered by running it',
    tries: 'Automatic persisted queries: hash and text, then the hash alone.',
    outcome: 'Nothing is ever registered at run time.',
    test: [FIND, 'registers nothing'],
  },
  {
    class: 'persisted document',
    name: 'a document of another client',
    tries: 'Ids of other clients, other tenants, proposed, rejected, retired and of none.',
    outcome: 'The same bytes for all.',
    test: [FIND, 'tells nothing of why a document is not there: the same bytes for all'],
  },
  {
    class: 'persisted document',
    name: 'a document that is retired',
    tries: 'It is asked for all the time, so that it stays in the cache.',
    outcome: 'It runs nowhere five seconds later.',
    test: [FIND, 'runs nowhere five seconds later, however often it is asked for'],
  },
  {
    class: 'persisted document',
    name: 'two documents in one request',
    tries: 'An id, a hash and a query string that name different documents.',
    outcome: 'Refused, or the body alone counts.',
    test: [FIND, 'is refused: %s', 'a hash and another name'],
  },
  {
    class: 'persisted document',
    name: 'a text where documents are due',
    tries: 'A third party’s client sends a query of its own.',
    outcome: '403 `OPERATION_NOT_REGISTERED`.',
    test: [FIND, 'is refused from a client that runs documents: %s', 'POST'],
  },
];

/** What comes in from the Internet before anybody is known. */
export const DOOR_ATTACKS: readonly Attack[] = Object.freeze([
  ...DOCUMENTS,
  ...SCHEMA,
  ...BODIES,
  ...PAGES,
  ...WIRE,
  ...HELD,
  ...PERSISTED,
]);
