import type { Config } from '../config.ts';
import { type OpenedIndex, openIndex as open } from '../ledger-places/open-index.ts';

export type { OpenedIndex } from '../ledger-places/open-index.ts';

/**
 * What is on record here, for one command; what went wrong is told by it.
 * @throws LedgerNotFoundError, UpstreamUnavailableError
 */
export function openIndex(config: Config, command: string): Promise<OpenedIndex> {
  return open(config, (what, isPartial) => {
    process.stderr.write(`phield ${command}: ${what}\n`);
    if (isPartial) process.exitCode = 1;
  });
}
