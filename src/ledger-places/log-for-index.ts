import { openLogName } from '../../datasources/keys/open-log-name.ts';
import type { Config } from '../config.ts';
import type { LogStore } from '../ledger/log/log-store.ts';
import { signedLog } from '../ledger/log/signed-log.ts';
import { openLogPlace } from './open-log-place.ts';

/**
 * The log for reading alone, wherever the configuration says that it lies, as far as its own key signed it. Nothing is
 * made there.
 */
export function logForIndex(config: Config): Pick<LogStore, 'get'> {
  return signedLog(openLogPlace(config).log, () => openLogName(config));
}
