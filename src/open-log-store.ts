import { join } from 'node:path';
import type { Config } from './config.ts';
import { ledgerDirectory } from './ledger/ledger-directory.ts';
import { openFolderStore } from './ledger/log/folder-store.ts';
import type { LogStore } from './ledger/log/log-store.ts';

/** 45 CFR 164.316(b)(2)(i): six years from when it was made. */
const LOCK_YEARS = 6;

export interface OpenedLogStore {
  readonly store: LogStore;
  close(): void;
}

/** Where the configuration says that the log lies. @throws UpstreamUnavailableError */
export async function openLogStore({ dataDir, region, ledger }: Config): Promise<OpenedLogStore> {
  const { bucket } = ledger;
  if (bucket === null) {
    const directory = join(ledgerDirectory(dataDir), 'log');
    const store = await openFolderStore({ directory, state: join(dataDir, 'ledger-state', 'log') });
    return { store, close: () => undefined };
  }
  // Whoever keeps the log in a folder does not load what speaks to S3.
  const [{ createS3Client }, { createS3LogStore }] = await Promise.all([
    import('../datasources/s3/s3-client.ts'),
    import('../datasources/s3/s3-log-store.ts'),
  ]);
  const client = createS3Client({ endpoint: bucket.endpoint, region });
  const store = createS3LogStore({
    client,
    bucket: bucket.name,
    prefix: bucket.prefix,
    clock: Date.now,
    lockYears: LOCK_YEARS,
  });
  return { store, close: () => client.destroy() };
}
