import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEmbeddedSigningKey } from '../../datasources/keys/embedded-signing-key.ts';
import { assembleSequencer } from '../../src/assemble-sequencer.ts';
import { openCommandLedger } from '../../src/cli/open-command-ledger.ts';
import { RotationRefusedError, rotateLedgerKey } from '../../src/cli/rotate-ledger-key.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import { installationKeyName } from '../../src/ledger/chain/ledger-origin.ts';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import { queryLedger } from '../../src/ledger/query-ledger.ts';
import { type TrustFile, trustKeys } from '../../src/ledger/verify/trust.ts';
import { verifyLedger } from '../../src/ledger/verify/verify-ledger.ts';
import { openVerifiedLog } from '../../src/ledger-places/open-verified-log.ts';
import { ownTrust } from '../../src/ledger-places/own-trust.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { tempDirectory } from '../ledger/temp-directory.ts';
import { runCommand } from '../support/gateway-process.ts';

const ORIGIN = 'audit.test/live';

async function begun() {
  const dataDir = await tempDirectory();
  const config = loadConfig({ PHIELD_DATA_DIR: dataDir, PHIELD_LEDGER_ORIGIN: ORIGIN });
  await write(config);
  expect(await sequence(config)).toEqual([]);
  return { dataDir, config };
}

async function write(
  config: Config,
  ...certifier: Parameters<typeof openCommandLedger> extends [unknown, ...infer Rest] ? Rest : never
) {
  const ledger = await openCommandLedger(config, ...certifier);
  await ledger.append(
    sampleRecord({ id: `r-${randomBytes(4).toString('hex')}`, time: new Date().toISOString() }),
  );
  await ledger.close();
}

/** @returns what a sequencer that starts now finds until there is no more. */
async function sequence(config: Config): Promise<readonly string[]> {
  const findings: string[] = [];
  const { sequencer, close } = await assembleSequencer(
    { config, trust: null },
    { report: ({ code }) => findings.push(code), recordLost: async () => undefined },
  );
  for (let kind = ''; kind !== 'idle' && kind !== 'held'; ) ({ kind } = await sequencer.step());
  await sequencer.remember();
  await close();
  return findings;
}

async function verify(config: Config, change: Partial<TrustFile> = {}) {
  const report = await verifyLedger({
    trust: trustKeys({ ...(await ownTrust(config)), ...change }),
    pinned: true,
    log: openVerifiedLog(config, undefined),
    segments: ledgerDirectory(config.dataDir),
    allSegments: true,
    table: null,
    heartbeat: 5,
    clock: () => 0,
    onProgress: () => undefined,
  });
  return { ...report, codes: [...new Set(report.findings.map(({ code }) => code))] };
}

async function rotations(config: Config): Promise<readonly (readonly [string | null, string])[]> {
  const found: (readonly [string | null, string])[] = [];
  for await (const item of queryLedger(ledgerDirectory(config.dataDir), {})) {
    if (item.kind === 'event' && item.event.operation === 'key_rotated')
      found.push([item.event.coordinate, item.event.resource.id ?? '']);
  }
  return found;
}

const idOf = (vkey: string) => vkey.split('+')[1] ?? '';

test('the log goes on under another key, on record; a checkpoint that was kept stays good', async () => {
  const { dataDir, config } = await begun();
  const before = await ownTrust(config);
  const checkpoint = String(await readFile(join(dataDir, 'ledger', 'log', 'checkpoint')));
  const rotated = await rotateLedgerKey(config, { key: 'log', reason: 'YEARLY', stolen: false });
  expect(rotated).toMatchObject({ earlier: before.log[0], until: null });
  expect(await rotations(config)).toEqual([
    ['LogKey.reason', 'YEARLY'],
    ['LogKey.earlier', idOf(rotated.earlier)],
    ['LogKey.now', idOf(rotated.now)],
  ]);
  expect((await ownTrust(config)).log).toEqual([rotated.now, rotated.earlier]);
  // Before the log has grown, and after.
  expect((await verify(config)).codes).toEqual([]);
  expect(await sequence(config)).toEqual([]);
  expect((await verify(config, { checkpoint })).codes).toEqual([]);
  expect((await verify(config, { log: [rotated.now], checkpoint })).codes).toEqual([]);
  expect((await verify(config, { log: [rotated.earlier] })).codes).toEqual(['CHECKPOINT_SIGNATURE']);
  // What was open before is certified as it was.
  expect((await ownTrust(config)).installation).toEqual(before.installation);
});

