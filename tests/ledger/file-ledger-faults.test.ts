import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { FileLayer } from '../../src/ledger/segments/file-layer.ts';
import { nodeFiles } from '../../src/ledger/segments/node-files.ts';
import { segmentName } from '../../src/ledger/segments/segment-format.ts';
import { collectLedger } from './collect-ledger.ts';
import { openTestLedger, TEST_INSTALLATION } from './open-test-ledger.ts';
import { sampleRecord } from './sample-record.ts';
import { type Fault, type FileCall, type Script, scriptedFiles, systemError } from './scripted-files.ts';
import { chainFaults } from './support/chain-faults.ts';
import { tempDirectory } from './temp-directory.ts';

/** Small segments, so that a run opens, fills, ends and follows several. */
const LIMITS = { segmentBytes: 3_000, retryMs: 1 };
const RECORDS = 24;

interface Run {
  readonly acknowledged: readonly string[];
  readonly refused: number;
  readonly calls: readonly FileCall[];
}

/** Appends in threes; goes on after refusals. */
async function run(directory: string, script: Script): Promise<Run> {
  const acknowledged: string[] = [];
  const calls: FileCall[] = [];
  let refused = 0;
  const files = scriptedFiles((call, index, path) => {
    calls.push(call);
    return script(call, index, path);
  });
  const ledger = await openTestLedger(directory, { files, limits: LIMITS });
  for (let n = 0; n < RECORDS; n += 3) {
    if (!ledger.available) await vi.waitFor(() => expect(ledger.available).toBe(true), { interval: 1 });
    const ids = [`r${n}`, `r${n + 1}`, `r${n + 2}`];
    await Promise.all(
      ids.map((id) =>
        ledger.append(sampleRecord({ id })).then(
          () => acknowledged.push(id),
          (error: unknown) => {
            expect(error).toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
            refused += 1;
          },
        ),
      ),
    );
  }
  await ledger.close();
  return { acknowledged, refused, calls };
}

async function expectHolds(directory: string, acknowledged: readonly string[], context: string) {
  const { ids, findings } = await collectLedger(directory);
  expect((await chainFaults(directory, TEST_INSTALLATION)).faults, context).toEqual([]);
  expect(findings, context).toEqual([]);
  expect(
    acknowledged.filter((id) => !ids.includes(id)),
    context,
  ).toEqual([]);
  expect(new Set(ids).size, context).toBe(ids.length);
}

const FAULTS: readonly [string, Fault][] = [
  ['EIO', { kind: 'error', code: 'EIO' }],
  ['ENOSPC', { kind: 'error', code: 'ENOSPC' }],
  ['some bytes, then ENOSPC', { kind: 'torn', bytes: 40, code: 'ENOSPC' }],
  ['fewer bytes than given', { kind: 'short', bytes: 7 }],
];

test.each(FAULTS)(
  '%s at any one call loses nothing acknowledged, and writing goes on',
  async (name, fault) => {
    const { calls } = await run(await tempDirectory(), () => undefined);
    expect(calls.length).toBeGreaterThan(25);
    for (let at = 0; at < calls.length; at += 1) {
      const directory = await tempDirectory();
      const { acknowledged, refused } = await run(directory, (_, index) =>
        index === at ? fault : undefined,
      );
      await expectHolds(directory, acknowledged, `${name} at call ${at} (${calls[at]})`);
      expect(acknowledged.length + refused).toBe(RECORDS);
      expect(refused, `${name} at call ${at}`).toBeLessThanOrEqual(3);
    }
  },
);

test.each(FAULTS.slice(0, 3))('%s for a while, truncation and removal failing too', async (name, fault) => {
  const { calls } = await run(await tempDirectory(), () => undefined);
  for (let at = 0; at < calls.length; at += 1) {
    const directory = await tempDirectory();
    const { acknowledged } = await run(directory, (_, index) =>
      index >= at && index < at + 12 ? fault : undefined,
    );
    await expectHolds(directory, acknowledged, `${name} from call ${at} (${calls[at]})`);
  }
});

