import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { LedgerUnavailableError } from '../../src/errors.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { collectLedger } from './collect-ledger.ts';
import { openTestLedger, TEST_INSTALLATION } from './open-test-ledger.ts';
import { sampleRecord } from './sample-record.ts';
import { type Fault, type FileCall, scriptedFiles } from './scripted-files.ts';
import { chainFaults } from './support/chain-faults.ts';
import { verifySegments } from './support/verify-segments.ts';
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

test('sixty-four at once share writes: far fewer fdatasyncs than records', async () => {
  const directory = await tempDirectory();
  const calls: FileCall[] = [];
  const files = scriptedFiles((call) => {
    calls.push(call);
    return undefined;
  });
  const ledger = await openTestLedger(directory, { files });
  const total = 2_000;
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (next < total) await ledger.append(sampleRecord({ id: `r${next++}` }));
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const syncs = calls.filter((call) => call === 'datasync').length;
  process.stdout.write(
    `${total} records, 64 at once: ${syncs} fdatasyncs, ${Math.round(total / seconds)} records/s\n`,
  );
  expect(syncs).toBeLessThan(total / 8);
  await ledger.close();
  const { ids, findings } = await collectLedger(directory);
  expect(findings).toEqual([]);
  expect(ids).toEqual(Array.from({ length: total }, (_, n) => `r${n}`));
});

test('files and directory are the owner’s alone, and each new name is made durable', async () => {
  const directory = join(await tempDirectory(), 'ledger');
  const synced: string[] = [];
  const files = scriptedFiles((call, _, path) => {
    if (call === 'syncDirectory') synced.push(path);
    return undefined;
  });
  const ledger = await openTestLedger(directory, { files });
  const [name = ''] = await readdir(directory);
  expect(name).toBe(`seg-${ledger.writer}-1.log`);
  expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
  expect(synced).toEqual([directory]);
  await ledger.close();
});

test('a segment ends by size or age, and the next one says how long it was', async () => {
  const directory = await tempDirectory();
  let now = Date.parse('2026-11-21T10:00:00Z');
  const ledger = await openTestLedger(directory, {
    clock: () => now,
    limits: { segmentBytes: 2_000, segmentMs: 60_000 },
  });
  for (let n = 0; n < 5; n += 1) await ledger.append(sampleRecord({ id: `size-${n}` }));
  const bySize = (await readdir(directory)).length;
  expect(bySize).toBeGreaterThan(1);
  now += 60_000;
  await ledger.append(sampleRecord({ id: 'age' }));
  expect((await readdir(directory)).length).toBe(bySize + 1);
  await ledger.close();
  const { ids, findings, notices } = await collectLedger(directory);
  expect(ids).toEqual(['size-0', 'size-1', 'size-2', 'size-3', 'size-4', 'age']);
  expect({ findings, notices }).toEqual({ findings: [], notices: [] });
});

