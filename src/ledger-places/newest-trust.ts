import type { Config } from '../config.ts';
import type { LogReader } from '../ledger/verify/log-reader.ts';
import { readCheckpoint } from '../ledger/verify/read-checkpoint.ts';
import { readTrust, type TrustFile } from '../ledger/verify/trust.ts';
import { ownTrust } from './own-trust.ts';

export interface NewestTrust {
  readonly file: TrustFile;
  /** The log has a checkpoint that it did not sign: it is left out. */
  readonly unsigned: boolean;
}

/**
 * The installation's trust file with its newest checkpoint. A checkpoint that its own log did not sign is worth nothing
 * to anybody.
 * @returns `null`: there is no log yet.
 * @throws LedgerMissingError, UpstreamUnavailableError
 */
export async function newestTrust(config: Config, reader: LogReader): Promise<NewestTrust | null> {
  const own = await ownTrust(config);
  if (own.log.length === 0) return null;
  const bytes = await reader.get('checkpoint');
  const signed =
    bytes !== null && readCheckpoint(bytes, readTrust({ ...own, quorum: 0 })).problems.length === 0;
  const file = { ...own, checkpoint: signed ? Buffer.from(bytes).toString('utf8') : null };
  return { file, unsigned: bytes !== null && !signed };
}

/** The file's text. @param spaces 0: one line. */
export function trustText(file: TrustFile, spaces: 0 | 2): string {
  return `${JSON.stringify(file, null, spaces)}\n`;
}
