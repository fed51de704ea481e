import { access, cp, mkdir, mkdtemp, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inject } from 'vitest';
import { readStoreFile } from '../../datasources/dynamodb/store-file.ts';
import { loadConfig } from '../../src/config.ts';
import { startGateway } from '../../src/main.ts';

/** Attempts 50 ms apart. */
const PATIENCE = 1_200;

/** A data folder of its own with the demo tenants, nobody running on it. */
export async function copyDemo(): Promise<string> {
  const made = await demoMade(inject('demoFolder'));
  const dataDir = await mkdtemp(join(tmpdir(), 'phield-test-'));
  await cp(made, dataDir, { recursive: true });
  return dataDir;
}

/** Test files run at the same time: one makes the demo tenants, the others wait for it. */
async function demoMade(folder: string): Promise<string> {
  const ready = join(folder, 'ready');
  const making = join(folder, 'making');
  const mine = await mkdir(making).then(
    () => true,
    () => false,
  );
  if (mine && !(await isThere(ready))) {
    await makeDemo(making);
    await rename(making, ready);
  }
  await eventually(() => isThere(ready), 'the demo tenants are not made');
  return ready;
}

async function makeDemo(dataDir: string): Promise<void> {
  const config = loadConfig({ PORT: '0', PHIELD_DATA_DIR: dataDir, PHIELD_LOG_LEVEL: 'silent' });
  await (await startGateway(config)).close();
  await storeEnded(dataDir);
}

/** The embedded store ends by itself once nobody holds it; only then is its folder whole. */
export async function storeEnded(dataDir: string): Promise<void> {
  const file = await readStoreFile(dataDir);
  if (file === null) return;
  await eventually(async () => !isRunning(file.pid), 'the embedded store does not end');
}

export async function eventually(check: () => Promise<boolean>, complaint: string): Promise<void> {
  for (let attempt = 0; attempt < PATIENCE; attempt += 1) {
    if (await check()) return;
    await delay(50);
  }
  throw new Error(complaint);
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
