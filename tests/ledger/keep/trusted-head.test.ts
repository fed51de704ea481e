import { expect, test } from 'vitest';
import { writeVkey } from '../../../src/ledger/chain/vkey.ts';
import { readHeadTrust, trustedHead } from '../../../src/ledger/keep/trusted-head.ts';
import { signCheckpoint, withSignatures } from '../../../src/ledger/log/checkpoint.ts';
import { cosign } from '../../../src/ledger/log/cosignature.ts';
import { memoryKey } from '../support/seal-batches.ts';

const ORIGIN = 'ledger.test';
const HEAD = { origin: ORIGIN, size: 7, root: Buffer.alloc(32, 3) };

async function signed(cosigners: readonly ReturnType<typeof memoryKey>[] = [], key = memoryKey(ORIGIN)) {
  const note = await signCheckpoint(HEAD, key);
  const signatures = await Promise.all(cosigners.map((one) => cosign(note.text, 1, one)));
  return { bytes: withSignatures(note, signatures), key };
}

const vkey = (key: ReturnType<typeof memoryKey>, type: 'note' | 'cosignature') => ({ ...key, type });

test('a head is trusted as its log signed it, with as many witnesses as there must be', async () => {
  const [one, other, stranger] = [memoryKey('w/1'), memoryKey('w/2'), memoryKey('w/3')];
  const { bytes, key } = await signed([one, stranger]);
  const trust = (quorum: number) => ({
    origin: ORIGIN,
    log: [vkey(key, 'note')],
    witnesses: [vkey(one, 'cosignature'), vkey(other, 'cosignature')],
    quorum,
  });
  expect(trustedHead(bytes, trust(0))).toEqual({ size: 7, root: HEAD.root });
  expect(trustedHead(bytes, trust(1)).size).toBe(7);
  expect(() => trustedHead(bytes, trust(2))).toThrow();
  expect(() => trustedHead(bytes, { ...trust(0), origin: 'other' })).toThrow();
  expect(() => trustedHead(bytes, { ...trust(0), log: [vkey(memoryKey(ORIGIN), 'note')] })).toThrow();
});

test('one key under two names is one witness', async () => {
  const one = memoryKey('w/1');
  const twin = { ...one, name: 'w/2' };
  const { bytes, key } = await signed([one, twin]);
  const witnesses = [vkey(one, 'cosignature'), vkey(twin, 'cosignature')];
  const trust = { origin: ORIGIN, log: [vkey(key, 'note')], witnesses, quorum: 2 };
  expect(() => trustedHead(bytes, trust)).toThrow();
});

test('the auditor’s file is read, and nothing is taken from one that is not one', () => {
  const key = memoryKey(ORIGIN);
  const file = {
    origin: ORIGIN,
    log: [writeVkey(vkey(key, 'note'))],
    installation: [],
    witnesses: [],
    quorum: 0,
  };
  expect(readHeadTrust(JSON.stringify({ ...file, checkpoint: null }))?.log).toHaveLength(1);
  for (const bad of [
    '',
    '{}',
    JSON.stringify({ ...file, log: [] }),
    JSON.stringify({ ...file, quorum: 1 }),
    JSON.stringify({ ...file, log: ['x'] }),
  ])
    expect(readHeadTrust(bad)).toBeNull();
});
