import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { CallCounts } from '../datasources/dynamodb/count-calls.ts';
import { openFileInstallation } from '../datasources/keys/open-ledger-keys.ts';
import { openFileLedger } from '../src/ledger/file-ledger.ts';
import { type AssembledPhield, assemblePhield } from './assemble-phield.ts';
import { median } from './quantiles.ts';
import { openStoredData } from './stored-data.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/** One workload over the embedded store: told, not judged, since that store is for laptops. */
export interface StoreCost {
  readonly workload: Workload['name'];
  /** Calls per operation, by kind. */
  readonly calls: Readonly<Record<string, number>>;
  /** Median of operations one after the other. */
  readonly milliseconds: number;
}

/** @throws when an answer has errors, or two operations of one workload differ in their calls. */
export async function measureStore(rounds: number): Promise<readonly StoreCost[]> {
  const directory = await mkdtemp(join(tmpdir(), 'phield-bench-'));
  const data = await openStoredData(join(directory, 'store'));
  const ledger = await openFileLedger({
    installation: await openFileInstallation(directory),
    directory: join(directory, 'ledger'),
    clock: Date.now,
    random: randomBytes,
    onFatal: () => {},
  });
  try {
    const persona = { role: 'PHYSICIAN', purpose: 'TREAT' } as const;
    const phield = await assemblePhield({ openData: data.open, ledger, persona, directory });
    const costs: StoreCost[] = [];
    for (const workload of WORKLOADS) costs.push(await measure(phield, data.calls, workload, rounds));
    await phield.gateway.stop();
    return costs;
  } finally {
    await ledger.close();
    data.close();
    await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function measure(
  { gateway, authorization }: AssembledPhield,
  calls: CallCounts,
  { name, query, variables }: Workload,
  rounds: number,
): Promise<StoreCost> {
  const request = {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    search: '',
    body: { query, variables },
    remoteAddress: '127.0.0.1',
  };
  const times: number[] = [];
  let counted: Readonly<Record<string, number>> = {};
  // The first operation fetches keys and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    calls.take();
    const started = performance.now();
    const answer = await gateway.handle(request);
    const milliseconds = performance.now() - started;
    if (answer.status !== 200 || answer.body.startsWith('{"errors"')) {
      throw new Error(`${name} over the store: answered with errors`);
    }
    const taken = calls.take();
    if (round > 1 && !isDeepStrictEqual(taken, counted))
      throw new Error(`${name}: calls differ by operation`);
    counted = taken;
    if (round > 0) times.push(milliseconds);
  }
  return { workload: name, calls: counted, milliseconds: median(times) };
}
