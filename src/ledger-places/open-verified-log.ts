import { join } from 'node:path';
import { isLocked } from '../../datasources/s3/object-lock.ts';
import { createS3Client } from '../../datasources/s3/s3-client.ts';
import { createS3LogStore } from '../../datasources/s3/s3-log-store.ts';
import type { Config } from '../config.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { type LogReader, readLogFolder, readLogUrl } from '../ledger/verify/log-reader.ts';

/** The log that is named: an address, a folder; without a name that of the configuration. */
export function openVerifiedLog(config: Config, named: string | undefined): LogReader {
  if (named !== undefined) return /^https?:\/\//.test(named) ? readLogUrl(named) : readLogFolder(named);
  const { bucket } = config.ledger;
  if (bucket === null) return readLogFolder(join(ledgerDirectory(config.dataDir), 'log'));
  const client = createS3Client({ endpoint: bucket.endpoint, region: config.region });
  const place = { client, bucket: bucket.name, prefix: bucket.prefix };
  const store = createS3LogStore({ ...place, clock: Date.now, lockYears: null });
  return {
    ahead: 8,
    get: (path) => store.get(path),
    list: () => null,
    isLocked: (path) => isLocked(place, path, Date.now()),
  };
}
