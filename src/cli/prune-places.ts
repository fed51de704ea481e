import { join } from 'node:path';
import { s3BundleRemover } from '../../datasources/s3/s3-bundle-remover.ts';
import { createS3Client } from '../../datasources/s3/s3-client.ts';
import { createS3LogStore } from '../../datasources/s3/s3-log-store.ts';
import type { Config } from '../config.ts';
import { folderRemover } from '../ledger/keep/folder-remover.ts';
import type { BundleRemover } from '../ledger/keep/prune-bundles.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import type { LogStore } from '../ledger/log/log-store.ts';
import { readIfThere } from '../read-if-there.ts';

export interface PrunePlaces {
  readonly log: Pick<LogStore, 'get'>;
  readonly remover: BundleRemover;
  close(): void;
}

/** Where the log lies, to be read and to be pruned; nothing is made there. */
export function openPrunePlaces({ dataDir, region, ledger }: Config): PrunePlaces {
  const { bucket } = ledger;
  if (bucket === null) {
    const folder = join(ledgerDirectory(dataDir), 'log');
    const log = { get: (path: string) => readIfThere(join(folder, path)) };
    return { log, remover: folderRemover(folder), close: () => undefined };
  }
  const client = createS3Client({ endpoint: bucket.endpoint, region });
  const place = { client, bucket: bucket.name, prefix: bucket.prefix };
  const log = createS3LogStore({ ...place, clock: Date.now, lockYears: null });
  return { log, remover: s3BundleRemover(place), close: () => client.destroy() };
}
