import type { Clock } from '../clock.ts';
import type { Installation } from './chain/installation.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerLimits } from './ledger-limits.ts';
import { openLedger } from './open-ledger.ts';
import type { FileLayer } from './segments/file-layer.ts';
import { createFileSink } from './segments/file-sink.ts';
import { nodeFiles } from './segments/node-files.ts';
import type { RandomBytes } from './ulid.ts';

export interface FileLedgerOptions {
  readonly installation: Installation;
  /** Holds segments and nothing else. Created when missing. */
  readonly directory: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** fdatasync failed: the kernel may have dropped bytes of the segment in hand, which is given up. */
  readonly onFatal: (detail: string) => void;
  /** Called on each change; `detail` is a system error code or a constant: no PHI, no path. */
  readonly onAvailability?: (available: boolean, detail: string) => void;
  readonly files?: FileLayer;
  readonly limits?: Partial<LedgerLimits>;
}

export interface FileLedger extends Ledger {
  /** ULID of this writer, in the names of its segments. */
  readonly writer: string;
}

/**
 * Opens the ledger over segment files alone, for one writer; each opening is a new writer, none is resumed. A
 * device that fails does not reject: the ledger is then unavailable and keeps trying.
 */
export function openFileLedger(options: FileLedgerOptions): Promise<FileLedger> {
  const { directory, files = nodeFiles, clock, onFatal } = options;
  return openLedger({
    ...options,
    openSink: (chain, limits) => createFileSink({ files, directory, clock, chain, limits, onFatal }),
  });
}
