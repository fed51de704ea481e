import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { type ChainFault, createChainCheck } from '../../../src/ledger/chain/check-chain.ts';
import { encodeBatch } from '../../../src/ledger/chain/encode-batch.ts';
import { decodeBatch, readSealedHead } from '../../../src/ledger/chain/read-batch.ts';
import { createRecordsRoot } from '../../../src/ledger/chain/records-root.ts';
import type { WriterChain } from '../../../src/ledger/chain/seal-batch.ts';
import { writeSignedLine } from '../../../src/ledger/chain/signed-line.ts';
import { EMPTY_ROOT, leafHash, nodeHash } from '../../../src/ledger/hash.ts';
import { createInstallation, type Installation, sealLife } from '../support/seal-batches.ts';

const recordsRoot = createRecordsRoot();
const record = (text: string) => Buffer.from(JSON.stringify({ text }));

let installation: Installation;
let chain: WriterChain;
let other: WriterChain;
let life: readonly SealedBatch[];
let otherLife: readonly SealedBatch[];

beforeAll(async () => {
  installation = createInstallation();
  chain = await installation.writer();
  other = await installation.writer();
  life = sealLife(chain, [record('a'), record('b')], [], [record('c')]);
  otherLife = sealLife(other, [record('a'), record('b')], [], [record('c')]);
});

function faultsOf(batches: readonly (SealedBatch | undefined)[], keys = [installation.key.publicKey]) {
  const check = createChainCheck(chain.writer, installation.origin, keys);
  const faults: (ChainFault | null)[] = [];
  for (const batch of batches) {
    if (batch === undefined) throw new Error('no such batch');
    faults.push(check.accept(batch));
  }
  return faults;
}

/** The batch with its head changed, the signature left as it was. */
function withHead(batch: SealedBatch | undefined, change: Partial<SealedBatch['head']>): SealedBatch {
  if (batch === undefined) throw new Error('no such batch');
  const head = { ...batch.head, ...change };
  const signature = Buffer.from(Buffer.from(batch.sealed).subarray(-88).toString(), 'base64');
  return { ...batch, head, sealed: writeSignedLine(Buffer.from(JSON.stringify(head)), signature) };
}

describe('what does not follow is refused', () => {
  test('a batch left out, doubled, swapped, or of another writer', () => {
    const [open, one, two, three] = life;
    expect(faultsOf([open, two])).toEqual([null, 'SEQ']);
    expect(faultsOf([open, one, one])).toEqual([null, null, 'SEQ']);
    expect(faultsOf([open, two, one])).toEqual([null, 'SEQ', null]);
    expect(faultsOf([one])).toEqual(['SEQ']);
    expect(faultsOf([open, otherLife[1]])).toEqual([null, 'WRITER']);
    expect(faultsOf([open, one, two, three, life[4], life[4]])).toEqual([
      null,
      null,
      null,
      null,
      null,
      'CLOSED',
    ]);
  });

  test('a changed record, a record more, a record less, records swapped', () => {
    const [open, one] = life;
    if (one === undefined) throw new Error('no such batch');
    const [a, b] = one.records;
    if (a === undefined || b === undefined) throw new Error('no such record');
    const forged = [record('z'), b];
    expect(faultsOf([open, { ...one, records: forged }])).toEqual([null, 'ROOT']);
    expect(faultsOf([open, { ...one, records: [b, a] }])).toEqual([null, 'ROOT']);
    expect(faultsOf([open, { ...one, records: [a] }])).toEqual([null, 'COUNT']);
    expect(faultsOf([open, { ...one, records: [a, b, a] }])).toEqual([null, 'COUNT']);
    const root = Buffer.from(recordsRoot(forged)).toString('base64');
    expect(faultsOf([open, { ...withHead(one, { root }), records: forged }])).toEqual([null, 'SIGNATURE']);
  });

  test('a changed head, whatever is changed in it', () => {
    const [open, one] = life;
    const prev = Buffer.alloc(32).toString('base64');
    const changes: readonly [Partial<SealedBatch['head']>, ChainFault][] = [
      [{ time: '2026-01-01T00:00:00.000Z' }, 'SIGNATURE'],
      [{ total: 9 }, 'COUNT'],
      [{ prev }, 'PREV'],
      [{ prev: null }, 'PREV'],
      [{ kind: 'open' }, 'KIND'],
      [{ kind: 'heartbeat' }, 'KIND'],
      [{ kind: 'close' }, 'KIND'],
    ];
    for (const [change, fault] of changes)
      expect(faultsOf([open, withHead(one, change)])).toEqual([null, fault]);
    // A link holds what is before it: one that was altered and signed anew breaks at the next.
    expect(faultsOf([otherLife[0]])).toEqual(['WRITER']);
  });

  test('a writer whom the installation did not certify', async () => {
    const stranger = createInstallation();
    expect(faultsOf([life[0]], [stranger.key.publicKey])).toEqual(['CERTIFICATE']);
    expect(faultsOf([life[0]], [stranger.key.publicKey, installation.key.publicKey])).toEqual([null]);
    const elsewhere = createInstallation('other.test');
    const writer = await elsewhere.writer();
    const check = createChainCheck(writer.writer, installation.origin, [elsewhere.key.publicKey]);
    expect(check.accept(writer.seal('open', [writer.certificate]))).toBe('CERTIFICATE');
    const borrowed = await installation.writer();
    const withOthers = createChainCheck(borrowed.writer, installation.origin, [installation.key.publicKey]);
    expect(withOthers.accept(borrowed.seal('open', [chain.certificate]))).toBe('CERTIFICATE');
  });
});

