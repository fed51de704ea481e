import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';
import type { LedgerRequirement } from '../../ledger-settings.ts';
import type { Log } from '../../log.ts';
import type { Installation } from '../chain/installation.ts';
import type { Ledger } from '../ledger.ts';
import type { LedgerLimits } from '../ledger-limits.ts';
import { openLedger } from '../open-ledger.ts';
import type { OperationRecord } from '../operation-record.ts';
import type { FileLayer } from '../segments/file-layer.ts';
import { createFileSink } from '../segments/file-sink.ts';
import { createFileSource } from '../segments/file-source.ts';
import { createUlid, type RandomBytes } from '../ulid.ts';
import { withClose } from '../with-close.ts';
import type { Place, SinkEvent } from './any-sink.ts';
import { describeFailure } from './describe-failure.ts';
import { type HealReport, healSinks } from './heal.ts';
import { healRegularly } from './heal-regularly.ts';
import { type Healed, healedRecord } from './healed-record.ts';
import { createRequiredSink, requiredLimits } from './required-sink.ts';
import type { Sink } from './sink.ts';

export interface RequiredLedgerOptions {
  readonly require: LedgerRequirement;
  readonly installation: Installation;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  /** Holds segments and nothing else. */
  readonly directory: string;
  readonly files: FileLayer;
  /** The table's; `null` only where `require` is `file`. */
  readonly table: Place | null;
  readonly limits: Partial<LedgerLimits>;
  /** Milliseconds; default: ten seconds after the start and then each minute. */
  readonly healing?: { readonly firstMs: number; readonly everyMs: number };
}

/** An hour's worth; milliseconds between two. */
const HEALED_ATTEMPTS = 3_600;
const HEALED_PAUSE = 1_000;
/** Commands have ended by then. */
const HEALING = Object.freeze({ firstMs: 10_000, everyMs: 60_000 });
/** A put of what is already there does no harm. */
const TABLE_QUIET = 15_000;

/**
 * The ledger of a gateway by `PHIELD_LEDGER_REQUIRE`, for one new writer. What fails makes it unavailable. With `any`,
 * what other writers of this directory left in it alone is copied to the table as long as the ledger is open.
 */
export async function openRequiredLedger(
  options: RequiredLedgerOptions,
): Promise<Ledger & { readonly writer: string }> {
  const { require, installation, clock, random, log, directory, files, table, limits } = options;
  const onFatal = (detail: string) => log.error('ledger.segment.abandoned', { detail });
  const newId = createUlid(clock, random);

  function openTable(): Place {
    if (table === null) throw new Error('a ledger in DynamoDB needs its table');
    return table;
  }

  /** Sinks tell of themselves only once batches come, and these come only from the ledger that is being opened. */
  function onEvent(writer: string, event: SinkEvent): void {
    const { kind, sink } = event;
    if (kind === 'forked') log.error('ledger.sink.forked', { detail: sink });
    else if (kind === 'behind') {
      log.warn('ledger.sink.behind', { detail: sink, code: describeFailure(event.error) });
    } else onHealed({ ...event, writer });
  }

  function onHealed({ sink, writer, from, to }: Omit<Healed, 'id' | 'time'>): void {
    log.warn('ledger.sink.healed', { detail: sink, count: to - from + 1 });
    const time = new Date(clock()).toISOString();
    void record(healedRecord({ id: newId(), time, sink, writer, from, to }));
  }

  /** Where the other sink failed meanwhile, it waits for one of them. */
  async function record(healed: OperationRecord): Promise<void> {
    const ledger = await opening;
    for (let attempt = 0; attempt < HEALED_ATTEMPTS; attempt += 1) {
      const taken = await ledger.append(healed).then(
        () => true,
        () => false,
      );
      if (taken) return;
      await delay(HEALED_PAUSE, undefined, { ref: false });
    }
    log.error('ledger.sink.healed.unrecorded');
  }

  function tell({ healed, forked, failed }: HealReport): void {
    for (const chain of healed) onHealed(chain);
    for (const writer of forked) log.error('ledger.writer.forked', { detail: writer });
    if (failed.length > 0) log.warn('ledger.healing.failed', { count: failed.length });
  }

  const opening = openLedger({
    installation,
    clock,
    random,
    onFatal,
    onAvailability: (available, detail) =>
      log.warn(available ? 'ledger.available' : 'ledger.unavailable', { detail }),
    onUnclosed: (detail) => log.warn('ledger.unclosed', { detail }),
    limits: { ...requiredLimits(require), ...limits },
    openSink: (chain, bounds) =>
      createRequiredSink(
        {
          require,
          installation,
          openTable,
          openFiles: () => ({
            sink: createFileSink({ files, directory, clock, chain, limits: bounds, onFatal }),
            source: createFileSource(directory),
          }),
          onEvent: (event) => onEvent(chain.writer, event),
        },
        chain,
        bounds,
      ),
  });
  const ledger = await opening;
  if (require !== 'any') return ledger;
  const place = openTable();
  const settled = new Set<string>();
  let isEnding = false;
  const endHealing = healRegularly({
    ...(options.healing ?? HEALING),
    heal: () =>
      healSinks(
        { source: createFileSource(directory), openSink: async () => null, quietMs: TABLE_QUIET },
        { source: place.source, openSink: async () => lent(place.sink), quietMs: TABLE_QUIET },
        { clock, isAlive: (writer) => isEnding || writer === ledger.writer, settled },
      ),
    tell,
    onAway: (error) => log.warn('ledger.healing.failed', { detail: describeFailure(error) }),
  });
  return withClose(ledger, async () => {
    isEnding = true;
    await endHealing();
    await ledger.close();
  });
}

/** Its owner closes it. */
function lent(sink: Sink): Sink {
  return { name: sink.name, commit: (batch) => sink.commit(batch), close: async () => {} };
}
