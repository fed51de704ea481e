import { randomBytes } from 'node:crypto';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInstallation, openLogKey } from '../../datasources/keys/open-ledger-keys.ts';
import { loadConfig } from '../../src/config.ts';
import type { SealedBatch } from '../../src/ledger/chain/batch.ts';
import { openFileLedger } from '../../src/ledger/file-ledger.ts';
import { PRUNED } from '../../src/ledger/keep/pruned-things.ts';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import { signCheckpoint } from '../../src/ledger/log/checkpoint.ts';
import { writeNote } from '../../src/ledger/log/note.ts';
import { createFileSource } from '../../src/ledger/segments/file-source.ts';
import { listSegments } from '../../src/ledger/segments/list-segments.ts';
import { MemoryLog } from '../ledger/keep/log-of.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { runCommand } from '../support/gateway-process.ts';

const WITNESS_KEY = 'one.example/w+2002014a+BAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH';

const YEAR = 365.25 * 86_400_000;

/** Commands are processes, and machines are busy. */
const PATIENCE = 180_000;

describe('phield ledger prune', { timeout: PATIENCE }, () => {
  let dataDir: string;
  let log: MemoryLog;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'phield-prune-'));
    log = new MemoryLog();
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  const config = () => loadConfig({ PHIELD_DATA_DIR: dataDir });

  /** A writer that put `count` records into segments at one time, and ended. */
  async function write(time: number, count: number): Promise<string> {
    const ledger = await openFileLedger({
      installation: await openInstallation(config()),
      directory: ledgerDirectory(dataDir),
      clock: () => time,
      random: randomBytes,
      onFatal: () => undefined,
    });
    const record = sampleRecord({ time: new Date(time).toISOString() });
    await Promise.all(Array.from({ length: count }, () => ledger.append(record)));
    await ledger.close();
    return ledger.writer;
  }

  /** As a sequencer would have it: the batches of these writers in the log, and its checkpoint signed. */
  async function sequence(...writers: readonly string[]): Promise<void> {
    const source = createFileSource(ledgerDirectory(dataDir));
    for (const writer of writers) {
      const batches: SealedBatch[] = [];
      for await (const batch of source.batches(writer, 1)) batches.push(batch);
      log.append(...batches);
    }
    const { origin } = await openInstallation(config());
    const note = await signCheckpoint({ origin, ...log.head }, await openLogKey(config(), { origin }));
    for (const [path, bytes] of [...log.objects, ['checkpoint', writeNote(note)] as const]) {
      const place = join(ledgerDirectory(dataDir), 'log', path);
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, bytes);
    }
  }

  async function prune(args: readonly string[] = [], env: Record<string, string> = {}) {
    const { code, stdout, stderr } = await runCommand(
      ['ledger', 'prune', '--json', '--wait-seconds', '0', ...args],
      {
        PHIELD_DATA_DIR: dataDir,
        ...env,
      },
    );
    return { code, answer: stdout === '' ? null : JSON.parse(stdout), stderr };
  }
  const writersThere = async () => [...(await listSegments(ledgerDirectory(dataDir))).writers.keys()];
  const isThere = (path: string) =>
    access(join(ledgerDirectory(dataDir), 'log', path)).then(
      () => true,
      () => false,
    );

  it('takes away what is shipped and past its time, in two runs around the sequencer’s', async () => {
    const old = await write(Date.now() - 7 * YEAR, 600);
    const young = await write(Date.now(), 3);
    await sequence(old, young);
    const dry = await prune(['--dry-run']);
    expect(dry).toMatchObject({
      code: 0,
      answer: { dryRun: true, writers: [{ writer: old }], bundles: [1] },
    });
    expect(await writersThere()).toEqual([old, young]);

    const first = await prune();
    expect(first).toMatchObject({ code: 1, answer: { ok: false, bundles: [], waiting: [1] } });
    expect(first.answer.stay).toEqual([{ writer: young, reason: 'RECENT' }]);
    const [, own = '', ...more] = await writersThere();
    expect(more).toEqual([]);
    expect(await isThere('tile/entries/001')).toBe(true);

    await sequence(own);
    const second = await prune();
    expect(second).toMatchObject({ code: 0, answer: { ok: true, bundles: [1], waiting: [] } });
    expect(await isThere('tile/entries/001')).toBe(false);
    expect(await isThere('tile/0/001')).toBe(true);
    expect(await prune()).toMatchObject({ code: 0, answer: { ok: true, bundles: [] } });
    const events = await runCommand(['ledger', 'query', '--kind', 'privileged', '--json'], {
      PHIELD_DATA_DIR: dataDir,
    });
    expect(events.stdout).toContain(`"operation":"${PRUNED}"`);
  });

  it('removes nothing while the log is not what its checkpoint says', async () => {
    const old = await write(Date.now() - 7 * YEAR, 600);
    await sequence(old);
    const place = join(ledgerDirectory(dataDir), 'log', 'tile/entries/000');
    await writeFile(place, Buffer.from('00'));
    expect(await prune()).toMatchObject({ code: 1, answer: { finding: { reason: 'logDiffers' } } });
    expect(await writersThere()).toEqual([old]);
  });

  it('removes nothing under a checkpoint that the log did not sign', async () => {
    const old = await write(Date.now() - 7 * YEAR, 600);
    await sequence(old);
    await rm(join(dataDir, 'keys', 'ledger-log.json'));
    const { code, stderr } = await prune();
    expect(code).toBe(1);
    expect(stderr).not.toContain('at ');
    expect(await writersThere()).toEqual([old]);
  });

  it('asks for what it lacks', async () => {
    const asked = await Promise.all([
      prune(['--keep-days', '0']),
      prune(['--keep-days', 'x']),
      prune(['--trust', '/nowhere']),
      prune([], { PHIELD_LEDGER_WITNESSES: 'https://witness.example' }),
      prune([], { PHIELD_LEDGER_WITNESSES: `https://witness.example#${WITNESS_KEY}` }),
    ]);
    expect(asked.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
  });

  it('makes nothing where there is no log', async () => {
    expect(await prune()).toMatchObject({ code: 0, answer: { ok: true, writers: [], bundles: [] } });
    await expect(access(join(dataDir, 'keys'))).rejects.toThrow();
  });

  it('keeps disclosures for six years unless it is told why not', async () => {
    const old = await write(Date.now() - 2 * YEAR, 600);
    await sequence(old);
    expect((await prune(['--dry-run'])).answer.bundles).toEqual([]);
    const short = { PHIELD_LEDGER_KEEP: 'disclosure=1y,operational=1y' };
    expect((await prune(['--dry-run'], short)).code).toBe(2);
    const told = { ...short, PHIELD_LEDGER_KEEP_REASON: 'synthetic patients' };
    expect((await prune(['--dry-run'], told)).answer.bundles).toEqual([1]);
  });
});
