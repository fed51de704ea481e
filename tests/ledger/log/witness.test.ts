import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import type { SigningKey } from '../../../src/ledger/chain/signing-key.ts';
import type { Vkey } from '../../../src/ledger/chain/vkey.ts';
import { leafHash } from '../../../src/ledger/hash.ts';
import { openCheckpoint, signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { cosignaturesOf } from '../../../src/ledger/log/cosignature.ts';
import { Cosigner } from '../../../src/ledger/log/cosigner.ts';
import { LogTree } from '../../../src/ledger/log/log-tree.ts';
import { readNote, readSignatures, writeNote } from '../../../src/ledger/log/note.ts';
import { proveConsistency } from '../../../src/ledger/log/proofs.ts';
import { TileHashes } from '../../../src/ledger/log/tile-hashes.ts';
import { tilePath } from '../../../src/ledger/log/tile-path.ts';
import { memoryKey } from '../support/seal-batches.ts';
import { memoryLogStore } from './memory-log-store.ts';

const ORIGIN = 'log.test';

function vkeyOf(key: SigningKey, type: Vkey['type']): Vkey {
  return { name: key.name, type, publicKey: key.publicKey };
}

/** A log of `text` entries, with the tiles of each size, that signs whatever it likes. */
async function logOf(text: string, count: number, key: SigningKey) {
  const store = memoryLogStore();
  const tree = new LogTree();
  const roots = [tree.root()];
  for (let at = 0; at < count; at += 1) {
    tree.append(leafHash(Buffer.from(`${text} ${at}`)));
    for (const { place, bytes } of tree.takeTiles()) await store.create(tilePath(place), bytes);
    roots.push(tree.root());
  }
  const root = (size: number) => roots[size] ?? Buffer.alloc(32);
  const body = async (
    old: number,
    size: number,
    origin = ORIGIN,
    by = key,
    proof?: readonly Uint8Array[],
  ) => {
    const hashes = proof ?? (await proveConsistency(new TileHashes(store, size), Math.min(old, size)));
    const lines = hashes.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('');
    const note = writeNote(await signCheckpoint({ origin, size, root: root(size) }, by));
    return Buffer.concat([Buffer.from(`old ${old}\n${lines}\n`), note]);
  };
  return { store, root, body };
}

async function witnessed() {
  const logKey = memoryKey(ORIGIN);
  const key = memoryKey('witness.test/one');
  const states = new Map<string, ReturnType<typeof memoryLogStore>>();
  const memory = async (origin: string) => {
    const state = states.get(origin) ?? memoryLogStore();
    states.set(origin, state);
    return state;
  };
  const logs = [{ origin: ORIGIN, keys: [vkeyOf(logKey, 'note')] }];
  const cosigner = new Cosigner({ key, logs, memory, clock: () => 1_700_000_000_500 });
  const seen = () => {
    const bytes = states.get(ORIGIN)?.objects.get('checkpoint');
    return bytes === undefined ? 0 : openCheckpoint(bytes, ORIGIN, logs[0]?.keys ?? [])?.size;
  };
  return { logKey, key, cosigner, states, seen, vkey: vkeyOf(key, 'cosignature') };
}

describe('a witness', () => {
  it('cosigns a log that grows, with the time, and says where it is to whoever does not know', async () => {
    const { logKey, cosigner, vkey, seen } = await witnessed();
    const log = await logOf('entry', 300, logKey);
    for (const [old, size] of [
      [0, 1],
      [1, 2],
      [2, 256],
      [256, 300],
      [300, 300],
    ] as const) {
      const answer = await cosigner.add(await log.body(old, size));
      expect(answer.status, `${old} to ${size}: ${answer.body}`).toBe(200);
      const { text } = readNote(
        writeNote(await signCheckpoint({ origin: ORIGIN, size, root: log.root(size) }, logKey)),
      ) ?? {
        text: '',
      };
      const [signature] = cosignaturesOf(text, readSignatures(answer.body) ?? [], vkey);
      expect(signature).toBeDefined();
      expect(Buffer.from(signature?.signature ?? '').readBigUInt64BE(0)).toBe(1_700_000_000n);
      expect(seen()).toBe(size);
    }
    const lost = await cosigner.add(await log.body(0, 299));
    expect(lost).toEqual({ status: 409, contentType: 'text/x.tlog.size', body: '300\n' });
  });

  it('cosigns no other history, whatever the proof', async () => {
    const { logKey, cosigner, seen } = await witnessed();
    const log = await logOf('entry', 300, logKey);
    const other = await logOf('other', 300, logKey);
    expect((await cosigner.add(await log.body(0, 100, ORIGIN, logKey, [log.root(3)]))).status).toBe(422);
    await cosigner.add(await log.body(0, 100));
    expect((await cosigner.add(await other.body(100, 200))).status).toBe(422);
    expect((await cosigner.add(await log.body(100, 200, ORIGIN, logKey, []))).status).toBe(422);
    // The same size with another root.
    expect(await cosigner.add(await other.body(100, 100))).toMatchObject({ status: 409, body: '100\n' });
    expect((await cosigner.add(await log.body(100, 100, ORIGIN, logKey, [log.root(3)]))).status).toBe(422);
    // An old copy.
    expect(await cosigner.add(await log.body(50, 60))).toMatchObject({ status: 409, body: '100\n' });
    expect((await cosigner.add(await log.body(100, 60))).status).toBe(400);
    expect(seen()).toBe(100);
    expect((await cosigner.add(await log.body(100, 200))).status).toBe(200);
  });

  it('refuses an unknown origin, an unknown key, and what is no submission', async () => {
    const { logKey, cosigner, states } = await witnessed();
    const log = await logOf('entry', 10, logKey);
    expect((await cosigner.add(await log.body(0, 5, 'other.test'))).status).toBe(404);
    expect((await cosigner.add(await log.body(0, 5, ORIGIN, memoryKey(ORIGIN)))).status).toBe(403);
    expect((await cosigner.add(await log.body(0, 5, ORIGIN, { ...memoryKey('x'), name: 'x' }))).status).toBe(
      403,
    );
    expect(states.size).toBe(0);
    const good = String(await log.body(0, 5));
    const hash = Buffer.alloc(32).toString('base64');
    for (const bad of [
      '',
      'old 0',
      good.replace('old 0', 'old 00'),
      good.replace('old 0', 'old -1'),
      good.replace('old 0', 'old 9999999999999999'),
      good.replace('old 0', 'old 0 '),
      good.replace('old 0', 'OLD 0'),
      good.replace('old 0\n', 'old 0\nAAAA\n'),
      good.replace('old 0\n', `old 0\n${`${hash}\n`.repeat(64)}`),
      good.replace('\n5\n', '\n05\n'),
      good.slice(0, -1),
      good.replace('\u2014', '-'),
      `${good}\n`,
    ]) {
      expect((await cosigner.add(Buffer.from(bad))).status, JSON.stringify(bad.slice(0, 40))).toBe(400);
    }
    expect((await cosigner.add(Buffer.from(good))).status).toBe(200);
  });

  it('never goes back, however many ask at once', async () => {
    const { logKey, cosigner, seen } = await witnessed();
    const log = await logOf('entry', 200, logKey);
    await cosigner.add(await log.body(0, 10));
    const sizes = Array.from({ length: 30 }, (_, at) => 11 + at);
    const bodies = await Promise.all(sizes.map((size) => log.body(10, size)));
    const answers = await Promise.all(bodies.map((body) => cosigner.add(body)));
    const won = sizes.filter((_, at) => answers[at]?.status === 200);
    expect(won).toHaveLength(1);
    expect(seen()).toBe(won[0]);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(29);
  });

  it('cosigns nothing that it could not keep', async () => {
    const { logKey, cosigner, states } = await witnessed();
    const log = await logOf('entry', 20, logKey);
    await cosigner.add(await log.body(0, 5));
    const state = states.get(ORIGIN);
    if (state === undefined) throw new Error('no state');
    const { replaceCheckpoint } = state;
    state.replaceCheckpoint = async () => {
      throw new UpstreamUnavailableError('full');
    };
    expect((await cosigner.add(await log.body(5, 9))).status).toBe(503);
    state.replaceCheckpoint = replaceCheckpoint;
    state.objects.set('checkpoint', Buffer.from('damaged'));
    expect((await cosigner.add(await log.body(0, 20))).status).toBe(503);
  });

  it('says no to any change of a good submission', async () => {
    const { logKey, cosigner } = await witnessed();
    const log = await logOf('entry', 60, logKey);
    await cosigner.add(await log.body(0, 21));
    const good = await log.body(21, 60);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bad = Buffer.from(good);
        bad[at] = (bad[at] ?? 0) ^ change;
        const { status } = await cosigner.add(bad);
        expect([400, 403, 404, 409, 422]).toContain(status);
      }),
      { numRuns: 1_000 },
    );
    expect((await cosigner.add(good)).status).toBe(200);
  });
});
