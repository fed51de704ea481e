import type { SignalSettings } from '../access/signal-block.ts';
import { type Config, ConfigError } from '../config.ts';
import { indexPath } from '../ledger/index/open-tenant-ledgers.ts';
import type { OpenedIndex } from '../ledger-places/open-index.ts';
import type { SignalFinding } from '../signals/finding.ts';
import { LogFollower } from '../signals/follow/log-follower.ts';
import { LogRecords } from '../signals/follow/log-records.ts';
import { SignalScan } from '../signals/signal-scan.ts';
import { describeFinding } from './describe-finding.ts';

/** What came in the weeks before is learned from, and not told. */
const LEARNED_MS = 28 * 86_400_000;

/** Told of findings as they come, and of those told before that are none. */
export type TellFindings = (found: readonly SignalFinding[], gone: readonly string[]) => Promise<void>;

export interface ScanOf {
  readonly tenant: string;
  /** With lists under all names of the ledger. */
  readonly settings: SignalSettings;
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** The scan's own record, which is no finding of anybody. */
  readonly own: string;
}

/** Goes over everything on record, in the order of time. What is wrong with the ledger is said, and fails the command. */
export async function scanAll(
  index: OpenedIndex,
  { tenant, settings, since, until, own }: ScanOf,
  tell: TellFindings,
): Promise<void> {
  const scan = new SignalScan({ tenant, settings, ...(since === undefined ? {} : { since }) });
  // Other tenants' records say only which ids are theirs.
  const filter = {
    ...(since === undefined ? {} : { since: since - LEARNED_MS }),
    ...(until === undefined ? {} : { until }),
  };
  for await (const item of index.read(filter)) {
    if (item.kind === 'finding') {
      process.exitCode = 1;
      process.stderr.write(`phield signals scan: ${describeFinding(item)}; run phield ledger verify\n`);
    } else if (item.record.id !== own) await tell(scan.observe(item.record), []);
  }
  await tell(scan.open(), []);
}

/**
 * Goes on along the log from where the last one with this file ended. What is not in the log yet comes the next time.
 * @throws ConfigError where there is no log.
 */
export async function scanOn(
  config: Config,
  state: string,
  { tenant, settings }: Pick<ScanOf, 'tenant' | 'settings'>,
  tell: TellFindings,
): Promise<void> {
  const index = indexPath(config.dataDir);
  try {
    new LogRecords(index).close();
  } catch {
    throw new ConfigError('--state: expected a log, which phield ledger sequence or a gateway makes');
  }
  const follower = new LogFollower({ index, state });
  for (let more = true; more; ) {
    const advance = follower.advance([{ tenant, settings }]);
    for (const { found, gone } of advance.tenants) await tell(found, gone);
    more = advance.more;
    // What was told is not told again, wherever this ends.
    follower.save();
  }
}
