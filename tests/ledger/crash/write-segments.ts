import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openFileInstallation } from '../../../datasources/keys/open-ledger-keys.ts';
import { sampleRecord } from '../sample-record.ts';
import { steadyClock, steadyRandom } from './steady.ts';

/**
 * A writer whose every file system call can be foreseen: its ULID, its times and its records are the same each time.
 * Arguments: the `file-ledger.ts` to use, a data directory. Prints `ack <id>` with a write(2) of its own at the moment
 * it happens; goes on after a refusal.
 */
const [, , build = '', dataDir = ''] = process.argv;
const { openFileLedger }: typeof import('../../../src/ledger/file-ledger.ts') = await import(build);
const ledger = await openFileLedger({
  installation: await openFileInstallation(dataDir),
  directory: join(dataDir, 'ledger'),
  clock: steadyClock(),
  random: steadyRandom,
  onFatal: (detail) => writeSync(1, `fatal ${detail}\n`),
  limits: { segmentBytes: 4_500, retryMs: 2, heartbeatMs: 60_000 },
});

for (let n = 0; n < 8; n += 2) {
  while (!ledger.available) await new Promise((resolve) => setTimeout(resolve, 1));
  const append = async (id: string) => {
    await ledger.append(sampleRecord({ id })).then(
      () => writeSync(1, `ack ${id}\n`),
      () => writeSync(1, `refused ${id}\n`),
    );
  };
  await Promise.all([append(`r${n}`), append(`r${n + 1}`)]);
}
await ledger.close();
writeSync(1, 'done\n');
