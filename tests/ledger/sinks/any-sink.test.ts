import { afterEach, describe, expect, it } from 'vitest';
import { LedgerUnavailableError } from '../../../src/errors.ts';
import { createChainCheck } from '../../../src/ledger/chain/check-chain.ts';
import type { WriterChain } from '../../../src/ledger/chain/seal-batch.ts';
import { type AnySinkLimits, createAnySink, type SinkEvent } from '../../../src/ledger/commit/any-sink.ts';
import { GroupCommit } from '../../../src/ledger/commit/group-commit.ts';
import { ForkedChainError, type Sink } from '../../../src/ledger/commit/sink.ts';
import { SinkQueue } from '../../../src/ledger/commit/sink-queue.ts';
import { LEDGER_LIMITS } from '../../../src/ledger/ledger-limits.ts';
import { sampleRecord } from '../sample-record.ts';
import { createInstallation } from '../support/seal-batches.ts';
import { bytesOf, type MemoryPlace, memoryPlace, pause, until } from './memory-place.ts';

const installation = createInstallation();
const LIMITS: Partial<AnySinkLimits> = { retryMs: 5, retryMostMs: 10, closeMs: 200 };

interface World {
  readonly one: MemoryPlace;
  readonly other: MemoryPlace;
  readonly chain: WriterChain;
  readonly sink: Sink;
  readonly events: SinkEvent[];
}

async function world(limits: Partial<AnySinkLimits> = {}): Promise<World> {
  const one = memoryPlace('file');
  const other = memoryPlace('dynamodb');
  const chain = await installation.writer();
  const { writer, certificate } = chain;
  const events: SinkEvent[] = [];
  const sink = createAnySink({
    writer,
    places: [one, other],
    checkFrom: (place) =>
      createChainCheck(writer, installation.origin, [installation.key.publicKey], { ...place, certificate }),
    onEvent: (event) => events.push(event),
    limits: { ...LIMITS, ...limits },
  });
  return { one, other, chain, sink, events };
}

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.map((close) => close()));
  closing = [];
});

/** The group commit over both, as the gateway runs it. */
async function ledgerOver({ chain, sink }: World) {
  const commit = new GroupCommit({
    begin: async () => ({ chain, sink }),
    limits: { ...LEDGER_LIMITS, retryMs: 5, stallMs: 200 },
    onAvailability: () => {},
    onFatal: () => {},
    onUnclosed: () => {},
  });
  await commit.start();
  closing.push(() => commit.close());
  return commit;
}

const append = (ledger: GroupCommit, id: number) =>
  ledger.append(sampleRecord({ id: `record-${String(id).padStart(6, '0')}` }));

function alike({ one, other, chain }: World): void {
  expect(bytesOf(one, chain.writer).length).toBeGreaterThan(0);
  expect(bytesOf(other, chain.writer)).toEqual(bytesOf(one, chain.writer));
}

const same = ({ one, other, chain }: World) =>
  bytesOf(one, chain.writer).length === bytesOf(other, chain.writer).length;

describe.each([
  ['the first', (w: World) => [w.one, w.other] as const],
  ['the second', (w: World) => [w.other, w.one] as const],
])('two sinks of which %s is away', (_name, order) => {
  it.each([
    ['from memory', {}],
    ['by reading the other', { queueBatches: 3 }],
  ])('an outage of one is no outage of care, and it is healed %s', async (_how, limits) => {
    const w = await world(limits);
    const [away, well] = order(w);
    const ledger = await ledgerOver(w);
    await append(ledger, 0);
    away.mode = 'away';
    for (let id = 1; id <= 40; id += 1) await append(ledger, id);
    expect(ledger.available).toBe(true);
    expect(bytesOf(well, w.chain.writer).length).toBe(42);
    const missed = bytesOf(away, w.chain.writer).length + 1;
    away.mode = 'well';
    await until(() => w.events.some((event) => event.kind === 'healed') && same(w));
    alike(w);
    expect(w.events).toEqual([
      expect.objectContaining({ kind: 'behind', sink: away.sink.name, from: missed }),
      { kind: 'healed', sink: away.sink.name, from: missed, to: expect.any(Number) },
    ]);
    // Under load one more may always be on its way.
    expect(w.events[1]).toHaveProperty(
      'to',
      expect.toSatisfy((to) => to === 41 || to === 42),
    );
  });

  it('away from the very start is no matter either', async () => {
    const w = await world({ queueBatches: 2 });
    const [away] = order(w);
    away.mode = 'away';
    const ledger = await ledgerOver(w);
    for (let id = 0; id < 10; id += 1) await append(ledger, id);
    away.mode = 'well';
    await until(() => same(w));
    alike(w);
  });

  it('one that hangs holds up nobody', async () => {
    const w = await world({ paceLag: 4, paceMs: 50 });
    const [away] = order(w);
    const ledger = await ledgerOver(w);
    away.mode = 'hang';
    const began = performance.now();
    for (let id = 0; id < 20; id += 1) await append(ledger, id);
    expect(performance.now() - began).toBeLessThan(400);
    away.mode = 'well';
    await until(() => same(w));
    alike(w);
  });

  it('one that holds another chain is out, told of, and never written over', async () => {
    const w = await world();
    const [forked, well] = order(w);
    const ledger = await ledgerOver(w);
    await until(() => same(w));
    const { writer } = w.chain;
    const [open] = well.held.get(writer) ?? [];
    if (open === undefined) throw new Error('nothing was written');
    const stranger = { ...open, records: [Buffer.from('{}')], head: { ...open.head, seq: 2 } };
    forked.held.get(writer)?.push(stranger);
    const before = bytesOf(forked, writer);
    for (let id = 0; id < 5; id += 1) await append(ledger, id);
    expect(ledger.available).toBe(true);
    expect(bytesOf(well, writer)).toHaveLength(6);
    await pause(50);
    expect(bytesOf(forked, writer)).toEqual(before);
    expect(w.events).toEqual([{ kind: 'forked', sink: forked.sink.name, seq: 2 }]);
  });

  it('what is read altered from the other is not copied', async () => {
    const w = await world({ queueBatches: 1 });
    const [away, well] = order(w);
    const ledger = await ledgerOver(w);
    away.mode = 'away';
    for (let id = 0; id < 10; id += 1) await append(ledger, id);
    well.readAs = (batch) => (batch.head.seq === 5 ? { ...batch, records: [Buffer.from('{}')] } : batch);
    away.mode = 'well';
    await pause(100);
    expect(bytesOf(away, w.chain.writer)).toEqual(bytesOf(well, w.chain.writer).slice(0, 4));
    well.readAs = (batch) => batch;
    await until(() => same(w));
    alike(w);
  });
});

