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
import type { Place, SinkEvent } from './any-sink.ts';
import { describeFailure } from './describe-failure.ts';
import { healedRecord } from './healed-record.ts';
import { createRequiredSink, requiredLimits } from './required-sink.ts';

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
}

/** An hour's worth; milliseconds between two. */
const HEALED_ATTEMPTS = 3_600;
const HEALED_PAUSE = 1_000;

/** The ledger of a gateway by `PHIELD_LEDGER_REQUIRE`, for one new writer. What fails makes it unavailable. */
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
    } else {
      log.warn('ledger.sink.healed', { detail: sink, count: event.to - event.from + 1 });
      const time = new Date(clock()).toISOString();
      void recordHealed(healedRecord({ ...event, id: newId(), time, writer }));
    }
  }

  /** Where the other sink failed meanwhile, it waits for one of them. */
  async function recordHealed(record: OperationRecord): Promise<void> {
    const ledger = await opening;
    for (let attempt = 0; attempt < HEALED_ATTEMPTS; attempt += 1) {
      const taken = await ledger.append(record).then(
        () => true,
        () => false,
      );
      if (taken) return;
      await delay(HEALED_PAUSE, undefined, { ref: false });
    }
    log.error('ledger.sink.healed.unrecorded');
  }

  const opening = openLedger({
    installation,
    clock,
    random,
    onFatal,
    onAvailability: (available, detail) =>
      log.warn(available ? 'ledger.available' : 'ledger.unavailable', { detail }),
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
  return opening;
}
