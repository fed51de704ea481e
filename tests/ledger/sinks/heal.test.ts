import { describe, expect, it } from 'vitest';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { encodeBatch } from '../../../src/ledger/chain/encode-batch.ts';
import { type HealedPlace, type HealOptions, healSinks } from '../../../src/ledger/commit/heal.ts';
import { createInstallation, sealLife } from '../support/seal-batches.ts';
import { bytesOf, type MemoryPlace, memoryPlace } from './memory-place.ts';

const HOUR = 3_600_000;
let now = Date.now();
const installation = createInstallation('heal.test', () => now);
const record = (text: string) => Buffer.from(JSON.stringify({ text }));

const places = () => [memoryPlace('file'), memoryPlace('dynamodb')] as const;
const whole = ({ sink, source }: MemoryPlace): HealedPlace => ({
  source,
  openSink: async () => sink,
  quietMs: 15_000,
});

async function life(...texts: string[]): Promise<SealedBatch[]> {
  return sealLife(await installation.writer(), ...texts.map((text) => [record(text)]));
}

async function put(place: MemoryPlace, batches: readonly SealedBatch[]) {
  for (const batch of batches) await place.sink.commit(batch);
}

const writerOf = (batches: readonly SealedBatch[]) => batches[0]?.head.writer ?? '';

function heal(one: MemoryPlace, other: MemoryPlace, options: Partial<HealOptions> = {}) {
  return healSinks(whole(one), whole(other), { clock: () => now, ...options });
}

describe('what dead writers left', () => {
  it('is copied both ways, in order, with the same bytes, and once', async () => {
    const [one, other] = places();
    const first = await life('a', 'b', 'c');
    const second = await life('d', 'e');
    const third = await life('f');
    await put(one, first);
    await put(other, first.slice(0, 2));
    await put(other, second);
    await put(one, third);
    await put(other, third);
    const report = await heal(one, other);
    expect(report).toMatchObject({ forked: [], failed: [] });
    expect(new Set(report.healed)).toEqual(
      new Set([
        { writer: writerOf(first), sink: 'dynamodb', from: 3, to: 5 },
        { writer: writerOf(second), sink: 'file', from: 1, to: 4 },
      ]),
    );
    for (const batches of [first, second, third]) {
      const bytes = batches.map((batch) => encodeBatch(batch).toString('hex'));
      expect(bytesOf(one, writerOf(batches))).toEqual(bytes);
      expect(bytesOf(other, writerOf(batches))).toEqual(bytes);
    }
    expect(await heal(one, other)).toEqual({ healed: [], forked: [], failed: [] });
  });

  it('goes on behind what is there: the sink is told of it', async () => {
    const [one, other] = places();
    const batches = await life('a', 'b');
    await put(one, batches);
    await put(other, batches.slice(0, 2));
    const told: (readonly [string, number | undefined])[] = [];
    const openSink: HealedPlace['openSink'] = async (writer, held) => {
      told.push([writer, held?.head.seq]);
      return other.sink;
    };
    await healSinks(whole(one), { source: other.source, openSink, quietMs: 0 }, { clock: () => now });
    expect(told).toEqual([[writerOf(batches), 2]]);
  });

  it('that lives is left alone until it closed, or was silent for long', async () => {
    const [one, other] = places();
    const batches = (await life('a', 'b')).slice(0, -1);
    await put(one, batches);
    expect((await heal(one, other)).healed).toEqual([]);
    now += HOUR;
    expect((await heal(one, other, { isAlive: () => true })).healed).toEqual([]);
    expect((await heal(one, other)).healed).toHaveLength(1);
  });

  it('never replaces different bytes, wherever these stand', async () => {
    const [one, other] = places();
    const batches = await life('a', 'b', 'c');
    const fork = batches.map((batch) =>
      batch.head.seq === 2 ? { ...batch, records: [record('altered')] } : batch,
    );
    await put(one, batches);
    other.held.set(writerOf(batches), fork.slice(0, 3));
    const before = bytesOf(other, writerOf(batches));
    const report = await heal(one, other);
    expect(report).toEqual({ healed: [], forked: [writerOf(batches)], failed: [] });
    expect(bytesOf(other, writerOf(batches))).toEqual(before);
  });

  it('is tried again where a place failed; others are healed all the same', async () => {
    const [one, other] = places();
    const first = await life('a');
    const second = await life('b');
    await put(one, first);
    await put(one, second);
    const failing: HealedPlace = {
      source: other.source,
      quietMs: 0,
      openSink: async (writer) => {
        if (writer === writerOf(first)) throw new Error('away');
        return other.sink;
      },
    };
    const report = await healSinks(whole(one), failing, { clock: () => now });
    expect(report.failed).toEqual([{ writer: writerOf(first), error: expect.any(Error) }]);
    expect(report.healed).toMatchObject([{ writer: writerOf(second) }]);
    expect((await heal(one, other)).healed).toMatchObject([{ writer: writerOf(first) }]);
  });

  it('a place that takes no one’s chain from elsewhere gets none', async () => {
    const [one, other] = places();
    await put(one, await life('a'));
    const closed: HealedPlace = { source: other.source, openSink: async () => null, quietMs: 0 };
    const report = await healSinks(whole(one), closed, { clock: () => now });
    expect(report).toEqual({ healed: [], forked: [], failed: [] });
  });

  it('what was found alike is not read again', async () => {
    const [one, other] = places();
    const batches = await life('a');
    await put(one, batches);
    await put(other, batches);
    const settled = new Set<string>();
    await heal(one, other, { settled });
    expect([...settled]).toEqual([writerOf(batches)]);
    one.readAs = () => {
      throw new Error('read again');
    };
    expect(await heal(one, other, { settled })).toEqual({ healed: [], forked: [], failed: [] });
  });
});
