import { setTimeout as delay } from 'node:timers/promises';
import type { SealedBatch } from '../chain/batch.ts';
import { type BatchSource, ForkedChainError, type Sink, type SinkName } from './sink.ts';
import type { LaneOptions } from './sink-lane.ts';
import { type LaneLimits, SinkLane } from './sink-lane.ts';

/** A sink with the way to read what it holds. */
export interface Place {
  readonly sink: Sink;
  readonly source: BatchSource;
}

export interface AnySinkLimits extends LaneLimits {
  /** A sink so many batches behind that gets on is waited for: batches then grow and it catches up. */
  readonly paceLag: number;
  /** Most that one batch waits for that. */
  readonly paceMs: number;
  /** What a sink that is behind gets to catch up when everything ends. */
  readonly closeMs: number;
}

export const ANY_SINK_LIMITS: AnySinkLimits = Object.freeze({
  queueBatches: 4_096,
  queueBytes: 16 * 1024 * 1024,
  retryMs: 250,
  retryMostMs: 2_000,
  paceLag: 64,
  paceMs: 50,
  closeMs: 2_000,
});

/** What an operator must hear of; `error`, where there is one, is for `describeFailure`. */
export type SinkEvent =
  | { readonly kind: 'behind'; readonly sink: SinkName; readonly from: number; readonly error: unknown }
  | { readonly kind: 'healed'; readonly sink: SinkName; readonly from: number; readonly to: number }
  | { readonly kind: 'forked'; readonly sink: SinkName; readonly seq: number };

export interface AnySinkOptions extends Pick<LaneOptions, 'writer' | 'checkFrom'> {
  readonly places: readonly [Place, Place];
  /** Called also for what was healed: the ledger then records it. */
  readonly onEvent: (event: SinkEvent) => void;
  readonly limits?: Partial<AnySinkLimits>;
}

/**
 * Two sinks as one, of which one is enough (`PHIELD_LEDGER_REQUIRE=any`): both are written, a batch counts as soon as
 * one holds it, and the other gets it later, from memory or by reading the one that has it. A sink that holds another
 * chain under this writer gets nothing more and is never written over.
 */
export function createAnySink({ writer, checkFrom, places, onEvent, ...options }: AnySinkOptions): Sink {
  const limits = { ...ANY_SINK_LIMITS, ...options.limits };
  const [first, second] = places;
  const lanes = [laneOf(first, second.source), laneOf(second, first.source)];

  function laneOf({ sink }: Place, other: BatchSource): SinkLane {
    const { name } = sink;
    return new SinkLane({
      writer,
      sink,
      other,
      checkFrom,
      limits,
      onBehind: (from, error) => onEvent({ kind: 'behind', sink: name, from, error }),
      onHealed: (from, to) => onEvent({ kind: 'healed', sink: name, from, to }),
      onForked: (seq) => onEvent({ kind: 'forked', sink: name, seq }),
    });
  }

  /** Where a lane stood when it was waited for in vain. */
  const stuck = new Map<SinkLane, number>();

  /** Two steps of the one behind for each batch that comes, as long as it makes any. */
  async function pace(): Promise<void> {
    const late = lanes.find((lane) => lane.lag >= limits.paceLag && !lane.isFailing);
    if (late === undefined || stuck.get(late) === late.nextSeq) return;
    const before = late.nextSeq;
    const timeout = delay(limits.paceMs, 'over' as const, { ref: false });
    while (late.nextSeq < before + 2 && !late.isFailing) {
      if ((await Promise.race([late.moved(), timeout])) === 'over') break;
    }
    if (late.nextSeq === before) stuck.set(late, before);
  }

  return Object.freeze({
    name: 'any' as const,
    async commit(batch: SealedBatch): Promise<void> {
      await pace();
      try {
        await Promise.any(lanes.map((lane) => lane.take(batch)));
      } catch (error) {
        const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
        throw causes.find((cause) => !(cause instanceof ForkedChainError)) ?? causes[0];
      }
      for (const lane of lanes) lane.heldElsewhere(batch.head.seq);
    },
    async close(): Promise<void> {
      const closing = Promise.allSettled(lanes.map((lane) => lane.close(limits.closeMs)));
      // One that never answers does not hold up the end.
      await Promise.race([closing, delay(2 * limits.closeMs, undefined, { ref: false })]);
    },
  });
}