test('writers are certified by another key, those from before stay good', async () => {
  const { config } = await begun();
  const rotated = await rotateLedgerKey(config, { key: 'installation', reason: 'YEARLY', stolen: false });
  await write(config);
  expect(await sequence(config)).toEqual([]);
  expect((await verify(config)).codes).toEqual([]);
  expect((await ownTrust(config)).installation).toEqual([rotated.now, rotated.earlier]);
  expect((await verify(config, { installation: [rotated.now] })).codes).toContain('CERTIFICATE');
  expect((await verify(config, { installation: [rotated.earlier] })).codes).toContain('CERTIFICATE');
  // A sequencer without its memory believes the same.
  await rm(join(config.dataDir, 'ledger-state'), { recursive: true });
  expect(await sequence(config)).toEqual([]);
});

test('a stolen installation key certifies nobody more; what it certified before stays good', async () => {
  const { dataDir, config } = await begun();
  const copy = join(await tempDirectory(), 'copy.json');
  await copyFile(join(dataDir, 'keys', 'ledger-installation.json'), copy);
  const { size } = await verify(config);
  const rotated = await rotateLedgerKey(config, { key: 'installation', reason: 'THEFT', stolen: true });
  expect(rotated.until).toBe(size);
  expect((await ownTrust(config)).installation).toEqual([
    rotated.now,
    { key: rotated.earlier, until: rotated.until },
  ]);
  // The record of it does not hang on the stolen key.
  expect(await sequence(config)).toEqual([]);
  expect((await verify(config)).codes).toEqual([]);
  expect((await rotations(config)).map(([, id]) => id)).toContain('THEFT');
  const key = await openEmbeddedSigningKey(copy, () => installationKeyName(ORIGIN));
  await write(config, { key, origin: ORIGIN, build: '0.0.0' });
  expect(await sequence(config)).toEqual(['BATCH_REFUSED']);
  expect((await verify(config)).codes).toEqual(['CERTIFICATE']);
});

test('killed on its way it is finished by running it again, with the same key', async () => {
  const { dataDir, config } = await begun();
  const earlier = join(dataDir, 'keys', 'ledger-earlier.json');
  await mkdir(earlier);
  const rotation = { key: 'log', reason: 'YEARLY', stolen: false } as const;
  await expect(rotateLedgerKey(config, rotation)).rejects.toThrow();
  const draft = await openEmbeddedSigningKey(join(dataDir, 'keys', 'ledger-log.json.next'), () => ORIGIN);
  await rm(earlier, { recursive: true });
  const { now } = await rotateLedgerKey(config, rotation);
  expect(now).toContain(Buffer.concat([Buffer.of(1), draft.publicKey]).toString('base64'));
  expect(await rotations(config)).toHaveLength(6);
  expect(await sequence(config)).toEqual([]);
  expect((await verify(config)).codes).toEqual([]);
});

test('what cannot be put on record is not done', async () => {
  const { dataDir, config } = await begun();
  const before = await ownTrust(config);
  await rm(ledgerDirectory(dataDir), { recursive: true });
  await writeFile(ledgerDirectory(dataDir), '');
  for (const key of ['log', 'installation'] as const)
    await expect(rotateLedgerKey(config, { key, reason: 'R', stolen: false })).rejects.toThrow();
  expect(await ownTrust(config)).toEqual(before);
});

test('refuses what it cannot do, before anything is done', { timeout: 300_000 }, async () => {
  const { dataDir, config } = await begun();
  const kms = loadConfig({
    PHIELD_DATA_DIR: dataDir,
    PHIELD_LEDGER_ORIGIN: ORIGIN,
    PHIELD_LEDGER_LOG_KEY: 'k',
  });
  const nameless = loadConfig({ PHIELD_DATA_DIR: dataDir });
  for (const [settings, key, stolen] of [
    [kms, 'log', false],
    [config, 'log', true],
    [nameless, 'installation', false],
  ] as const)
    await expect(rotateLedgerKey(settings, { key, reason: 'R', stolen })).rejects.toThrow(
      RotationRefusedError,
    );
  const env = { PHIELD_DATA_DIR: dataDir };
  const run = (...args: readonly string[]) => runCommand(['keys', 'rotate', ...args], env);
  for (const args of [
    ['--reason', 'R'],
    ['--reason', 'R', '--log', '--installation'],
    ['--reason', 'R', '--tenant', 'riverside', '--stolen'],
    ['--reason', 'R', '--installation'],
  ])
    expect((await run(...args)).code, args.join(' ')).toBe(2);
  expect(await rotations(config)).toEqual([]);
  const done = await run('--reason', 'R', '--log', '--json');
  expect([done.code, JSON.parse(done.stdout)]).toMatchObject([0, { ok: true, key: 'log', until: null }]);
  expect(await rotations(config)).toHaveLength(3);
});