test('a chain can be checked from where it was left', () => {
  const [open, one, two] = life;
  if (open === undefined || one === undefined || two === undefined) throw new Error('no such batch');
  const place = {
    nextSeq: 3,
    prev: Buffer.from(leafHash(one.sealed)).toString('base64'),
    total: one.head.total,
    certificate: open.records[0] ?? null,
  };
  const check = createChainCheck(chain.writer, installation.origin, [installation.key.publicKey], place);
  expect([check.accept(one), check.accept(two), check.nextSeq]).toEqual(['SEQ', null, 4]);
});

/** RFC 6962 §2.1 as it is written: split at the largest power of two below the number of leaves. */
function rfcRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return EMPTY_ROOT;
  if (leaves.length === 1) return leafHash(only);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(rfcRoot(leaves.slice(0, split)), rfcRoot(leaves.slice(split)));
}

test('a batch’s root is that of RFC 6962, for any number and size of records', () => {
  for (let size = 0; size <= 130; size += 1) {
    const leaves = Array.from({ length: size }, (_, n) => Buffer.alloc((n * 37) % 900, n));
    expect(Buffer.from(recordsRoot(leaves)).toString('hex')).toBe(
      Buffer.from(rfcRoot(leaves)).toString('hex'),
    );
  }
  const large = [Buffer.alloc(70_000, 1), Buffer.alloc(65_535, 2), Buffer.alloc(65_536, 3)];
  expect(Buffer.from(recordsRoot(large))).toEqual(rfcRoot(large));
});

test('no single changed byte of a batch’s frames goes unseen', () => {
  const [open, one] = life;
  if (open === undefined || one === undefined) throw new Error('no such batch');
  const bytes = encodeBatch(one);
  fc.assert(
    fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ change;
      expect(decodeBatch(changed)).toBeNull();
    }),
    { numRuns: 500 },
  );
  for (let cut = 0; cut < bytes.length; cut += 1) expect(decodeBatch(bytes.subarray(0, cut))).toBeNull();
  expect(decodeBatch(Buffer.concat([bytes, Buffer.of(0)]))).toBeNull();
  expect(decodeBatch(Buffer.concat([bytes, encodeBatch(open)]))).toBeNull();
});

test('a sealed head with a signature in a second spelling is none', () => {
  const sealed = Buffer.from(life[0]?.sealed ?? []);
  expect(readSealedHead(sealed)).not.toBeNull();
  // 64 bytes leave four bits of the last base64 character that decode to nothing.
  const second = Buffer.from(sealed);
  const last = second.length - 3;
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const at = alphabet.indexOf(String.fromCharCode(second[last] ?? 0));
  second[last] = alphabet.charCodeAt(at ^ 1);
  expect(readSealedHead(second)).toBeNull();
  expect(readSealedHead(sealed.subarray(1))).toBeNull();
});
