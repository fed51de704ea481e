import { join } from 'node:path';
import { openLogName } from '../../datasources/keys/open-log-name.ts';
import { createS3Client } from '../../datasources/s3/s3-client.ts';
import { createS3LogStore } from '../../datasources/s3/s3-log-store.ts';
import type { Config } from '../config.ts';
import { folderLog } from '../ledger/index/folder-log.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import type { LogStore } from '../ledger/log/log-store.ts';
import { signedLog } from '../ledger/log/signed-log.ts';

/**
 * The log for reading alone, wherever the configuration says that it lies, as far as its own key signed it. Nothing is
 * made there.
 */
export function logForIndex(config: Config): Pick<LogStore, 'get'> {
  return signedLog(placeOf(config), () => openLogName(config));
}

function placeOf({ dataDir, region, ledger }: Config): Pick<LogStore, 'get'> {
  const { bucket } = ledger;
  if (bucket === null) return folderLog(join(ledgerDirectory(dataDir), 'log'));
  const { name, prefix, endpoint } = bucket;
  const client = createS3Client({ endpoint, region });
  return createS3LogStore({ client, bucket: name, prefix, clock: Date.now, lockYears: null });
}
