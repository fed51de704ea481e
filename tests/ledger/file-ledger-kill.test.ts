import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openFileInstallation } from '../../datasources/keys/open-ledger-keys.ts';
import { collectLedger } from './collect-ledger.ts';
import { spawnWriter } from './spawn-writer.ts';
import { verifySegments } from './support/verify-segments.ts';
import { tempDirectory } from './temp-directory.ts';

test('killed twenty times under load, every acknowledged record is in the ledger', {
  timeout: 120_000,
}, async () => {
  const dataDir = await tempDirectory();
  const directory = join(dataDir, 'ledger');
  const acknowledged: string[] = [];
  for (let round = 0; round < 20; round += 1) {
    const writer = spawnWriter([directory, '16']);
    await vi.waitFor(() => expect(writer.lines().length).toBeGreaterThan(10), {
      timeout: 20_000,
      interval: 2,
    });
    await new Promise((resolve) => setTimeout(resolve, 7 * round));
    await writer.kill();
    acknowledged.push(...writer.acknowledged());
  }
  const { ids, findings, notices } = await collectLedger(directory);
  const recorded = new Set(ids);
  expect(acknowledged.filter((id) => !recorded.has(id))).toEqual([]);
  expect(findings).toEqual([]);
  const verified = await verifySegments(directory, await openFileInstallation(dataDir));
  expect(verified.findings).toEqual([]);
  expect(verified.writersOpen).toBe(20);
  expect(notices.filter(({ code }) => code === 'NOT_CLOSED')).toHaveLength(20);
  const torn = notices.filter(({ code }) => code === 'TORN_TAIL').length;
  process.stdout.write(
    `20 kills: ${acknowledged.length} acknowledged, ${ids.length} recorded, ${torn} torn tails\n`,
  );
});
