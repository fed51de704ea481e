import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openFileInstallation, openLogKey } from '../../datasources/keys/open-ledger-keys.ts';
import { loadConfig } from '../../src/config.ts';
import type { SealedBatch } from '../../src/ledger/chain/batch.ts';
import { openFileLedger } from '../../src/ledger/file-ledger.ts';
import { createFileSource } from '../../src/ledger/segments/file-source.ts';
import { collectLedger } from '../ledger/collect-ledger.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { tempDirectory } from '../ledger/temp-directory.ts';
import { writeLog } from '../ledger/verify/reference-log.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

function phield(dataDir: string, ...args: readonly string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, PHIELD_DATA_DIR: dataDir };
    execFile(process.execPath, [MAIN, 'ledger', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

/** A data directory with a ledger of so many records; with a log of all of them. */
async function installation(records: number, withLog: boolean): Promise<string> {
  const dataDir = await tempDirectory();
  const own = await openFileInstallation(dataDir);
  const directory = join(dataDir, 'ledger');
  const ledger = await openFileLedger({
    installation: own,
    directory,
    clock: Date.now,
    random: randomBytes,
    onFatal: () => undefined,
  });
  for (let n = 0; n < records; n += 1) {
    await ledger.append(sampleRecord({ id: `r${n}`, time: new Date().toISOString() }));
  }
  await ledger.close();
  if (withLog) {
    const settings = loadConfig({ PHIELD_DATA_DIR: dataDir });
    const source = createFileSource(directory);
    const batches: SealedBatch[] = [];
    for await (const batch of source.batches(ledger.writer, 1)) batches.push(batch);
    const log = await writeLog(batches, { log: await openLogKey(settings, own), witnesses: [] });
    for (const [path, bytes] of log) {
      await mkdir(dirname(join(directory, 'log', path)), { recursive: true });
      await writeFile(join(directory, 'log', path), bytes);
    }
  }
  return dataDir;
}

async function changeRecord(dataDir: string, id: string): Promise<string> {
  const { records } = await collectLedger(join(dataDir, 'ledger'));
  const bad = records.find(({ record }) => record.id === id);
  const path = join(dataDir, 'ledger', bad?.file ?? '');
  const bytes = await readFile(path);
  const at = (bad?.offset ?? 0) + 40;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
  return `${bad?.file}@${bad?.offset}`;
}

test('exits 0 for a whole ledger, and 1 with file, byte and record of the first bad one', {
  timeout: 240_000,
}, async () => {
  const dataDir = await installation(3, true);
  const whole = await phield(dataDir, 'verify');
  expect(whole.code).toBe(0);
  expect(whole.stdout).toMatch(
    /^note: NOT_PINNED .*\nok: 3 records, 15 events, 5 batches of 1 writers \(0 open\)/,
  );
  const where = await changeRecord(dataDir, 'r1');
  const text = await phield(dataDir, 'verify');
  expect(text.code).toBe(1);
  expect(text.stdout).toContain(`first bad record: SEGMENT_DAMAGED ${where}, index 4, writer `);
  expect(text.stdout).toContain(', batch 3, record r1: ');
  const json = await phield(dataDir, 'verify', '--json');
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: false,
    pinned: false,
    size: 9,
    firstBad: { code: 'SEGMENT_DAMAGED', where, index: 4, seq: 3, record: 'r1' },
  });
});

test('without a log the writers’ own chains are checked, and it is said', { timeout: 240_000 }, async () => {
  const dataDir = await installation(2, false);
  const { code, stdout } = await phield(dataDir, 'verify', '--json');
  expect(code).toBe(0);
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ ok: true, size: null, records: 2, unsequenced: 4 });
  expect(report.noticeCounts).toMatchObject({ NOT_PINNED: 1, NO_LOG: 1 });
  await changeRecord(dataDir, 'r1');
  expect((await phield(dataDir, 'verify')).stdout).toContain('first bad record: SEGMENT_DAMAGED');
});

test('a trust file is taken home; what is changed under other keys is found with it', {
  timeout: 240_000,
}, async () => {
  const dataDir = await installation(3, true);
  const home = await tempDirectory();
  const trust = join(home, 'trust.json');
  await writeFile(trust, (await phield(dataDir, 'trust')).stdout);
  expect(JSON.parse(await readFile(trust, 'utf8'))).toMatchObject({ witnesses: [], quorum: 0 });
  const pinned = await phield(dataDir, 'verify', '--trust', trust, '--json');
  expect(JSON.parse(pinned.stdout)).toMatchObject({ ok: true, pinned: true, notices: [] });
  const other = await installation(3, true);
  expect(JSON.parse((await phield(other, 'verify', '--json')).stdout)).toMatchObject({ ok: true });
  const forged = await phield(other, 'verify', '--trust', trust, '--json');
  expect(forged.code).toBe(1);
  expect(JSON.parse(forged.stdout)).toMatchObject({ firstBad: { code: 'CHECKPOINT_ORIGIN' } });
});

test('a trust file that is none is wrong usage, and is not quoted', { timeout: 240_000 }, async () => {
  const dataDir = await installation(1, false);
  const trust = join(await tempDirectory(), 'trust.json');
  for (const text of ['', 'CANARY', '{"origin":"CANARY"}']) {
    await writeFile(trust, text);
    const { code, stdout, stderr } = await phield(dataDir, 'verify', '--trust', trust);
    expect(code).toBe(2);
    expect(stderr).toContain('--trust');
    expect(stdout + stderr).not.toContain('CANARY');
  }
  expect((await phield(dataDir, 'verify', '--trust', `${trust}.none`)).code).toBe(2);
});

test('one event is proven elsewhere with nothing but the public keys', { timeout: 240_000 }, async () => {
  const dataDir = await installation(3, true);
  const home = await tempDirectory();
  const [trust, proof] = [join(home, 'trust.json'), join(home, 'r1.tlog-proof')];
  await writeFile(trust, (await phield(dataDir, 'trust')).stdout);
  expect((await phield(dataDir, 'prove', 'r1.3', '--out', proof)).code).toBe(0);
  const proven = await phield(home, 'verify', '--proof', proof, '--trust', trust, '--json');
  expect(proven.code).toBe(0);
  expect(JSON.parse(proven.stdout)).toMatchObject({
    ok: true,
    pinned: true,
    index: 4,
    size: 9,
    event: { id: 'r1.3', coordinate: 'Patient.name', subject: 'p2', actor: 'dr-one' },
  });
  const text = await readFile(proof, 'utf8');
  await writeFile(proof, text.replace('index 4', 'index 3'));
  const wrong = await phield(home, 'verify', '--proof', proof, '--trust', trust, '--json');
  expect(wrong.code).toBe(1);
  expect(JSON.parse(wrong.stdout)).toMatchObject({ ok: false, code: 'NOT_INCLUDED' });
  expect((await phield(dataDir, 'prove', 'r1.5')).code).toBe(1);
  expect((await phield(dataDir, 'prove', 'r9.0')).code).toBe(1);
  expect((await phield(dataDir, 'prove', 'no event')).code).toBe(2);
});
