import type { Guard } from '../guard.ts';

const FIND = 'tests/documents/find-document.test.ts';
const LOG = 'tests/log-refusals.test.ts';
const RATES = 'tests/documents/rates.test.ts';

/** What is asked cheaply is asked all the same: the way of a request that is refused. */
export const FRONT_DOOR_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'front-door.refusal-said',
    promise: 'a client runs its approved documents and nothing else: a refusal that is said is heard',
    file: 'src/handle-operation.ts',
    find: 'if (found instanceof PhieldError) return refuse(found, request, requestId, line);',
    replace: '',
    tests: [FIND, 'is refused from a client that runs documents: POST'],
  },
  {
    guard: 'front-door.compact-tokens',
    promise: 'RFC 7515 §3.1: what is no compact token is not read as one',
    file: 'src/identity/authenticate.ts',
    find: 'assertCompact(token);',
    replace: '',
    tests: ['tests/identity/verify-token.test.ts', 'two tokens'],
  },
  {
    guard: 'front-door.unknown-ids-bounded',
    promise: 'bounded memory: what is no id is not remembered',
    file: 'src/documents/approved-documents.ts',
    find: 'if (!DOCUMENT_ID.test(id)) return null;',
    replace: '',
    tests: [
      'tests/documents/approved-documents.test.ts',
      'that can be nobody’s is neither asked for nor remembered',
    ],
  },
  {
    guard: 'front-door.either-notation',
    promise: 'a document is found by either notation of its hash',
    file: 'src/documents/approved-documents.ts',
    find: 'for (const notation of notationsOf(id)) {',
    replace: 'for (const notation of [id]) {',
    tests: [FIND, 'takes either notation of a hash, and ids that are none'],
  },
  {
    guard: 'front-door.absence-kept-shortly',
    promise: 'what is approved runs everywhere within five seconds',
    file: 'src/documents/approved-documents.ts',
    find: 'if (kept !== undefined && isFresh(kept) &&',
    replace: 'if (kept !== undefined && (kept.document === null || isFresh(kept)) &&',
    tests: [
      'tests/documents/approved-documents.test.ts',
      'that was unknown is known five seconds later at the latest',
    ],
  },
  {
    guard: 'front-door.refusals-told',
    promise: 'a flood hides nothing: what has no line of its own is counted',
    file: 'src/log-refusals.ts',
    find: 'if (count > 0) log.warn(',
    replace: 'if (count < 0) log.warn(',
    tests: [LOG, 'is counted beyond that, and nothing of it is lost'],
  },
  {
    guard: 'front-door.refusals-by-kind',
    promise: 'a flood hides nothing of another kind',
    file: 'src/log-refusals.ts',
    find: '(details.get(detail) ?? 0) + 1',
    replace: '[...details.values()].reduce((sum, one) => sum + one, 0) + 1',
    tests: [LOG, 'of one kind hides no other'],
  },
  {
    guard: 'front-door.faults-singly',
    promise: 'what should not have been is a line each',
    file: 'src/handle-operation.ts',
    find: 'if (error instanceof PhieldError) line.refusalLog.note(requestId, code, error.detail);',
    replace: "if (requestId !== '') line.refusalLog.note(requestId, code, nameOf(error));",
    tests: [LOG, 'although it should not have been is a line each, however often'],
  },
  {
    guard: 'front-door.told-at-the-end',
    promise: 'what was counted when the gateway stops is told',
    file: 'src/gateway.ts',
    find: 'refusalLog.flush();',
    replace: '',
    tests: [LOG, 'is told whole when the gateway stops'],
  },
  {
    guard: 'front-door.actor-before-client',
    promise: 'one that floods spends nothing of what others have, wherever counts are kept',
    file: 'src/documents/rates.ts',
    find: 'await count(names.actor, now, 1, limits.actorPerMinute);',
    replace:
      'const ofActor = count(names.actor, now, 1, limits.actorPerMinute);\n      ofActor.catch(() => {});',
    tests: [RATES, 'takes nothing from others of its client, counted elsewhere'],
  },
  {
    guard: 'front-door.headers-of-operations',
    promise: 'nothing is a page, nothing is kept, nothing is told onwards',
    file: 'src/http/answer-writer.ts',
    find: 'for (const [name, value] of ofAll) lines.push(name, headers[name] ?? value);',
    replace: '',
    tests: ['tests/http/door.test.ts', 'forbids pages, keeping and telling onwards: /graphql'],
  },
  {
    guard: 'front-door.last-answers',
    promise: 'a gateway that stops is not held up',
    file: 'src/http/answer-writer.ts',
    find: "if (last) raw.setHeader('connection', 'close');",
    replace: '',
    tests: ['tests/requests/shutdown.test.ts', 'waits for what is under way, and takes nothing new'],
  },
  {
    guard: 'front-door.ready-shared',
    promise: 'nobody who is unknown makes us ask others',
    file: 'src/share-answer.ts',
    find: '      return kept.answer;',
    replace: '      return ask();',
    tests: ['tests/requests/store-failures.test.ts', 'is asked whether it is there once a second'],
  },
  {
    guard: 'front-door.ready-anew',
    promise: 'whether protected data can be served is said as it is',
    file: 'src/share-answer.ts',
    find: '(now < kept.until && kept.until - now <= KEPT)',
    replace: 'now < kept.until + 60 * KEPT',
    tests: ['tests/share-answer.test.ts', 'holds for a second from when it came, and no longer'],
  },
]);
