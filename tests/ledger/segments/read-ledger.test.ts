import { readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { queryLedger } from '../../../src/ledger/query-ledger.ts';
import { LedgerNotFoundError, listSegments } from '../../../src/ledger/segments/list-segments.ts';
import { readLedger } from '../../../src/ledger/segments/read-ledger.ts';
import { segmentName } from '../../../src/ledger/segments/segment-format.ts';
import { collectLedger } from '../collect-ledger.ts';
import { openTestLedger } from '../open-test-ledger.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';

test('a reader beside a writer sees whole records only, each once, in order, and everything acknowledged before', async () => {
  const directory = await tempDirectory();
  const ledger = await openTestLedger(directory, { limits: { segmentBytes: 200_000 } });
  let next = 0;
  let acknowledged = -1;
  let writing = true;
  const writer = async () => {
    while (writing) {
      const n = next++;
      // Large enough that a write takes more than one page.
      await ledger.append(sampleRecord({ id: `r${n}`, operation: 'x'.repeat(n % 9_000) }));
      acknowledged = Math.max(acknowledged, n);
    }
  };
  const writers = Array.from({ length: 8 }, writer);
  for (let round = 0; round < 40; round += 1) {
    const before = acknowledged;
    const { ids, findings } = await collectLedger(directory);
    expect(findings).toEqual([]);
    expect(ids).toEqual(ids.map((_, n) => `r${n}`));
    expect(ids.length).toBeGreaterThan(before);
  }
  writing = false;
  await Promise.all(writers);
  await ledger.close();
});

test('several writers are read by time, also when they wrote at the same moment', async () => {
  const directory = await tempDirectory();
  const start = Date.parse('2026-11-21T10:00:00Z');
  let now = start;
  const clock = () => now;
  const open = () => openTestLedger(directory, { clock });
  const append = async (ledger: Awaited<ReturnType<typeof open>>) => {
    now += 1_000;
    await ledger.append(sampleRecord({ id: `at-${now - start}`, time: new Date(now).toISOString() }));
  };
  const one = await open();
  await append(one);
  now += 1;
  const two = await open();
  for (let n = 0; n < 3; n += 1) {
    await append(two);
    await append(one);
  }
  await one.close();
  now += 1;
  const three = await open();
  await append(three);
  await append(two);
  await Promise.all([two.close(), three.close()]);
  const { ids } = await collectLedger(directory);
  const times = ids.map((id) => Number(id.slice(3)));
  expect(times).toHaveLength(9);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test.runIf(process.platform === 'linux')('a reader that stops early leaves no file open', async () => {
  const directory = await tempDirectory();
  const ledgers = await Promise.all([1, 2, 3].map(() => openTestLedger(directory, { clock: () => 1_000 })));
  for (const ledger of ledgers) for (let n = 0; n < 3; n += 1) await ledger.append(sampleRecord());
  await Promise.all(ledgers.map((ledger) => ledger.close()));
  const openFiles = async () => {
    const links = await readdir('/proc/self/fd');
    const targets = await Promise.all(links.map((fd) => readlink(join('/proc/self/fd', fd)).catch(() => '')));
    return targets.filter((target) => target.startsWith(directory)).length;
  };
  for await (const item of readLedger(directory)) {
    expect(item.kind).toBe('record');
    expect(await openFiles()).toBe(3);
    break;
  }
  expect(await openFiles()).toBe(0);
});

test('a ledger that is not there is said to be missing', async () => {
  const directory = join(await tempDirectory(), 'ledger');
  await expect(listSegments(directory)).rejects.toBeInstanceOf(LedgerNotFoundError);
  await expect(collectLedger(directory)).rejects.toBeInstanceOf(LedgerNotFoundError);
});

test('a batch without its commit frame was never acknowledged and is not read', async () => {
  const directory = await tempDirectory();
  const ledger = await openTestLedger(directory);
  await ledger.append(sampleRecord({ id: 'whole' }));
  const path = join(directory, segmentName(ledger.writer, 1));
  const length = (await readFile(path)).length;
  await Promise.all([
    ledger.append(sampleRecord({ id: 'cut-1' })),
    ledger.append(sampleRecord({ id: 'cut-2' })),
  ]);
  const bytes = await readFile(path);
  for (let cut = bytes.length - 1; cut >= length; cut -= 13) {
    await writeFile(path, bytes.subarray(0, cut));
    const { ids, findings, notices } = await collectLedger(directory);
    expect(ids).toEqual(['whole']);
    expect(findings).toEqual([]);
    const torn = cut === length ? [] : [expect.objectContaining({ code: 'TORN_TAIL', offset: length })];
    expect(notices).toEqual([...torn, expect.objectContaining({ code: 'NOT_CLOSED' })]);
  }
  await ledger.close();
});

test.each([
  [{ patient: 'p2' }, ['r1.3', 'r1.4', 'r2.3', 'r2.4']],
  [{ patient: 'p2', decision: 'DENY' as const }, ['r1.4', 'r2.4']],
  [{ coordinate: 'Observation.value' }, ['r1.2', 'r2.2']],
  [{ actor: 'dr-two' }, ['r2.0', 'r2.1', 'r2.2', 'r2.3', 'r2.4']],
  [{ tenant: 'lakeside' }, []],
  [{ request: 'req-2', decision: 'MASK' as const }, ['r2.2']],
  [{ since: Date.parse('2026-11-21T11:00:00Z'), coordinate: 'Observation.value' }, ['r2.2']],
  [{ until: Date.parse('2026-11-21T11:00:00Z'), coordinate: 'Observation.value' }, ['r1.2']],
  [{ kinds: ['privileged' as const] }, ['r3.0']],
])('the filter %j', async (filter, expected) => {
  const directory = await tempDirectory();
  const ledger = await openTestLedger(directory, { clock: () => 0 });
  await ledger.append(sampleRecord({ id: 'r1' }));
  const second = { id: 'r2', actor: 'dr-two', request: 'req-2', time: '2026-11-21T11:00:00.000Z' };
  await ledger.append(sampleRecord(second));
  await ledger.append(
    sampleRecord({ id: 'r3', actor: 'op', request: 'r3', kind: 'privileged', subjects: [] }),
  );
  await ledger.close();
  const ids: string[] = [];
  for await (const item of queryLedger(directory, filter)) if (item.kind === 'event') ids.push(item.event.id);
  expect(ids).toEqual(expected);
});
