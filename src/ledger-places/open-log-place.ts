import { join } from 'node:path';
import { createS3Client } from '../../datasources/s3/s3-client.ts';
import { createS3LogStore } from '../../datasources/s3/s3-log-store.ts';
import type { Config } from '../config.ts';
import { folderLog } from '../ledger/index/folder-log.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import type { LogStore } from '../ledger/log/log-store.ts';

export interface LogPlace {
  readonly log: Pick<LogStore, 'get'>;
  close(): void;
}

/** Where the configuration says that the log lies, for reading alone, whoever signed it. Nothing is made there. */
export function openLogPlace({ dataDir, region, ledger }: Config): LogPlace {
  const { bucket } = ledger;
  if (bucket === null) {
    return { log: folderLog(join(ledgerDirectory(dataDir), 'log')), close: () => undefined };
  }
  const { name, prefix, endpoint } = bucket;
  const client = createS3Client({ endpoint, region });
  const log = createS3LogStore({ client, bucket: name, prefix, clock: Date.now, lockYears: null });
  return { log, close: () => client.destroy() };
}