test('a process that stops at any one call, mid-write too, has acknowledged nothing that is missing', async () => {
  const { calls } = await run(await tempDirectory(), () => undefined);
  const never = new Promise<Fault>(() => undefined);
  for (let at = 0; at < calls.length; at += 1) {
    const directory = await tempDirectory();
    const acknowledged: string[] = [];
    let stopped: () => void = () => undefined;
    const stop = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    const files = scriptedFiles((call, index) => {
      if (index < at) return undefined;
      stopped();
      return index === at && call === 'write' ? { kind: 'torn', bytes: 700, code: 'EIO' } : never;
    });
    const work = async () => {
      const ledger = await openTestLedger(directory, { files, limits: LIMITS });
      for (let n = 0; n < RECORDS; n += 1) {
        const id = `r${n}`;
        await ledger.append(sampleRecord({ id }));
        acknowledged.push(id);
      }
      await ledger.close();
    };
    await Promise.race([stop, work().catch(() => undefined)]);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await expectHolds(directory, acknowledged, `stopped at call ${at} (${calls[at]})`);
  }
});

test('a full device refuses everybody who waits and serves again by itself once it has room', async () => {
  const directory = await tempDirectory();
  let full = false;
  const changes: [boolean, string][] = [];
  const files = scriptedFiles((call) =>
    full && (call === 'write' || call === 'create') ? { kind: 'error', code: 'ENOSPC' } : undefined,
  );
  const ledger = await openTestLedger(directory, {
    files,
    limits: LIMITS,
    onAvailability: (available, detail) => changes.push([available, detail]),
  });
  await ledger.append(sampleRecord({ id: 'before' }));
  full = true;
  const waiting = Array.from({ length: 50 }, (_, n) => ledger.append(sampleRecord({ id: `during-${n}` })));
  for (const outcome of await Promise.allSettled(waiting)) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'LEDGER_UNAVAILABLE' } });
  }
  expect(ledger.available).toBe(false);
  await expect(ledger.append(sampleRecord())).rejects.toMatchObject({ detail: 'writes fail' });
  full = false;
  await vi.waitFor(() => expect(ledger.available).toBe(true), { interval: 1 });
  await ledger.append(sampleRecord({ id: 'after' }));
  await ledger.close();
  expect(changes.slice(0, 2)).toEqual([
    [false, 'ENOSPC'],
    [true, 'recovered'],
  ]);
  // Those refused may be there all the same: their batch's number was taken.
  const { ids, findings } = await collectLedger(directory);
  expect(findings).toEqual([]);
  expect(ids.filter((id) => !id.startsWith('during-'))).toEqual(['before', 'after']);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a device with room for a header alone is not believed: what failed must be on it first', async () => {
  const directory = await tempDirectory();
  let attempts = 0;
  let largest = 2_000;
  const changes: boolean[] = [];
  const files: FileLayer = {
    ...nodeFiles,
    async create(path) {
      attempts += 1;
      const file = await nodeFiles.create(path);
      return {
        ...file,
        write: async (bytes) => {
          if (bytes.length > largest) throw systemError('ENOSPC');
          return file.write(bytes);
        },
      };
    },
  };
  const onAvailability = (available: boolean) => changes.push(available);
  const ledger = await openTestLedger(directory, { files, onAvailability, limits: LIMITS });
  const large = sampleRecord({ id: 'large', operation: 'x'.repeat(20_000) });
  await expect(ledger.append(large)).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
  await vi.waitFor(() => expect(attempts).toBeGreaterThan(10), { interval: 1 });
  expect(changes).toEqual([false]);
  largest = Number.POSITIVE_INFINITY;
  await vi.waitFor(() => expect(changes).toEqual([false, true]), { interval: 1 });
  await ledger.append(large);
  await ledger.close();
  expect(await collectLedger(directory)).toMatchObject({
    ids: ['large', 'large'],
    findings: [],
    notices: [],
  });
});

