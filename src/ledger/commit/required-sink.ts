import type { LedgerRequirement } from '../../ledger-settings.ts';
import { createChainCheck } from '../chain/check-chain.ts';
import type { Installation } from '../chain/installation.ts';
import type { WriterChain } from '../chain/seal-batch.ts';
import type { LedgerLimits } from '../ledger-limits.ts';
import { createAnySink, type Place, type SinkEvent } from './any-sink.ts';
import type { Sink } from './sink.ts';

/** A batch that lies in one item of a table, and one put then carries everybody who waits. */
const TABLE_BATCH_BYTES = 320 * 1024;

export interface RequiredSinkOptions {
  readonly require: LedgerRequirement;
  readonly installation: Installation;
  readonly openFiles: (chain: WriterChain, limits: LedgerLimits) => Place;
  /** Asked for unless `require` is `file`. */
  readonly openTable: () => Place;
  /** Only where two sinks are written. */
  readonly onEvent: (event: SinkEvent) => void;
}

/** The sink of a setting `PHIELD_LEDGER_REQUIRE`, for `openLedger`. */
export function createRequiredSink(
  { require, installation, openFiles, openTable, onEvent }: RequiredSinkOptions,
  chain: WriterChain,
  limits: LedgerLimits,
): Sink {
  if (require === 'file') return openFiles(chain, limits).sink;
  if (require === 'dynamodb') return openTable().sink;
  const { writer, certificate } = chain;
  const { origin, key } = installation;
  return createAnySink({
    writer,
    places: [openFiles(chain, limits), openTable()],
    checkFrom: (place) => createChainCheck(writer, origin, [key.publicKey], { ...place, certificate }),
    onEvent,
  });
}

/** What follows from the setting for the ledger's bounds. */
export function requiredLimits(require: LedgerRequirement): Partial<LedgerLimits> {
  return require === 'file' ? {} : { batchBytes: TABLE_BATCH_BYTES };
}
