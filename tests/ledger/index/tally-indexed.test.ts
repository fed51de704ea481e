import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { folderLog } from '../../../src/ledger/index/folder-log.ts';
import { LedgerIndex } from '../../../src/ledger/index/ledger-index.ts';
import { createLogSource } from '../../../src/ledger/index/log-source.ts';
import { tallyIndexed, tallyRecords } from '../../../src/ledger/index/read-indexed.ts';
import { updateIndex } from '../../../src/ledger/index/update-index.ts';
import { openFolderStore } from '../../../src/ledger/log/folder-store.ts';
import { createFileSource } from '../../../src/ledger/segments/file-source.ts';
import { UsageTally } from '../../../src/ledger/uses/usage-tally.ts';
import { memoryFile, smallLedger } from '../log/small-ledger.ts';
import { openTestLedger } from '../open-test-ledger.ts';
import { tempDirectory } from '../temp-directory.ts';
import { anyUse, DAYS, FIRST_DAY } from './used-world.ts';

test('usage by sums and by reading every record is the same, however far log and index are', async () => {
  const dataDir = await tempDirectory();
  const directory = join(dataDir, 'ledger');
  const logs = join(directory, 'log');
  const small = smallLedger();
  const store = await openFolderStore({ directory: logs, state: join(dataDir, 'ledger-state') });
  const sequencer = small.sequencer(store, { sources: [createFileSource(directory)], memory: memoryFile() });
  const index = new LedgerIndex(join(dataDir, 'ledger.sqlite'), () => undefined);
  onTestFinished(() => index.close());
  const writer = await openTestLedger(directory, { installation: small.installation });

  const usageOf = async (read: (tally: UsageTally) => AsyncIterable<unknown>) => {
    const tally = new UsageTally({ mix: true });
    const findings: unknown[] = [];
    for await (const finding of read(tally)) findings.push(finding);
    expect(findings).toEqual([]);
    const { denials, ...usage } = tally.usage();
    return { ...usage, denials: Object.fromEntries(denials) };
  };
  const batches = fc.sample(fc.array(anyUse, { minLength: 1, maxLength: 9 }), { numRuns: 36, seed: 21 });
  let met = 0;
  for (const [at, records] of batches.entries()) {
    await Promise.all(records.map((record) => writer.append(record)));
    if (at % 5 === 2) await sequencer.step();
    if (at % 7 === 3) await updateIndex(index, createLogSource(folderLog(logs)));
    if (at % 6 !== 5) continue;
    for (const tenant of ['riverside', 'lakeside', 'nowhere']) {
      const of = { tenant, from: FIRST_DAY + ((at >> 2) % DAYS) };
      const plain = await usageOf((tally) => tallyRecords(directory, of, null, tally));
      expect(await usageOf((tally) => tallyIndexed(index, directory, of, null, tally))).toEqual(plain);
      met += plain.cells.length;
    }
  }
  expect(met).toBeGreaterThan(20);
  expect(index.state().size).toBeGreaterThan(20);
  await writer.close();
});
