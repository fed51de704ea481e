import type { Clock } from '../../clock.ts';
import type { SealedBatch } from '../chain/batch.ts';
import { encodeBatch } from '../chain/encode-batch.ts';
import { type BatchSource, ForkedChainError, type Sink, type SinkName } from './sink.ts';

/** One side of the healing. */
export interface HealedPlace {
  readonly source: BatchSource;
  /**
   * A sink that goes on behind what this place holds of a writer that has ended. @param held the last batch here.
   * @returns `null` where this place does not take this writer's batches from elsewhere.
   */
  readonly openSink: (writer: string, held: SealedBatch | null) => Promise<Sink | null>;
  /**
   * Milliseconds since its last batch, here or there, after which a writer without a close counts as ended. For
   * segments long: a writer that was only suspended would go on in a segment that ends for readers.
   */
  readonly quietMs: number;
}

/** What was copied of one writer, numbers inclusive. */
export interface HealedChain {
  readonly writer: string;
  readonly sink: SinkName;
  readonly from: number;
  readonly to: number;
}

export interface HealReport {
  readonly healed: readonly HealedChain[];
  /** Writers of whom the two places hold different chains: nothing was copied, and somebody must look. */
  readonly forked: readonly string[];
  /** Writers whose copying failed, and is to be tried again; the error is for `describeFailure`. */
  readonly failed: readonly { readonly writer: string; readonly error: unknown }[];
}

export interface HealOptions {
  readonly clock: Clock;
  /** Writers known to live: theirs is their own affair. */
  readonly isAlive?: (writer: string) => boolean;
  /** Writers found to have ended alike in both, added to here and not read again: kept from one run to the next. */
  readonly settled?: Set<string>;
}

/**
 * Copies, of each writer that has ended, the batches that only one place holds to the other, in order and with the
 * same bytes. Where the two hold different bytes nothing is copied. Safe when several do so at once, and to repeat.
 *
 * @throws UpstreamUnavailableError when the writers of a place cannot be listed.
 */
export async function healSinks(
  one: HealedPlace,
  other: HealedPlace,
  { clock, isAlive = () => false, settled = new Set() }: HealOptions,
): Promise<HealReport> {
  const healed: HealedChain[] = [];
  const forked: string[] = [];
  const failed: { writer: string; error: unknown }[] = [];
  const writers = await Promise.all([one.source.writers(), other.source.writers()]);
  // The newest first: what somebody waits for is more likely theirs.
  for (const writer of [...new Set(writers.flat())].sort().reverse()) {
    if (isAlive(writer) || settled.has(writer)) continue;
    try {
      const chain = await healWriter(writer);
      if (chain !== null) healed.push(chain);
    } catch (error) {
      if (error instanceof ForkedChainError) forked.push(writer);
      else failed.push({ writer, error });
    }
  }
  return Object.freeze({ healed, forked, failed });

  async function healWriter(writer: string): Promise<HealedChain | null> {
    const { shorter, longer, held } = await compare(writer);
    const last = longer?.batch ?? held;
    if (last === null) return null;
    const ended = last.head.kind === 'close' || clock() - Date.parse(last.head.time) > shorter.quietMs;
    if (!ended) return null;
    if (longer === null) settled.add(writer);
    if (longer === null) return null;
    const sink = await shorter.openSink(writer, held);
    if (sink === null) return null;
    const from = (held?.head.seq ?? 0) + 1;
    try {
      return await copy(writer, longer.place, sink, from);
    } finally {
      await sink.close();
    }
  }

  /** Walks both chains side by side. `longer`: the one with more, and its last batch; `null`: they are alike. */
  async function compare(writer: string) {
    const ones = one.source.batches(writer, 1)[Symbol.asyncIterator]();
    const others = other.source.batches(writer, 1)[Symbol.asyncIterator]();
    let held: SealedBatch | null = null;
    for (;;) {
      const [a, b] = await Promise.all([ones.next(), others.next()]);
      if (a.done === true && b.done === true) return { shorter: one, longer: null, held };
      if (a.done === true) return { shorter: one, longer: await restOf(other, b.value, others), held };
      if (b.done === true) return { shorter: other, longer: await restOf(one, a.value, ones), held };
      if (!encodeBatch(a.value).equals(encodeBatch(b.value))) throw new ForkedChainError('two chains');
      held = a.value;
    }
  }
}

async function restOf(place: HealedPlace, first: SealedBatch, rest: AsyncIterator<SealedBatch>) {
  let batch = first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) batch = next.value;
  return { place, batch };
}

async function copy(writer: string, from: HealedPlace, sink: Sink, seq: number): Promise<HealedChain | null> {
  let to = 0;
  for await (const batch of from.source.batches(writer, seq)) {
    await sink.commit(batch);
    to = batch.head.seq;
  }
  return to === 0 ? null : { writer, sink: sink.name, from: seq, to };
}
