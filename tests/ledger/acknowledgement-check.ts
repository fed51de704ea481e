import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectLedger } from './collect-ledger.ts';
import { MemoryDevice } from './memory-device.ts';
import { sampleRecord } from './sample-record.ts';
import { createInstallation } from './support/seal-batches.ts';

/**
 * Cuts the power at every acknowledgement a ledger gives, and reads what is left: the acknowledged record and
 * all before it must be there, and nothing may look damaged. Run on its own, with the path of a
 * `file-ledger.ts`, it prints {acknowledged, violations} for that build.
 */
export async function acknowledgementCheck(
  build: typeof import('../../src/ledger/file-ledger.ts'),
): Promise<{ acknowledged: number; violations: readonly string[] }> {
  const violations: string[] = [];
  let acknowledged = 0;
  for (const failing of [null, 'write', 'datasync'] as const) {
    const device = new MemoryDevice((call, index) => call === failing && index % 29 === 17, 200);
    const cuts = await acknowledgements(build, device);
    acknowledged += cuts.length;
    for (const { ids, image } of cuts) {
      const fault = await whatIsWrong(ids, image);
      if (fault !== null) violations.push(`${failing ?? 'no'} failure, ${ids.length} acknowledged: ${fault}`);
    }
  }
  return { acknowledged, violations };
}

interface Cut {
  readonly ids: readonly string[];
  readonly image: ReadonlyMap<string, Buffer>;
}

async function acknowledgements(
  build: typeof import('../../src/ledger/file-ledger.ts'),
  device: MemoryDevice,
): Promise<readonly Cut[]> {
  const ledger = await build.openFileLedger({
    installation: createInstallation(),
    directory: '/ledger',
    clock: Date.now,
    random: randomBytes,
    onFatal: () => undefined,
    files: device.files,
    limits: { segmentBytes: 4_000, retryMs: 1 },
  });
  const cuts: Cut[] = [];
  const ids: string[] = [];
  for (let n = 0; n < 40; n += 2) {
    while (!ledger.available) await new Promise((resolve) => setTimeout(resolve, 1));
    const append = async (id: string) => {
      await ledger.append(sampleRecord({ id }));
      ids.push(id);
      cuts.push({ ids: [...ids], image: device.image() });
    };
    await Promise.allSettled([append(`r${n}`), append(`r${n + 1}`)]);
  }
  await ledger.close();
  cuts.push({ ids: [...ids], image: device.image() });
  return cuts;
}

async function whatIsWrong(
  ids: readonly string[],
  image: ReadonlyMap<string, Buffer>,
): Promise<string | null> {
  const directory = await mkdtemp(join(tmpdir(), 'phield-cut-'));
  try {
    for (const [name, bytes] of image) await writeFile(join(directory, name), bytes);
    const left = await collectLedger(directory);
    const missing = ids.filter((id) => !left.ids.includes(id));
    if (missing.length > 0) return `missing ${missing.join(' ')}`;
    return left.findings[0] === undefined ? null : `looks damaged: ${left.findings[0].code}`;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const build: typeof import('../../src/ledger/file-ledger.ts') = await import(process.argv[2] ?? '');
  process.stdout.write(JSON.stringify(await acknowledgementCheck(build)));
}
