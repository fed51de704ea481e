import type { Guard } from '../guard.ts';

const CHAIN = 'src/ledger/chain/check-chain.ts';
const CHAIN_TESTS = 'tests/ledger/chain/check-chain.test.ts';
const COMMIT = 'src/ledger/commit/group-commit.ts';
const COMMIT_TESTS = 'tests/ledger/commit/group-commit.test.ts';
const KEYS_TESTS = 'tests/datasources/keys/embedded-signing-key.test.ts';
const KMS = 'datasources/keys/kms-signing-key.ts';
const KMS_TESTS = 'tests/datasources/keys/kms-signing-key.test.ts';
const SINK = 'src/ledger/segments/file-sink.ts';
const SOURCE = 'src/ledger/segments/file-source.ts';
const SINK_TESTS = 'tests/ledger/segments/file-sink.test.ts';
const READING = 'src/ledger/segments/segment-reading.ts';
const DAMAGE_TESTS = 'tests/ledger/segments/damage.test.ts';

const ALTERED = '5 the record cannot be altered unseen';

/** Chains of signed batches, the keys that sign them, and the order in which they reach the device. */
export const LEDGER_CHAIN_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'chain.order',
    promise: ALTERED,
    file: CHAIN,
    find: "if (head.seq !== nextSeq) return 'SEQ';",
    replace: '',
    tests: [CHAIN_TESTS, 'a batch left out, doubled, swapped'],
  },
  {
    guard: 'chain.writer',
    promise: ALTERED,
    file: CHAIN,
    find: "if (head.writer !== writer) return 'WRITER';",
    replace: '',
    tests: [CHAIN_TESTS, 'a batch left out, doubled, swapped'],
  },
  {
    guard: 'chain.link',
    promise: ALTERED,
    file: CHAIN,
    find: "if (head.prev !== prev) return 'PREV';",
    replace: '',
    tests: [CHAIN_TESTS, 'a changed head, whatever is changed'],
  },
  {
    guard: 'chain.root',
    promise: ALTERED,
    file: CHAIN,
    find: "if (Buffer.from(rootOf(records)).toString('base64') !== head.root) return 'ROOT';",
    replace: '',
    tests: [CHAIN_TESTS, 'a changed record, a record more'],
  },
  {
    guard: 'chain.count',
    promise: ALTERED,
    file: CHAIN,
    find: "if (head.records !== records.length || head.total !== total + records.length) return 'COUNT';",
    replace: '',
    tests: [CHAIN_TESTS, 'a changed record, a record more'],
  },
  {
    guard: 'chain.signature',
    promise: ALTERED,
    file: CHAIN,
    find: "return isSignedBy(key, message, line.signature) ? null : 'SIGNATURE';",
    replace: 'return null;',
    tests: [CHAIN_TESTS, 'a changed head, whatever is changed'],
  },
  {
    guard: 'chain.certified',
    promise: 'nobody but the installation’s own writers writes',
    file: CHAIN,
    find: 'if (!installationKeys.some((one) => isCertifiedBy(certificate, one))) return null;',
    replace: '',
    tests: [CHAIN_TESTS, 'a writer whom the installation did not certify'],
  },
  {
    guard: 'chain.own-certificate',
    promise: 'nobody but the installation’s own writers writes',
    file: CHAIN,
    find: 'read.writer !== writer || read.origin !== origin',
    replace: 'false',
    tests: [CHAIN_TESTS, 'a writer whom the installation did not certify'],
  },
  {
    guard: 'chain.closed',
    promise: ALTERED,
    file: CHAIN,
    find: "if (closed) return 'CLOSED';",
    replace: '',
    tests: [CHAIN_TESTS, 'a batch left out, doubled, swapped'],
  },
  {
    guard: 'chain.one-spelling',
    promise: 'one signature has one spelling',
    file: 'src/ledger/chain/signed-line.ts',
    find: "signature.length !== 64 || signature.toString('base64') !== text",
    replace: 'signature.length !== 64',
    tests: [CHAIN_TESTS, 'a signature in a second spelling'],
  },
  {
    guard: 'chain.nothing-behind-a-batch',
    promise: ALTERED,
    file: 'src/ledger/chain/read-batch.ts',
    find: "frame.type !== 'commit' || at !== source.length",
    replace: "frame.type !== 'commit'",
    tests: [CHAIN_TESTS, 'no single changed byte of a batch’s frames'],
  },
  {
    guard: 'chain.key-id',
    promise: 'a key is known by its id',
    file: 'src/ledger/chain/vkey.ts',
    find: 'return keyIdHex(vkey) === id ? vkey : null;',
    replace: 'return vkey;',
    tests: ['tests/ledger/chain/vkey.test.ts', 'another id is no key'],
  },
  {
    guard: 'keys.signing-private',
    promise: 'keys are their owner’s alone',
    file: 'src/identity/create-private-file.ts',
    find: "open(draft, 'wx', 0o600)",
    replace: "open(draft, 'wx', 0o644)",
    tests: [KEYS_TESTS, 'made at first use, the owner’s alone'],
  },
  {
    guard: 'keys.signing-kind',
    promise: 'a key of another kind signs nothing',
    file: KMS,
    find: '!SPKI_HEAD.equals(spki.subarray(0, SPKI_HEAD.length))',
    replace: 'spki.length === 0',
    tests: [KMS_TESTS, 'a key on another curve'],
  },
  {
    guard: 'keys.signing-length',
    promise: 'a signature is whole or none',
    file: KMS,
    find: "if (Signature?.length !== 64) throw new UpstreamUnavailableError('KMS gave no Ed25519 signature');",
    replace: 'if (Signature === undefined) return new Uint8Array(64);',
    tests: [KMS_TESTS, 'a signature of another length'],
  },
  {
    guard: 'commit.same-bytes-again',
    promise: '5 one number, one batch',
    file: COMMIT,
    find: 'if (this.#owed !== null) await this.#committing.sink.commit(this.#owed);',
    replace: '',
    tests: [COMMIT_TESTS, 'comes again with the same bytes'],
  },
  {
    guard: 'commit.fork-ends',
    promise: '5 one number, one batch',
    file: COMMIT,
    find: 'if (signal.aborted || this.#forked) return false;',
    replace: 'if (signal.aborted) return false;',
    tests: [COMMIT_TESTS, 'the writer writes no more'],
  },
  {
    guard: 'commit.fork-told',
    promise: 'a forked chain is told',
    file: COMMIT,
    find: "if (this.#forked) this.#options.onFatal('chain forked');",
    replace: '',
    tests: [COMMIT_TESTS, 'the writer writes no more'],
  },
  {
    guard: 'commit.heartbeat',
    promise: 'silence is told from absence',
    file: COMMIT,
    find: 'this.#beat = true;',
    replace: '',
    tests: [COMMIT_TESTS, 'the writer says that it lives'],
  },
  {
    guard: 'commit.close-batch',
    promise: 'an end in order is told from a kill',
    file: COMMIT,
    find: "if (this.#owed === null) await sink.commit(chain.seal('close', [])).catch(() => undefined);",
    replace: '',
    tests: [COMMIT_TESTS, 'a writer’s life'],
  },
  {
    guard: 'commit.no-hole-at-close',
    promise: 'a chain has no hole',
    file: COMMIT,
    find: "if (this.#owed === null) await sink.commit(chain.seal('close', []))",
    replace: "await sink.commit(chain.seal('close', []))",
    tests: [COMMIT_TESTS, 'a batch that is owed is not followed'],
  },
  {
    guard: 'commit.no-gap',
    promise: 'a chain has no hole',
    file: SINK,
    find: "if (seq > last + 1) throw new Error('a batch before it is missing');",
    replace: '',
    tests: [SINK_TESTS, 'another one under its number does not'],
  },
  {
    guard: 'commit.fork-found',
    promise: '5 one number, one batch',
    file: SINK,
    find: "throw new ForkedChainError('another batch stands under this number');",
    replace: 'return;',
    tests: [SINK_TESTS, 'another one under its number does not'],
  },
  {
    guard: 'source.durable-end',
    promise: 'what was given up is not read',
    file: SOURCE,
    find: 'return previous?.bytes ?? Number.POSITIVE_INFINITY;',
    replace: 'return Number.POSITIVE_INFINITY;',
    tests: [SINK_TESTS, 'what was cut short by a failure'],
  },
  {
    guard: 'source.each-once',
    promise: 'a batch is given once',
    file: SOURCE,
    find: 'if (batch.head.seq < next) continue;',
    replace: '',
    tests: [SINK_TESTS, 'the source gives it once'],
  },
  {
    guard: 'reading.chain-link',
    promise: ALTERED,
    file: READING,
    find: 'else if (prev !== undefined && head.prev !== prev) items',
    replace: 'else if (prev === 0) items',
    tests: [DAMAGE_TESTS, 'altered with checksums that fit: a link'],
  },
  {
    guard: 'reading.chain-root',
    promise: ALTERED,
    file: READING,
    find: 'else if (this.#root(pending) !== head.root) items',
    replace: "else if (head.root === '') items",
    tests: [DAMAGE_TESTS, 'altered with checksums that fit: a record'],
  },
  {
    guard: 'reading.format',
    promise: 'what is of another form is not judged',
    file: 'src/ledger/segments/read-header.ts',
    find: 'refuseOtherFormat(path, payload);',
    replace: '',
    tests: [DAMAGE_TESTS, 'a segment of format 1'],
  },
]);
