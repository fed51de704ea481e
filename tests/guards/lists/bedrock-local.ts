import type { Guard } from '../guard.ts';

const SERVE = 'tests/bedrock-local/serve-bedrock.test.ts';
const LIMITS = 'tests/bedrock-local/server-limits.test.ts';
const FAULTS = 'tests/bedrock-local/faults.test.ts';
const RAIL = 'tests/bedrock-local/guardrail.test.ts';
const START = 'tests/bedrock-local/start-local-bedrock.test.ts';

/** The local Bedrock refuses as Bedrock does, tells nothing, and outlives nobody. */
export const BEDROCK_LOCAL_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'bedrock-local.unknown-guardrail',
    promise: 'an unknown guardrail is refused, never a silent pass',
    file: 'src/bedrock-local/answer-request.ts',
    find: "  if (guardrail === null) throw new WireError('ValidationException', NO_GUARDRAIL);\n",
    replace: '',
    tests: [SERVE, 'refuses an unknown guardrail, to converse, to stream and to apply'],
  },
  {
    guard: 'bedrock-local.unknown-version',
    promise: 'an unknown version of a guardrail is refused',
    file: 'src/bedrock-local/find-guardrail.ts',
    find: "(version !== GUARDRAIL_POLICY.version && version !== 'DRAFT')",
    replace: "version === ''",
    tests: [SERVE, 'refuses an unknown version, to converse, to stream and to apply'],
  },
  {
    guard: 'bedrock-local.inherited-guardrail',
    promise: 'names of the language are no guardrails',
    file: 'src/bedrock-local/find-guardrail.ts',
    find: 'Object.hasOwn(LOCAL_GUARDRAILS, name) ? LOCAL_GUARDRAILS[name] : undefined',
    replace: 'LOCAL_GUARDRAILS[name]',
    tests: [SERVE, 'refuses an inherited name, to converse, to stream and to apply'],
  },
  {
    guard: 'bedrock-local.blocks',
    promise: 'what the guardrail blocks is replaced by a constant',
    file: 'src/bedrock-local/guardrail/apply-policy.ts',
    find: "  if (blocked) return { action: 'BLOCKED', texts: [policy.blocked[side]], assessment, usage };\n",
    replace: '',
    tests: [FAULTS, 'the guardrail stops identifiers'],
  },
  {
    guard: 'bedrock-local.numbers',
    promise: 'a changed number is not grounded',
    file: 'src/bedrock-local/guardrail/score-grounding.ts',
    find: '  if ([...numbers].some((number) => !source.numbers.has(number))) return false;\n',
    replace: '',
    tests: [RAIL, 'is 0 for: Hemoglobin A1c; 7.3 %'],
  },
  {
    guard: 'bedrock-local.signed',
    promise: 'a page in a browser of this machine asks nothing',
    file: 'src/bedrock-local/answer-request.ts',
    find: 'authorization === null || !/^(?:AWS4-HMAC-SHA256|Bearer) /.test(authorization)',
    replace: 'false',
    tests: [LIMITS, 'what is not signed is refused'],
  },
  {
    guard: 'bedrock-local.leaves',
    promise: 'a client that leaves holds no place',
    file: 'src/bedrock-local/serve-bedrock.ts',
    find: '          known.allowHalfOpen = false;\n',
    replace: '',
    tests: [LIMITS, 'one request too many is throttled over HTTP/2'],
  },
  {
    guard: 'bedrock-local.throttles',
    promise: 'requests under way are bounded',
    file: 'src/bedrock-local/request-desk.ts',
    find: 'this.#underWay > this.#limits.requests',
    replace: 'this.#underWay > 1e9',
    tests: [LIMITS, 'one request too many is throttled over HTTP/1.1'],
  },
  {
    guard: 'bedrock-local.body',
    promise: 'a body is bounded',
    file: 'src/bedrock-local/read-body.ts',
    find: '      if (length > most) return null;\n',
    replace: '',
    tests: [LIMITS, 'a long body is refused over HTTP/1.1'],
  },
  {
    guard: 'bedrock-local.silent-client',
    promise: 'a client that says nothing holds no connection',
    file: 'src/bedrock-local/split-protocols.ts',
    find: 'setTimeout(() => socket.destroy(), patience)',
    replace: 'setTimeout(() => undefined, patience)',
    tests: [LIMITS, 'a client that says nothing is hung up on'],
  },
  {
    guard: 'bedrock-local.orphan',
    promise: 'the model server ends with whoever started it',
    file: 'src/bedrock-local/bedrock-process.ts',
    find: "process.stdin.on('end', end);\nprocess.stdin.on('close', end);\n",
    replace: '',
    tests: [START, 'ends with whoever started it, killed or not'],
  },
  {
    guard: 'bedrock-local.environment',
    promise: '8 no secret of the gateway reaches another process',
    file: 'datasources/bedrock/start-local-bedrock.ts',
    find: '    env: {},\n',
    replace: '',
    tests: [START, 'holds nothing in arguments, environment or files'],
  },
]);
