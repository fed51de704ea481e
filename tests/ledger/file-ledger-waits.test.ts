import { expect, test, vi } from 'vitest';
import { LedgerUnavailableError } from '../../src/errors.ts';
import { collectLedger } from './collect-ledger.ts';
import { openTestLedger } from './open-test-ledger.ts';
import { sampleRecord } from './sample-record.ts';
import { type Fault, type FileCall, scriptedFiles } from './scripted-files.ts';
import { tempDirectory } from './temp-directory.ts';

const LEDGER_UNAVAILABLE = { code: 'LEDGER_UNAVAILABLE' };

/** A gate that calls wait at while it is shut. */
function gate() {
  let open: () => void = () => undefined;
  let shut: Promise<void> | null = null;
  return {
    shut() {
      shut = new Promise((resolve) => {
        open = resolve;
      });
    },
    open: () => {
      shut = null;
      open();
    },
    pass: async (): Promise<Fault> => {
      if (shut !== null) await shut;
      return undefined;
    },
  };
}

test('append resolves only once fdatasync has returned', async () => {
  const device = gate();
  const calls: FileCall[] = [];
  const files = scriptedFiles((call) => {
    calls.push(call);
    return call === 'datasync' ? device.pass() : undefined;
  });
  const ledger = await openTestLedger(await tempDirectory(), { files });
  device.shut();
  calls.length = 0;
  let acknowledged = false;
  const append = ledger.append(sampleRecord()).then(() => {
    acknowledged = true;
  });
  await vi.waitFor(() => expect(calls).toEqual(['write', 'datasync']));
  expect(acknowledged).toBe(false);
  device.open();
  await append;
  expect(acknowledged).toBe(true);
  await ledger.close();
});

test('nothing is accepted once it closes, not even while appends under way are waited for', async () => {
  const device = gate();
  const files = scriptedFiles((call) => (call === 'datasync' ? device.pass() : undefined));
  const directory = await tempDirectory();
  const ledger = await openTestLedger(directory, { files });
  device.shut();
  const before = ledger.append(sampleRecord({ id: 'before' }));
  const closing = ledger.close();
  await expect(ledger.append(sampleRecord({ id: 'after' }))).rejects.toMatchObject({
    ...LEDGER_UNAVAILABLE,
    detail: 'closed',
  });
  device.open();
  await Promise.all([before, closing]);
  expect((await collectLedger(directory)).ids).toEqual(['before']);
});

test('what waits is bounded, in records and in bytes', async () => {
  const device = gate();
  const files = scriptedFiles((call) => (call === 'datasync' ? device.pass() : undefined));
  const size = 300;
  for (const limits of [{ queueRecords: 3 }, { queueBytes: 3 * 1024 }]) {
    const ledger = await openTestLedger(await tempDirectory(), { files, limits });
    device.shut();
    const appends = Array.from({ length: size }, () => ledger.append(sampleRecord()));
    const outcomes = Promise.allSettled(appends);
    await expect(appends.at(-1)).rejects.toMatchObject({ ...LEDGER_UNAVAILABLE, detail: 'queue full' });
    device.open();
    const kept = (await outcomes).filter(({ status }) => status === 'fulfilled').length;
    expect(kept).toBeGreaterThanOrEqual(2);
    expect(kept).toBeLessThan(8);
    // A full queue is not a failing device.
    expect(ledger.available).toBe(true);
    await ledger.append(sampleRecord());
    await ledger.close();
  }
});

test('a device that answers late refuses who waits, and serves again once it has answered', async () => {
  const directory = await tempDirectory();
  const device = gate();
  const files = scriptedFiles((call) => (call === 'datasync' ? device.pass() : undefined));
  const ledger = await openTestLedger(directory, { files, limits: { stallMs: 1_000 } });
  device.shut();
  const appends = [ledger.append(sampleRecord({ id: 'a' })), ledger.append(sampleRecord({ id: 'b' }))];
  for (const outcome of await Promise.allSettled(appends)) {
    expect(outcome).toMatchObject({
      status: 'rejected',
      reason: { ...LEDGER_UNAVAILABLE, detail: 'stalled' },
    });
  }
  expect(ledger.available).toBe(false);
  await expect(ledger.append(sampleRecord())).rejects.toBeInstanceOf(LedgerUnavailableError);
  device.open();
  await vi.waitFor(() => expect(ledger.available).toBe(true));
  await ledger.append(sampleRecord({ id: 'c' }));
  await ledger.close();
  const { ids, findings } = await collectLedger(directory);
  expect(findings).toEqual([]);
  // Recorded without being served is lawful; served without being recorded is not.
  expect(ids.at(-1)).toBe('c');
});