test('what was never acknowledged is cut off before the next segment begins', async () => {
  const directory = await tempDirectory();
  const lengths: number[] = [];
  let failing = false;
  const files = scriptedFiles((call) =>
    failing && call === 'datasync' ? { kind: 'error', code: 'EIO' } : undefined,
  );
  const ledger = await openTestLedger(directory, { files });
  const first = join(directory, segmentName(ledger.writer, 1));
  await ledger.append(sampleRecord());
  lengths.push((await stat(first)).size);
  failing = true;
  await expect(ledger.append(sampleRecord())).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
  failing = false;
  await vi.waitFor(() => expect(ledger.available).toBe(true));
  lengths.push((await stat(first)).size);
  await ledger.close();
  expect(lengths[1]).toBe(lengths[0]);
});

test('a segment whose fdatasync failed is never written again, and the failure is reported', async () => {
  const directory = await tempDirectory();
  let failing = false;
  const writes: string[] = [];
  const fatal = vi.fn();
  const files = scriptedFiles((call, _, path) => {
    if (call === 'write') writes.push(path);
    return failing && call === 'datasync' ? { kind: 'error', code: 'EIO' } : undefined;
  });
  const ledger = await openTestLedger(directory, { files, onFatal: fatal });
  await ledger.append(sampleRecord({ id: 'before' }));
  const distrusted = writes.at(-1);
  failing = true;
  await expect(ledger.append(sampleRecord({ id: 'lost' }))).rejects.toMatchObject({
    code: 'LEDGER_UNAVAILABLE',
  });
  expect(fatal).toHaveBeenCalledWith('fdatasync: EIO');
  failing = false;
  writes.length = 0;
  await vi.waitFor(() => expect(ledger.available).toBe(true));
  await ledger.append(sampleRecord({ id: 'after' }));
  await ledger.close();
  expect(writes).not.toContain(distrusted);
  const { ids, findings } = await collectLedger(directory);
  expect({ ids, findings }).toEqual({ ids: ['before', 'lost', 'after'], findings: [] });
});

test('a device that cannot even begin leaves a ledger that is unavailable, then begins by itself', async () => {
  const directory = await tempDirectory();
  let broken = true;
  const files = scriptedFiles(() => (broken ? { kind: 'error', code: 'EROFS' } : undefined));
  const ledger = await openTestLedger(directory, { files });
  expect(ledger.available).toBe(false);
  await expect(ledger.append(sampleRecord())).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
  broken = false;
  await vi.waitFor(() => expect(ledger.available).toBe(true));
  await ledger.append(sampleRecord({ id: 'first' }));
  await ledger.close();
  expect((await collectLedger(directory)).ids).toEqual(['first']);
});

test('closing while the device fails ends at once', async () => {
  let failing = false;
  const files = scriptedFiles(() => (failing ? { kind: 'error', code: 'EIO' } : undefined));
  const ledger = await openTestLedger(await tempDirectory(), { files, limits: { retryMs: 60_000 } });
  failing = true;
  await expect(ledger.append(sampleRecord())).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
  await ledger.close();
});

test('an error text of the system, with its path, reaches nobody', async () => {
  const said: string[] = [];
  const files = scriptedFiles((call, index) =>
    call === 'write' && index > 6 ? { kind: 'error', code: 'EIO' } : undefined,
  );
  const ledger = await openTestLedger(await tempDirectory(), {
    files,
    onAvailability: (_, detail) => said.push(detail),
    onFatal: (detail) => said.push(detail),
  });
  for (let n = 0; n < 5; n += 1) {
    await ledger
      .append(sampleRecord())
      .catch((error: unknown) => said.push(JSON.stringify(error), String(error)));
  }
  await ledger.close();
  expect(said.length).toBeGreaterThan(0);
  expect(said.join('\n')).not.toMatch(/scripted|tmp|seg-/);
});
