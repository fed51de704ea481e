import { spawnSync } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { collectLedger } from './collect-ledger.ts';
import { spawnWriter } from './spawn-writer.ts';
import { tempDirectory } from './temp-directory.ts';

/** Mounts a device of one megabyte. @returns false where that is not permitted. */
function mountSmall(directory: string): boolean {
  if (process.platform !== 'linux') return false;
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', directory]);
  if (status !== 0) return false;
  onTestFinished(() => {
    spawnSync('umount', ['--lazy', directory]);
  });
  return true;
}

test('on a device that is really full nothing is acknowledged, and service returns with the room', {
  timeout: 60_000,
}, async (context) => {
  const parent = await tempDirectory();
  const device = join(parent, 'device');
  await mkdir(device);
  if (!mountSmall(device)) {
    process.stdout.write('full device not tried: mounting a tmpfs is not permitted here\n');
    context.skip();
  }
  const directory = join(device, 'ledger');
  const filler = join(device, 'filler');
  await writeFile(filler, Buffer.alloc(600 * 1024));
  const writer = spawnWriter([directory, '8', '0', '5']);
  const waitFor = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 5 });

  await waitFor(() => expect(writer.lines()).toContain('refused'));
  expect(writer.lines().join('\n')).toMatch(/unavailable ENOSPC/);
  await waitFor(async () => expect((await statfs(device)).bavail).toBeLessThan(8));
  // Long enough for several attempts to begin again, none of which may be believed.
  const whenFull = writer.acknowledged().length;
  const refusedWhenFull = writer.lines().filter((line) => line === 'refused').length;
  await waitFor(() => {
    expect(writer.lines().filter((line) => line === 'refused').length).toBeGreaterThan(refusedWhenFull + 100);
  });
  const stillFull = writer.acknowledged().length - whenFull;
  await rm(filler);
  await waitFor(() => expect(writer.acknowledged().length).toBeGreaterThan(whenFull + stillFull + 50));
  await writer.kill();

  const recorded = new Set((await collectLedger(directory)).ids);
  expect(writer.acknowledged().filter((id) => !recorded.has(id))).toEqual([]);
  expect((await collectLedger(directory)).findings).toEqual([]);
  process.stdout.write(
    `full device: ${whenFull} acknowledged before, ${stillFull} while full, then by itself again\n`,
  );
});
