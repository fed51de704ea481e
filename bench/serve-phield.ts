import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileInstallation } from '../datasources/keys/open-ledger-keys.ts';
import type { DocumentSource } from '../src/documents/approved-documents.ts';
import { createHttpServer } from '../src/http/create-http-server.ts';
import { openFileLedger } from '../src/ledger/file-ledger.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { meterLedger } from '../src/ledger/meter-ledger.ts';
import { createUlid } from '../src/ledger/ulid.ts';
import { createMetrics } from '../src/metrics.ts';
import type { Persona } from './assemble-phield.ts';
import { assemblePhield } from './assemble-phield.ts';
import { openBenchData } from './bench-data.ts';
import type { BenchServer } from './contestants.ts';
import { openStoredData } from './stored-data.ts';

/** What the ledger's own cost is told beside. */
const KEEPS_NOTHING: Ledger = Object.freeze({
  append: async () => {},
  available: true,
  close: async () => {},
});

export interface Served {
  readonly documents?: DocumentSource;
  /** Default: it keeps its ledger. */
  readonly recorded?: boolean;
  /** Records in the embedded store instead of in memory. */
  readonly stored?: boolean;
}

/** Phield with all it does for each request, its ledger durable on the disk that holds the temporary folder. */
export async function servePhield(
  persona: Persona,
  { documents, recorded = true, stored = false }: Served = {},
): Promise<BenchServer> {
  const directory = await mkdtemp(join(tmpdir(), 'phield-bench-'));
  const metrics = createMetrics();
  const files = await openFileLedger({
    installation: await openFileInstallation(directory),
    directory: join(directory, 'ledger'),
    clock: Date.now,
    random: randomBytes,
    onFatal: (detail) => {
      throw new Error(`ledger: ${detail}`);
    },
  });
  const data = stored ? await openStoredData(join(directory, 'store')) : null;
  const ledger = meterLedger(recorded ? files : KEEPS_NOTHING, metrics, Date.now);
  const { gateway, authorization } = await assemblePhield({
    openData: data?.open ?? openBenchData(),
    ledger,
    persona,
    directory,
    ...(documents && { documents }),
  });
  const server = createHttpServer({
    handle: gateway.handle,
    away: async () => (ledger.available ? [] : ['ledger']),
    metrics,
    exposeMetrics: false,
    newId: createUlid(Date.now, randomBytes),
    clock: Date.now,
  });
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  return {
    port: Number(new URL(address).port),
    authorization,
    stop: async () => {
      await server.close();
      await gateway.stop();
      await files.close();
      data?.close();
      await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}