describe('two sinks', () => {
  it('hold the same bytes, and a batch counts as soon as one holds it', async () => {
    const w = await world();
    w.other.takes = 30;
    const ledger = await ledgerOver(w);
    const began = performance.now();
    await append(ledger, 0);
    expect(performance.now() - began).toBeLessThan(25);
    await until(() => same(w));
    alike(w);
    expect(w.events).toEqual([]);
  });

  it('both away: nobody is served and nobody hangs; either is enough to go on, with the batch that was owed', async () => {
    const w = await world();
    const ledger = await ledgerOver(w);
    await append(ledger, 0);
    w.one.mode = 'away';
    w.other.mode = 'away';
    const refused = await Promise.allSettled(Array.from({ length: 20 }, (_, id) => append(ledger, id + 1)));
    for (const one of refused) {
      expect(one).toMatchObject({ status: 'rejected', reason: expect.any(LedgerUnavailableError) });
    }
    expect(ledger.available).toBe(false);
    w.other.mode = 'well';
    await until(() => ledger.available);
    await append(ledger, 30);
    w.one.mode = 'well';
    await until(() => same(w));
    alike(w);
  });

  it('both away: whoever comes is refused at once, not when they are tried again', async () => {
    const w = await world({ retryMs: 30_000, retryMostMs: 30_000 });
    w.one.mode = 'away';
    w.other.mode = 'away';
    const open = w.chain.seal('open', [w.chain.certificate]);
    for (let at = 0; at < 3; at += 1) {
      const outcome = w.sink.commit(open).then(
        () => 'taken',
        () => 'refused',
      );
      expect(await Promise.race([outcome, pause(1_000).then(() => 'waits')])).toBe('refused');
    }
    await w.sink.close();
  });

  it('both hold other chains: this writer writes no more', async () => {
    const w = await world();
    const open = w.chain.seal('open', [w.chain.certificate]);
    for (const place of [w.one, w.other]) place.held.set(w.chain.writer, [{ ...open, records: [] }]);
    await expect(w.sink.commit(open)).rejects.toThrow(ForkedChainError);
  });

  it('one that is slow is waited for a little, so that it keeps up', async () => {
    const w = await world({ paceLag: 8, paceMs: 50 });
    w.other.takes = 3;
    await ledgerOver(w);
    let most = 0;
    for (let at = 0; at < 100; at += 1) {
      await w.sink.commit(w.chain.seal('heartbeat', []));
      most = Math.max(most, bytesOf(w.one, w.chain.writer).length - bytesOf(w.other, w.chain.writer).length);
    }
    expect(most).toBeLessThanOrEqual(12);
  });

  it('one that fails is asked at its own pace, however much is written', async () => {
    const w = await world({ retryMs: 50, retryMostMs: 50 });
    const ledger = await ledgerOver(w);
    w.other.mode = 'away';
    const before = w.other.commits;
    for (let id = 0; id < 100; id += 1) await append(ledger, id);
    expect(w.other.commits - before).toBeLessThan(20);
  });

  it('memory holds no more than its bound, and always the newest', async () => {
    const chain = await installation.writer();
    const queue = new SinkQueue(3, 1_000_000);
    const small = new SinkQueue(1_000, 1_500);
    for (let seq = 1; seq <= 20; seq += 1) {
      const batch = chain.seal('heartbeat', []);
      queue.push(batch);
      small.push(batch);
      expect([queue.get(seq), small.get(seq)]).toEqual([batch, batch]);
    }
    const kept = (one: SinkQueue) =>
      Array.from({ length: 20 }, (_, at) => at + 1).filter((seq) => one.get(seq));
    expect(kept(queue)).toEqual([1, 2, 20]);
    expect(kept(small).length).toBeLessThan(7);
    queue.forget(1);
    queue.push(chain.seal('heartbeat', []));
    expect(kept(queue)).toEqual([2, 20]);
    expect(queue.newest).toBe(21);
  });

  it('at the end one that is behind gets a while, and one that never answers does not hold it up', async () => {
    const w = await world();
    w.other.takes = 20;
    const ledger = await ledgerOver(w);
    for (let id = 0; id < 4; id += 1) await append(ledger, id);
    await ledger.close();
    alike(w);
    const hung = await world({ closeMs: 50 });
    const other = await ledgerOver(hung);
    hung.other.mode = 'hang';
    await append(other, 0);
    const began = performance.now();
    await other.close();
    expect(performance.now() - began).toBeLessThan(1_000);
    hung.other.mode = 'well';
  });
});
