import type { LogName } from '../../src/ledger/log/load-log.ts';
import { readEarlierKeys } from './earlier-ledger-keys.ts';
import { type KeySettings, openInstallation, openLogKey } from './open-ledger-keys.ts';

/**
 * What makes a checkpoint this deployment's own: the log's name, its key, and those that were in force before.
 * @throws UpstreamUnavailableError, DataIntegrityError
 */
export async function openLogName(settings: KeySettings): Promise<LogName> {
  const installation = await openInstallation(settings);
  const { name, publicKey } = await openLogKey(settings, installation);
  const { log } = await readEarlierKeys(settings.dataDir);
  return { origin: installation.origin, keys: [{ name, type: 'note', publicKey }, ...log] };
}