test('close waits for appends under way, and nothing is accepted after it', async () => {
  const directory = await tempDirectory();
  const ledger = await openTestLedger(directory);
  const appends = Array.from({ length: 20 }, (_, n) => ledger.append(sampleRecord({ id: `r${n}` })));
  await Promise.all([ledger.close(), ...appends]);
  await expect(ledger.append(sampleRecord())).rejects.toMatchObject(LEDGER_UNAVAILABLE);
  expect(ledger.available).toBe(false);
  const { ids, notices } = await collectLedger(directory);
  expect(ids).toHaveLength(20);
  expect(notices).toEqual([]);
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

test('closing on purpose is no failure to be told of', async () => {
  const told: unknown[] = [];
  const ledger = await openTestLedger(await tempDirectory(), {
    onAvailability: (...notice) => told.push(notice),
  });
  await ledger.append(sampleRecord());
  await ledger.close();
  expect(ledger.available).toBe(false);
  expect(told).toEqual([]);
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

test('a record that cannot be stored is refused and harms no other', async () => {
  const directory = await tempDirectory();
  const ledger = await openTestLedger(directory);
  const huge = sampleRecord({ operation: 'x'.repeat(9 * 1024 * 1024), subjects: [] });
  await expect(ledger.append(huge)).rejects.toMatchObject({
    ...LEDGER_UNAVAILABLE,
    detail: 'record too large',
  });
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  const broken = sampleRecord({ roles: JSON.parse('[]') });
  Object.assign(broken, { roles: cyclic });
  await expect(ledger.append(broken)).rejects.toMatchObject(LEDGER_UNAVAILABLE);
  await ledger.append(sampleRecord({ id: 'fine' }));
  await ledger.close();
  expect((await collectLedger(directory)).ids).toEqual(['fine']);
});

/** Every place in a record where text from outside may stand, filled with the same text. */
function recordFullOf(text: string, id: string): OperationRecord {
  const group = { shape: 0, resources: [text, text], consent: text, breakGlass: text };
  return {
    ...sampleRecord({ id }),
    tenant: text,
    actor: text,
    roles: [text, text],
    assurance: [text],
    client: text,
    network: text,
    address: text,
    purpose: text,
    policyVersion: text,
    document: text,
    operation: text,
    request: text,
    session: text,
    refusal: text,
    insight: {
      coordinate: text,
      model: text,
      guardrail: text,
      guardrailPolicy: text,
      promptHash: text,
      evidenceHash: text,
      sent: true,
    },
    shapes: [{ type: text, via: text, fields: [[text, text, 'PERMIT', text, text, text]] }],
    subjects: [{ subject: text, groups: [group] }],
  };
}

test('text that breaks naive framing is read back as it was, in every field, and leaves its neighbours whole', async () => {
  const directory = await tempDirectory();
  const ledger = await openTestLedger(directory);
  const texts = [
    '\r',
    '\n',
    '\r\n\r\n',
    '\0\0\0\0',
    '\u2028\u2029\u0085',
    '{"v":1}\n',
    '\u0001\u0002\u0003\u0004',
    '\ud800',
    '"\\',
    '\u001b[2J',
  ];
  const records = texts.map((text, n) => recordFullOf(text, `r${n}`));
  for (const record of records) await ledger.append(record);
  await ledger.close();
  const collected = await collectLedger(directory);
  expect(collected.findings).toEqual([]);
  expect(collected.records.map(({ record }) => record)).toEqual(records);
  expect((await verifySegments(directory, TEST_INSTALLATION)).findings).toEqual([]);
});

test('a clock that jumps a day, either way, breaks no chain and loses nothing', async () => {
  const directory = await tempDirectory();
  const DAY = 86_400_000;
  let now = Date.parse('2026-11-21T10:00:00Z');
  const ledger = await openTestLedger(directory, { clock: () => now });
  const ids: string[] = [];
  for (const jump of [0, DAY, -DAY, -DAY, DAY, DAY, -2 * DAY, 1]) {
    now += jump;
    ids.push(`r${ids.length}`);
    await ledger.append(sampleRecord({ id: ids.at(-1) ?? '', time: new Date(now).toISOString() }));
  }
  now -= DAY;
  await ledger.close();
  const collected = await collectLedger(directory);
  expect({ ids: collected.ids, findings: collected.findings }).toEqual({ ids, findings: [] });
  expect((await chainFaults(directory, TEST_INSTALLATION)).faults).toEqual([]);
  const { findings } = await verifySegments(directory, TEST_INSTALLATION);
  expect(findings).toEqual([]);
});

test('nothing but segments lies in the ledger’s directory', async () => {
  const directory = await tempDirectory();
  const ledger = await openTestLedger(directory);
  await ledger.append(sampleRecord());
  await ledger.close();
  const [name = '', ...others] = await readdir(directory);
  expect(others).toEqual([]);
  expect((await readFile(join(directory, name))).length).toBeGreaterThan(0);
});
