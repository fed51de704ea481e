import type { Clock } from '../clock.ts';
import type { Installation } from './chain/installation.ts';
import { createWriterChain, type WriterChain } from './chain/seal-batch.ts';
import { GroupCommit } from './commit/group-commit.ts';
import type { Sink } from './commit/sink.ts';
import type { Ledger } from './ledger.ts';
import { LEDGER_LIMITS, type LedgerLimits } from './ledger-limits.ts';
import { createUlid, type RandomBytes } from './ulid.ts';

export interface LedgerOptions {
  readonly installation: Installation;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Called once, when the writer's chain is there. Where batches are to lie in several places, one sink of them. */
  readonly openSink: (chain: WriterChain, limits: LedgerLimits) => Sink | Promise<Sink>;
  /** Something that an operator must look at; the ledger refuses rather than goes on where it cannot. */
  readonly onFatal: (detail: string) => void;
  /** Called on each change; `detail` is a system error code or a constant: no PHI, no path. */
  readonly onAvailability?: (available: boolean, detail: string) => void;
  /** Called when it ends without its close batch, and so reads as one that was killed; `detail` as above. */
  readonly onUnclosed?: (detail: string) => void;
  readonly limits?: Partial<LedgerLimits>;
}

/**
 * Opens the ledger for one writer, which is new each time. What fails does not reject: the ledger is then
 * unavailable and keeps trying.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger & { readonly writer: string }> {
  const { installation, clock, random, openSink, onFatal } = options;
  const { onAvailability = () => undefined, onUnclosed = () => undefined } = options;
  const limits = { ...LEDGER_LIMITS, ...options.limits };
  const writer = createUlid(clock, random)();
  const commit = new GroupCommit({
    limits,
    onFatal,
    onAvailability,
    onUnclosed,
    begin: async () => {
      const { key, origin, build } = installation;
      const chain = await createWriterChain({ writer, installationKey: key, origin, build, clock });
      return { chain, sink: await openSink(chain, limits) };
    },
  });
  await commit.start();
  return {
    writer,
    append: (record) => commit.append(record),
    get available() {
      return commit.available;
    },
    close: () => commit.close(),
  };
}
