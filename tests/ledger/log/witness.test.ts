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
import type { Witness } from '../../../src/ledger/log/witnesses.ts';
import { memoryKey } from '../support/seal-batches.ts';
import { memoryLogStore } from './memory-log-store.ts';
import { records, smallLedger } from './small-ledger.ts';

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

describe('a sequencer and its witnesses', () => {
  async function world() {
    const ledger = smallLedger();
    const store = memoryLogStore();
    const chain = await ledger.installation.writer();
    ledger.source.put(chain.seal('open', [chain.certificate]));
    const origin = ledger.installation.origin;
    const make = (name: string) => {
      const key = memoryKey(name);
      const memory = memoryLogStore();
      const logs = [{ origin, keys: [ledger.logVkey] }];
      const cosigner = new Cosigner({
        key,
        logs,
        memory: async () => memory,
        clock: () => 1_700_000_000_000,
      });
      const state = { away: false, asked: 0, memory };
      const witness: Witness = {
        key: vkeyOf(key, 'cosignature'),
        add: async (body) => {
          state.asked += 1;
          if (state.away) throw new UpstreamUnavailableError('away');
          const { status, contentType, body: text } = await cosigner.add(body);
          return { status, contentType, body: Buffer.from(text) };
        },
      };
      return { witness, state };
    };
    const cosigned = (witness: Witness) => {
      const note = readNote(store.objects.get('checkpoint') ?? Buffer.alloc(0));
      return note === null ? -1 : cosignaturesOf(note.text, note.signatures, witness.key).length;
    };
    return { ledger, store, chain, make, cosigned };
  }

  it('has each checkpoint cosigned before it is out; one that is away is left out and reported', async () => {
    const { ledger, store, chain, make, cosigned } = await world();
    const [one, two] = [make('w.test/1'), make('w.test/2')];
    const sequencer = ledger.sequencer(store, { asked: [one.witness, two.witness] });
    await sequencer.step();
    expect([cosigned(one.witness), cosigned(two.witness)]).toEqual([1, 1]);
    two.state.away = true;
    ledger.source.put(chain.seal('records', records(30)));
    expect(await sequencer.step()).toMatchObject({ kind: 'grown' });
    expect([cosigned(one.witness), cosigned(two.witness)]).toEqual([1, 0]);
    expect(ledger.findings).toEqual([{ code: 'WITNESS_AWAY', witness: 'w.test/2' }]);
    const asked = two.state.asked;
    ledger.source.put(chain.seal('records', records(30)));
    await sequencer.step();
    // It is not waited for again at once.
    expect(two.state.asked).toBe(asked);
    // A later sequencer finds it back at an old size, and proves all growth since.
    two.state.away = false;
    ledger.source.put(chain.seal('records', records(300)));
    await ledger.sequencer(store, { asked: [two.witness] }).step();
    expect(cosigned(two.witness)).toBe(1);
  });

  it('is cosigned anew while nothing happens', async () => {
    const { ledger, store, make, cosigned } = await world();
    const one = make('w.test/1');
    let now = 0;
    const sequencer = ledger.sequencer(store, { asked: [one.witness], now: () => now });
    await sequencer.step();
    const asked = one.state.asked;
    for (let second = 0; second < 25; second += 1) {
      now += 1_000;
      await sequencer.step();
    }
    expect(one.state.asked).toBe(asked + 2);
    expect(cosigned(one.witness)).toBe(1);
  });

  it('does not grow a log that is older than a witness has seen, and says so: a restored backup', async () => {
    const { ledger, store, chain, make } = await world();
    const one = make('w.test/1');
    await ledger.sequencer(store, { asked: [one.witness] }).step();
    const backup = new Map(store.objects);
    ledger.source.put(chain.seal('records', records(30)));
    await ledger.sequencer(store, { asked: [one.witness] }).step();
    const restored = memoryLogStore(backup);
    const before = [...restored.objects.keys()];
    const sequencer = ledger.sequencer(restored, { asked: [one.witness] });
    for (let step = 0; step < 3; step += 1) {
      expect(await sequencer.step()).toEqual({ kind: 'held', code: 'LOG_BEHIND' });
    }
    expect(ledger.findings.at(-1)).toEqual({ code: 'LOG_BEHIND', where: 'w.test/1' });
    expect([...restored.objects.keys()]).toEqual(before);
  });

  it('does not grow a log that forked while the witness was away', async () => {
    const { ledger, store, chain, make } = await world();
    const one = make('w.test/1');
    const first = ledger.sequencer(store, { asked: [one.witness] });
    await first.step();
    const backup = new Map(store.objects);
    ledger.source.put(chain.seal('records', records(30)));
    await first.step();
    const restored = memoryLogStore(backup);
    one.state.away = true;
    const other = await ledger.installation.writer();
    const fork = smallLedger();
    fork.source.put(other.seal('open', [other.certificate]), other.seal('records', records(300, 'other')));
    const options = { sources: [fork.source], asked: [one.witness] };
    expect(await ledger.sequencer(restored, options).step()).toMatchObject({ kind: 'grown' });
    one.state.away = false;
    fork.source.put(other.seal('records', records(3)));
    expect(await ledger.sequencer(restored, options).step()).toEqual({ kind: 'held', code: 'LOG_FORKED' });
  });

  it('is not taken for behind while another sequencer is carrying out a plan', async () => {
    const { ledger, store, make } = await world();
    const one = make('w.test/1');
    await ledger.sequencer(store, { asked: [one.witness] }).step();
    const other: Witness = {
      ...one.witness,
      add: async () => {
        // Its plan is there, and its outcome cosigned, but not yet out.
        await store.create('plan/2', Buffer.from('a plan'));
        return { status: 409, contentType: 'text/x.tlog.size', body: Buffer.from('9\n') };
      },
    };
    expect(await ledger.sequencer(store, { asked: [other] }).step()).toEqual({ kind: 'overtaken' });
    expect(ledger.findings).toEqual([]);
  });

  it('attaches nothing that the witness’s key did not sign', async () => {
    const { ledger, store, make } = await world();
    const [one, liar] = [make('w.test/1'), make('w.test/1')];
    const mixed: Witness = { key: one.witness.key, add: liar.witness.add };
    await ledger.sequencer(store, { asked: [mixed] }).step();
    expect(readNote(store.objects.get('checkpoint') ?? Buffer.alloc(0))?.signatures).toHaveLength(1);
    expect(ledger.findings).toEqual([{ code: 'WITNESS_AWAY', witness: 'w.test/1' }]);
  });

  it('reports a witness that does not know the log, and goes on', async () => {
    const { ledger, store, make } = await world();
    const one = make('w.test/1');
    const stranger: Witness = {
      ...one.witness,
      add: async () => ({ status: 404, contentType: '', body: Buffer.alloc(0) }),
    };
    const mad: Witness = {
      ...one.witness,
      add: async () => ({ status: 200, contentType: '', body: Buffer.from('hello') }),
    };
    const outcome = await ledger.sequencer(store, { asked: [stranger, mad] }).step();
    expect(outcome.kind).toBe('grown');
    expect(ledger.findings.map(({ code }) => code).toSorted()).toEqual(['WITNESS_AWAY', 'WITNESS_REFUSED']);
  });
});
