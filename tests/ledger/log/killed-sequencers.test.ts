import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openInstallation, openLogKey } from '../../../datasources/keys/open-ledger-keys.ts';
import { openCommandLedger } from '../../../src/cli/open-command-ledger.ts';
import { loadConfig } from '../../../src/config.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { batchesIn, readLog } from './read-log.ts';

const KILLS = Number(process.env.PHIELD_LOG_KILLS ?? 8);

/** Two sequencers on one folder, killed at any moment, while a writer writes. */
it('sequencers that are killed leave one log with every record in it once', async () => {
  const dataDir = await tempDirectory();
  const env = { ...process.env, PHIELD_DATA_DIR: dataDir, PHIELD_LOG_LEVEL: 'silent' };
  const config = loadConfig({ PHIELD_DATA_DIR: dataDir });
  const start = (script: string, ...args: readonly string[]) =>
    spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  const ledger = await openCommandLedger(config);
  const written: string[] = [];
  let writing = true;
  const writer = (async () => {
    for (let at = 0; writing; at += 1) {
      const record = { ...sampleRecord(), request: `request-${at}` };
      await ledger.append(record);
      written.push(record.request);
      await new Promise((next) => setTimeout(next, 2));
    }
  })();
  const errors: string[] = [];
  /** Killed so many milliseconds after it has begun; others meet what it left. */
  const runAndKill = async (delay: number) => {
    const child = start('sequence-fast.ts');
    child.stderr.on('data', (chunk) => errors.push(String(chunk)));
    await once(child.stdout, 'data');
    await new Promise((next) => setTimeout(next, delay));
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  for (let at = 0; at < KILLS; at += 2) await Promise.all([runAndKill(31 * at), runAndKill(150 + 17 * at)]);
  writing = false;
  await writer;
  await ledger.close();
  const last = start('run-command.ts', 'sequence', '--once');
  last.stderr.on('data', (chunk) => errors.push(String(chunk)));
  expect((await once(last, 'exit'))[0]).toBe(0);
  expect(errors).toEqual([]);

  const root = join(dataDir, 'ledger', 'log');
  const names = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  const objects = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(root, name))] as const)),
  );
  const key = await openLogKey(config, await openInstallation(config));
  const entries = readLog(objects, { name: key.name, type: 'note', publicKey: key.publicKey });
  const batches = batchesIn(entries);
  expect(new Set(batches).size).toBe(batches.length);
  const found = entries.flatMap((entry) => /"request":"(request-\d+)"/.exec(String(entry))?.[1] ?? []);
  expect(found).toEqual(written);
  process.stdout.write(
    `${KILLS} sequencers killed; ${written.length} records written, ${found.length} in the log\n`,
  );
}, 120_000);
