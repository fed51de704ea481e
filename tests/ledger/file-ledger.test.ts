import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { insightTexts } from './any-record.ts';
import { collectLedger } from './collect-ledger.ts';
import { openTestLedger, TEST_INSTALLATION } from './open-test-ledger.ts';
import { sampleRecord } from './sample-record.ts';
import { type FileCall, scriptedFiles } from './scripted-files.ts';
import { chainFaults } from './support/chain-faults.ts';
import { verifySegments } from './support/verify-segments.ts';
import { tempDirectory } from './temp-directory.ts';

const LEDGER_UNAVAILABLE = { code: 'LEDGER_UNAVAILABLE' };

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
    insight: { ...insightTexts(text), sent: true },
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
