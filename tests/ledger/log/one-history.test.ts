import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WriterChain } from '../../../src/ledger/chain/seal-batch.ts';
import { holdsConsistency } from '../../../src/ledger/log/check-proofs.ts';
import { openCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { Cosigner } from '../../../src/ledger/log/cosigner.ts';
import type { LogStore } from '../../../src/ledger/log/log-store.ts';
import { proveConsistency } from '../../../src/ledger/log/proofs.ts';
import { TileHashes } from '../../../src/ledger/log/tile-hashes.ts';
import type { Witness } from '../../../src/ledger/log/witnesses.ts';
import { writeObjects } from '../../../src/ledger/log/write-objects.ts';
import { memoryKey } from '../support/seal-batches.ts';
import { memoryLogStore } from './memory-log-store.ts';
import { batchesIn, readLog } from './read-log.ts';
import { dyingStore, Killed, Schedule, scheduledStore, seeded } from './scheduled-store.ts';
import { memoryFile, records, type SmallLedger, smallLedger } from './small-ledger.ts';

const RUNS = Number(process.env.PHIELD_LOG_SEEDS ?? 60);

/** Keeps every checkpoint that was ever in force. */
function watched(
  store: ReturnType<typeof memoryLogStore>,
): LogStore & { readonly checkpoints: Uint8Array[] } {
  const checkpoints: Uint8Array[] = [];
  return {
    ...store,
    checkpoints,
    replaceCheckpoint: async (bytes, expected) => {
      const done = await store.replaceCheckpoint(bytes, expected);
      if (done) checkpoints.push(Buffer.from(bytes));
      return done;
    },
  };
}

/** All checkpoints are one log that only grew, and every batch is in it once, in its writer's order. */
async function assertOneHistory(
  ledger: SmallLedger,
  store: ReturnType<typeof memoryLogStore>,
  checkpoints: readonly Uint8Array[],
): Promise<void> {
  const entries = readLog(store.objects, ledger.logVkey);
  const heads = checkpoints.map((bytes) => {
    const head = openCheckpoint(bytes, ledger.logKey.name, [ledger.logVkey]);
    if (head === null) throw new Error('a checkpoint that is none');
    return head;
  });
  for (const [index, head] of heads.entries()) {
    const next = heads[index + 1];
    if (next === undefined) continue;
    expect(next.size).toBeGreaterThanOrEqual(head.size);
    const proof = await proveConsistency(new TileHashes(store, next.size), head.size);
    expect(holdsConsistency(head, next, proof)).toBe(true);
  }
  const taken = batchesIn(entries);
  expect(new Set(taken).size).toBe(taken.length);
  for (const [writer, held] of ledger.source.held) {
    const of = taken.filter((batch) => batch.startsWith(writer));
    expect(of).toEqual(held.map(({ head }) => `${writer}:${head.seq}`));
  }
}

async function writeSome(ledger: SmallLedger, chain: WriterChain, random: () => number): Promise<void> {
  if (chain.nextSeq === 1) ledger.source.put(chain.seal('open', [chain.certificate]));
  const count = Math.floor(random() ** 3 * 200);
  ledger.source.put(count === 0 ? chain.seal('heartbeat', []) : chain.seal('records', records(count)));
}

/** One that all sequencers ask. */
function memoryWitness({ logVkey }: SmallLedger): Witness {
  const key = memoryKey('w.test/1');
  const memory = memoryLogStore();
  const logs = [{ origin: logVkey.name, keys: [logVkey] }];
  const cosigner = new Cosigner({ key, logs, memory: async () => memory, clock: () => 0 });
  return {
    key: { name: key.name, type: 'cosignature', publicKey: key.publicKey },
    add: async (bytes) => {
      const { status, contentType, body } = await cosigner.add(bytes);
      return { status, contentType, body: Buffer.from(body) };
    },
  };
}

describe('several sequencers at once', () => {
  it('make one history, however their calls fall between each other’s, and whoever sleeps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 2, max: 3 }), async (seed, count) => {
        const random = seeded(seed);
        const ledger = smallLedger();
        const base = memoryLogStore();
        const store = watched(base);
        const schedule = new Schedule(random);
        const chains = [await ledger.installation.writer(), await ledger.installation.writer()];
        let ended = 0;
        let now = 0;
        const witness = memoryWitness(ledger);
        const run = async (name: string) => {
          const mine = scheduledStore(store, schedule, name);
          const asked: Witness = {
            key: witness.key,
            add: async (body) => {
              await schedule.turn(name);
              const answer = await witness.add(body);
              await schedule.turn(name);
              return answer;
            },
          };
          const options = { asked: [asked], now: () => now, heartbeat: 1e9 };
          let sequencer = ledger.sequencer(mine, options);
          for (let step = 0; step < 10; step += 1) {
            const chain = chains[Math.floor(random() * chains.length)];
            if (chain !== undefined && random() < 0.6) await writeSome(ledger, chain, random);
            if (random() < 0.15) schedule.asleep.add(name);
            if (random() < 0.1) sequencer = ledger.sequencer(mine, options);
            now += random() < 0.3 ? 11_000 : 1_000;
            await sequencer.step();
          }
          ended += 1;
        };
        const all = Array.from({ length: count }, (_, index) => run(`sequencer ${index}`));
        await schedule.run(() => ended === count);
        await Promise.all(all);
        // One that is alone at last takes what is left.
        const last = ledger.sequencer(store);
        for (let step = 0; step < 5; step += 1) await last.step();
        await assertOneHistory(ledger, base, store.checkpoints);
        // Whoever is first cosigned is not behind, and whoever is second is not forked.
        expect(ledger.findings.filter(({ code }) => code !== 'WITNESS_AWAY')).toEqual([]);
        const plans = [...base.objects.keys()].filter((path) => path.startsWith('plan/'));
        expect(plans.length).toBeLessThanOrEqual(count * 2);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);
});

describe('an object that is there', () => {
  it('and is gone at the next look, since somebody is further on, is made again', async () => {
    const store = memoryLogStore();
    let calls = 0;
    const flickering = {
      get: async () => null,
      create: async (path: string, bytes: Uint8Array) => {
        calls += 1;
        return calls === 1 ? ('exists' as const) : store.create(path, bytes);
      },
    };
    await writeObjects(flickering, [{ path: 'tile/0/000.p/7', bytes: Buffer.from('tile') }]);
    expect(String(store.objects.get('tile/0/000.p/7'))).toBe('tile');
  });
});

describe('a sequencer that dies', () => {
  it('at any of its calls, before or after it took effect: the next one makes the same bytes', async () => {
    const ledger = smallLedger();
    const [one, two] = [await ledger.installation.writer(), await ledger.installation.writer()];
    for (const chain of [one, two]) ledger.source.put(chain.seal('open', [chain.certificate]));
    const before = memoryLogStore();
    await ledger.sequencer(before).step();
    ledger.source.put(one.seal('records', records(300)), two.seal('records', records(5)));
    const whole = memoryLogStore(new Map(before.objects));
    await ledger.sequencer(whole).step();

    let deaths = 0;
    for (const after of [false, true]) {
      for (let at = 1; ; at += 1) {
        const base = memoryLogStore(new Map(before.objects));
        const store = watched(base);
        const dying = dyingStore(store, at, after);
        const died = await ledger
          .sequencer(dying, { memory: memoryFile() })
          .step()
          .then(
            () => dying.calls >= at,
            (error: unknown) => error instanceof Killed,
          );
        if (!died) break;
        deaths += 1;
        // What comes after the death may not be what was planned.
        const next = await ledger.sequencer(store).step();
        expect(['grown', 'idle']).toContain(next.kind);
        for (const [path, bytes] of whole.objects) {
          if (path.includes('.p/')) continue;
          expect(base.objects.get(path)?.equals(bytes), `${path} after call ${at}`).toBe(true);
        }
        await assertOneHistory(ledger, base, store.checkpoints);
      }
    }
    expect(deaths).toBeGreaterThan(20);
    expect(ledger.findings).toEqual([]);
  });

  it('with a plan written: the plan is followed, whatever else has come since', async () => {
    const ledger = smallLedger();
    const [one, two] = [await ledger.installation.writer(), await ledger.installation.writer()];
    ledger.source.put(one.seal('open', [one.certificate]));
    const store = memoryLogStore();
    // The fourth call writes the plan's checkpoint check; the plan is there by then.
    const dying = dyingStore(store, 4, false);
    await expect(ledger.sequencer(dying).step()).rejects.toThrow(Killed);
    expect(store.objects.has('plan/0')).toBe(true);
    ledger.source.put(two.seal('open', [two.certificate]), one.seal('records', records(2)));
    const sequencer = ledger.sequencer(store);
    expect(await sequencer.step()).toMatchObject({ kind: 'grown', size: 2 });
    expect(await sequencer.step()).toMatchObject({ kind: 'grown', size: 7 });
  });

  it('waits with a plan whose batches no source shows, and says so', async () => {
    const ledger = smallLedger();
    const one = await ledger.installation.writer();
    ledger.source.put(one.seal('open', [one.certificate]));
    const store = memoryLogStore();
    await expect(ledger.sequencer(dyingStore(store, 4, false)).step()).rejects.toThrow(Killed);
    const held = new Map(ledger.source.held);
    ledger.source.held.clear();
    const sequencer = ledger.sequencer(store);
    expect(await sequencer.step()).toEqual({ kind: 'held', code: 'PLAN_WAITS' });
    expect(ledger.findings).toEqual([{ code: 'PLAN_WAITS', writer: one.writer, size: 0 }]);
    for (const [writer, batches] of held) ledger.source.held.set(writer, batches);
    expect(await sequencer.step()).toMatchObject({ kind: 'grown', size: 2 });
  });
});
