import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../datasources/open-store.ts';
import { openCommandLedger } from '../../src/cli/open-command-ledger.ts';
import { loadConfig } from '../../src/config.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { tempDirectory } from '../ledger/temp-directory.ts';
import { storeEnded } from '../support/copy-demo.ts';
import { runCommand } from '../support/gateway-process.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
const PATIENCE = { timeout: 240_000 };

async function recorded(env: Readonly<Record<string, string>>) {
  const ledger = await openCommandLedger(loadConfig(env));
  for (const id of ['r0', 'r1']) await ledger.append(sampleRecord({ id, time: new Date().toISOString() }));
  await ledger.close();
}

async function serving(env: Readonly<Record<string, string>>, ...flags: readonly string[]): Promise<string> {
  const args = [MAIN, 'ledger', 'serve-checkpoint', '--port', '0', ...flags];
  const child: ChildProcess = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  for await (const line of createInterface({ input: child.stdout ?? process.stdin }))
    return line.replace(/\/checkpoint$/, '');
  throw new Error('does not serve');
}

test('a log at an address is verified as one in a folder is', PATIENCE, async () => {
  const dataDir = await tempDirectory();
  const env = { PHIELD_DATA_DIR: dataDir };
  await recorded(env);
  expect((await runCommand(['ledger', 'sequence', '--once'], env)).code).toBe(0);
  const home = await tempDirectory();
  const trust = join(home, 'trust.json');
  await writeFile(trust, (await runCommand(['ledger', 'trust'], env)).stdout);
  const url = await serving(env, '--entries');
  const verify = async () => {
    const args = ['ledger', 'verify', '--log', url, '--trust', trust, '--json'];
    const { code, stdout } = await runCommand(args, { PHIELD_DATA_DIR: home });
    return { code, report: JSON.parse(stdout) };
  };
  expect(await verify()).toMatchObject({ code: 0, report: { ok: true, size: 7, records: 2, notices: [] } });
  const bundle = join(dataDir, 'ledger', 'log', 'tile', 'entries', '000.p', '7');
  const text = await readFile(bundle, 'latin1');
  await writeFile(bundle, text.replace('"r1"', '"rX"'), 'latin1');
  expect(await verify()).toMatchObject({
    code: 1,
    report: { firstBad: { code: 'BATCH_ROOT', index: 4, record: 'rX' } },
  });
  await rm(bundle);
  expect(await verify()).toMatchObject({ code: 1, report: { firstBad: { code: 'BUNDLE_MISSING' } } });
});

test('a server that keeps its entries to itself is told from a log that lost them', PATIENCE, async () => {
  const dataDir = await tempDirectory();
  const env = { PHIELD_DATA_DIR: dataDir };
  await recorded(env);
  expect((await runCommand(['ledger', 'sequence', '--once'], env)).code).toBe(0);
  const verify = (log: string) => runCommand(['ledger', 'verify', '--log', log], env);
  const { code, stdout } = await verify(await serving(env));
  expect(code).toBe(1);
  expect(stdout).toContain('first bad record: BUNDLE_MISSING');
  expect(stdout).toMatch(/^hint: .*phield ledger serve-checkpoint --entries$/m);
  await rm(join(dataDir, 'ledger', 'log', 'tile', 'entries'), { recursive: true });
  const folder = await verify(join(dataDir, 'ledger', 'log'));
  expect(folder.stdout).toContain('first bad record: BUNDLE_MISSING');
  expect(folder.stdout).not.toContain('hint:');
});

test('the ledger’s table itself is verified, and compared with the log', PATIENCE, async () => {
  const dataDir = await tempDirectory();
  const env = { PHIELD_DATA_DIR: dataDir, PHIELD_LEDGER_REQUIRE: 'dynamodb' };
  // Held, so that not every command starts one.
  const store = await openStore(loadConfig(env), Date.now);
  onTestFinished(async () => {
    await store.close();
    await storeEnded(dataDir);
  });
  await recorded(env);
  const verify = async () => {
    const { code, stdout } = await runCommand(['ledger', 'verify', '--dynamodb', '--json'], env);
    return { code, report: JSON.parse(stdout) };
  };
  expect(await verify()).toMatchObject({
    code: 0,
    report: { ok: true, size: null, records: 2, batches: 4, writers: 1, unsequenced: 4 },
  });
  expect((await runCommand(['ledger', 'sequence', '--once'], env)).code).toBe(0);
  await recorded(env);
  expect(await verify()).toMatchObject({
    code: 0,
    report: { ok: true, size: 7, records: 4, batches: 8, writers: 2, unsequenced: 4 },
  });
});
